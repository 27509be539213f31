# SPDX-License-Identifier: GPL-3.0-or-later
# Windows of intervals: those that are not there count as empty, the first have no whole window.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
cs-kpi --by day --rolling 2 -m contacts,p90_wait,csat_mean c.tsv
cs-kpi --by queue,day --rolling 2 --fill -m contacts,customers c.tsv
# A period cuts what is shown; what lies before it is read, and known to be there.
cs-kpi --by day --rolling 3 --period 2026-10-07.. --fill -m contacts,asa --ci c.tsv
cs-kpi --by 6h --rolling 2 --tz Europe/Berlin -m contacts c.tsv
# Data that begin inside of the period: what is filled in before them makes no window whole.
for fill in '' --fill; do
	cs-kpi --by day --rolling 2 --ytd -m contacts --period 2026-10-01..2026-10-09 $fill c.tsv
done
