# SPDX-License-Identifier: GPL-3.0-or-later
# Shares of counts and sums, divided exactly; of other metrics there are none.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
cs-kpi -q --by queue,agent --of-total -m 'contacts,asa,c=sum(cost),customers' c.tsv
cs-kpi -q --by queue,agent --of-total=parent --subtotals -m contacts c.tsv
cs-kpi -q --of-total -m contacts c.tsv
cs-kpi -q --of-total --by queue -m 'none=count(wait_s > 100)' c.tsv
cs-kpi -q --of-total --by queue -m asa,customers c.tsv
cs-kpi -q --of-total=parent -m contacts c.tsv
printf 'themes\tqueue\na,b\tq\n' >t.tsv
cs-kpi -q --of-total --by 'each(themes),queue' -m n='count(*)' t.tsv
cs-kpi -q --of-total=parent --by 'each(themes),queue' -m n='count(*)' t.tsv
