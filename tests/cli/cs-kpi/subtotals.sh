# SPDX-License-Identifier: GPL-3.0-or-later
# Rows for sums: the keys that they are over stand in a column, so a NULL key is told from a total.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
cs-kpi -q --by queue,agent --subtotals -m contacts,asa,customers c.tsv
cs-kpi -q --by queue,agent --subtotals=all -m contacts c.tsv
cs-kpi -q --by queue --subtotals -m contacts --where false c.tsv
cs-kpi -q --subtotals -m contacts c.tsv
cs-kpi -q --subtotals=some --by queue c.tsv
printf 'themes\na,b\n' | cs-kpi --by 'each(themes)' --subtotals -m n='count(*)'
cs-kpi -q --by queue --subtotals -m total_over=asa c.tsv
true
