# SPDX-License-Identifier: GPL-3.0-or-later
# Rows in the order of a metric: NULL behind, then others, then sums.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
cs-kpi -q --by agent --sort asa -m contacts,asa c.tsv
cs-kpi -q --by queue,agent --sort -contacts --subtotals --top 1:asa -m contacts,asa c.tsv
cs-kpi -q --by agent --sort wait -m contacts,asa c.tsv
