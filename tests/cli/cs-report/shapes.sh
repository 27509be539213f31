# SPDX-License-Identifier: GPL-3.0-or-later
# Tables of any shape: sums and others are named, columns beside a metric read like it, and so do
# those of a pivot; forms for machines keep what the stream says.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
kpi='cs-kpi -q -m contacts,asa,csat_top2'
$kpi --by queue,day --subtotals --of-total c.tsv | cs-report
$kpi --by queue,agent --subtotals --top 1 c.tsv | cs-report --markdown
$kpi --by day,queue --pivot queue c.tsv | cs-report
$kpi --by day --rolling 2 --ytd --ci c.tsv | cs-report --width 200
$kpi --by queue --long c.tsv | cs-report
cs-kpi -q -m contacts --by queue --subtotals --top 1 c.tsv | cs-report --csv
cs-kpi -q -m contacts --by queue --subtotals --top 1 c.tsv | cs-report --json
printf 'queue\tothers_n\ttotal_over\nq\t0\t\n' | cs-report
