# SPDX-License-Identifier: GPL-3.0-or-later
# Cells have no shape; the table that is made of them has any.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
cs-kpi --cells --by day -m contacts --rolling 2 c.tsv
cs-kpi --partial --as-of 2026-10-09 --by day -m contacts --top 2 c.tsv
cs-kpi -q --cells --by queue,day -m contacts,asa c.tsv >c.cells
cs-kpi --merge --subtotals c.cells
cs-kpi --render --subtotals --of-total c.cells
cs-kpi -q --render --rolling 2 --period 2026-10-06 c.cells
cs-kpi --render --pivot queue --ytd c.cells
cs-kpi --render --top 2:p90_wait c.cells
cs-kpi --explain asa --long
cs-kpi --which-sl 80 --sort asa c.tsv
true
