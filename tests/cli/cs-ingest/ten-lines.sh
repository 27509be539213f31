# SPDX-License-Identifier: GPL-3.0-or-later
# Ten lines of real queue_logs: a transfer under the id of the consultation, a leg without ENTERQUEUE,
# a consultation that never ends, lines of an older version.
cs-ingest --map queue-log "$TESTDATA/queue_log.ten"
