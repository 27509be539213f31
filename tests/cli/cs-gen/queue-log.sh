# SPDX-License-Identifier: GPL-3.0-or-later
# An Asterisk queue_log, which cs-ingest reads to the last line.
cs-gen --rows 12 --days 1 --queue-log
cs-gen --rows 5000 --days 2 --queue-log | cs-ingest --map queue-log | wc -l
