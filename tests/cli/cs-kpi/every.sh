# SPDX-License-Identifier: GPL-3.0-or-later
# A followed stream: one state when the end comes before the time, and one more for each time.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
cs-kpi -q --every 1h --by queue -m contacts,p90_wait c.tsv
(head -n 4 c.tsv; sleep 1; tail -n +5 c.tsv) | cs-kpi -q --every 300ms --by queue -m contacts,p90_wait
head -n 1 c.tsv | cs-kpi -q --every 1h -m contacts
cs-kpi -q --every 1h --by queue --pivot queue -m contacts -o table c.tsv && cat table
for o in '--every 50ms' '--every 1mo' '--every soon' '--every 1h --cells' '--every 1h --pivot queue'; do
	cs-kpi --by queue -m contacts $o c.tsv
	echo $?
done
cs-kpi --every 1h --by 'state_n=1' -m contacts c.tsv
