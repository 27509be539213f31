# SPDX-License-Identifier: GPL-3.0-or-later
# Aggregates of what they cannot be made of.
cs-ingest -q --map queue-log "$TESTDATA/queue_log.gz" >calls.tsv || exit
cs-kpi -m 'x=median(started_at)' calls.tsv
cs-kpi -m 'x=p90(queue)' calls.tsv
cs-kpi -m 'x=mean(started_at)' calls.tsv
cs-kpi -m 'x=median(wait_s, 0.3)' calls.tsv
