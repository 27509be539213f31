# SPDX-License-Identifier: GPL-3.0-or-later
# The values of a key as columns: where there is no row counts are 0; names are made of the values.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
cs-kpi -q --by day,queue --pivot queue -m contacts,asa c.tsv
cs-kpi -q --by day,agent --pivot agent_id --subtotals=all -m contacts c.tsv
cs-kpi -q --by day,agent --pivot agent --top 1 --rolling 2 -m contacts c.tsv
cs-kpi -q --by agent,queue --pivot agent --top 1 --of-total -m contacts c.tsv
printf 'queue\na b\na-b\n\n\\t\nnull\n\\N\nz\303\266\n' | cs-kpi -q --by queue --pivot queue -m n='count(*)'
printf 'queue\n' | cs-kpi -q --by queue --pivot queue -m n='count(*)'
# What acts on a terminal or turns the direction of writing is no letter either.
printf 'queue\n\\x1b[31m\n\302\233m\n\342\200\256\327\220\n<b>"&\na\\tb\na\\nb\n\347\225\214\ne\314\201\n' | cs-kpi -q --by queue --pivot queue -m n='count(*)'
# A total is the total, and NULL is NULL, even where values are called so.
printf 'site\tqueue\na\tnull\na\ttotal\na\tothers\na\t\\N\na\tx\na\tx\nb\tx\n' | cs-kpi --by site,queue --pivot queue --top 1 --subtotals -m n='count(*)'
printf 'site\tqueue\na\tnull\na\ttotal\na\tempty\na\t\na\t\\N\na\ta\\tb\na\ta b\nb\ttotal\n' | cs-kpi --by site,queue --pivot queue --subtotals -m n='count(*)'
