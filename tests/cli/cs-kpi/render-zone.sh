# SPDX-License-Identifier: GPL-3.0-or-later
# A period over cells is read in their zone, or refused.
cs-ingest -q --map queue-log "$TESTDATA/queue_log.gz" >calls.tsv
cs-kpi -q --by day -m contacts --cells --tz Europe/Berlin calls.tsv >cells
cs-kpi --render --fill --period 2026-10-05..2026-10-07 --tz Europe/Berlin cells
cs-kpi --render --tz Europe/Berlin cells
cs-kpi --render --fill --period 2026-10-05..2026-10-07 cells
cs-kpi --render --tz Asia/Tokyo cells
