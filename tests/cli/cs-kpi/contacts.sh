# SPDX-License-Identifier: GPL-3.0-or-later
# The rows behind numbers, byte for byte, with how each counts.
set -- "$TESTDATA/sl-205.tsv"
cs-kpi --contacts 'sl_offered(20)' "$@" | awk -F '\t' '{ n[$(NF - 1) $NF]++ } END { print n["tt"], n["tf"] }'
cs-kpi -m 'sl_offered(20)' "$@"
cs-ingest -q "$TESTDATA/contacts.csv" >c.tsv
cs-kpi --contacts 'asa,csat_net,teams_n=distinct(team)' --by 'queue,day' c.tsv
cs-kpi --contacts csat_mean,p90_wait --where 'wait_s > 5' --by 15m c.tsv
