# SPDX-License-Identifier: GPL-3.0-or-later
# The first values of a key by a metric, ties by the key; the others are one row, with their sum.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
cs-kpi -q --by agent --top 1 -m contacts,asa,customers c.tsv
cs-kpi -q --by agent --top 2:asa -m contacts,asa c.tsv
cs-kpi -q --by queue,day --top 1 --fill -m contacts c.tsv
cs-kpi -q --by day --top 1 -m contacts c.tsv
cs-kpi -q --by agent --top 9 -m contacts c.tsv
printf 'themes\na,b\na\nc\n' | cs-kpi --by 'each(themes)' --top 1 -m n='count(*)'
