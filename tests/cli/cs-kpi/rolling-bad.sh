# SPDX-License-Identifier: GPL-3.0-or-later
# What has no windows.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
cs-kpi --rolling 7 -m contacts c.tsv
cs-kpi --rolling 7 --by queue -m contacts c.tsv
cs-kpi --rolling 7 --by day,1h -m contacts c.tsv
cs-kpi --rolling 1 --by day -m contacts c.tsv
cs-kpi --rolling 4 --by week --period 2026-10 -m contacts c.tsv
cs-kpi --rolling 4 --by day --top 2 -m contacts c.tsv
cs-kpi --rolling 4 --by queue --render /dev/null
true
