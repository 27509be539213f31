# SPDX-License-Identifier: GPL-3.0-or-later
# Calls and tickets together, by channel and team: --union, and what one source does not have is NULL.
cs-ingest -q --map queue-log "$TESTDATA/queue_log.gz" >calls.tsv || exit
cs-ingest -q --map zendesk --set zone=Europe/Berlin "$TESTDATA/tickets.csv.gz" >tickets.tsv || exit
cs-kpi -q --by channel -m contacts,answered,csat_top2,identified_share calls.tsv tickets.tsv
echo "status $?"
cs-kpi -q --union --by channel,team -m contacts,answered,csat_top2,identified_share tickets.tsv calls.tsv >both || exit
cat both
cs-kpi -q --union --by channel,team -m contacts,answered,csat_top2,identified_share calls.tsv tickets.tsv | cmp - both
# What the whole says is the sum of what the parts say.
cs-report --csv both | awk -F , 'NR > 1 { n += $3 } END { print n }'
cs-kpi -q --union -m contacts calls.tsv tickets.tsv | tail -n 1
