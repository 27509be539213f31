# SPDX-License-Identifier: GPL-3.0-or-later
# A record a number; names of its own columns are taken.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
cs-kpi -q --by agent --long -m contacts,asa,nps c.tsv
cs-kpi -q --by day --long --ci=90 --rolling 2 --subtotals --of-total -m contacts,csat_mean c.tsv
cs-kpi -q --by 'value=queue' --long -m contacts c.tsv
