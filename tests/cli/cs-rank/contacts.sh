# SPDX-License-Identifier: GPL-3.0-or-later
# Contacts are counted first, and ranked as the cells of cs-kpi would be: to the byte.
awk -f "$SRC/tests/cli/cs-rank/half.awk" >contacts.tsv
cs-rank contacts.tsv >from-contacts
cat from-contacts
cs-kpi -q --by agent,queue,reason,channel,month -m contacts,csat_top2 --cells contacts.tsv |
	cs-rank -q | cmp - from-contacts
cs-kpi -q --by month,reason,channel,agent,queue -m contacts,csat_top2 --cells contacts.tsv |
	cs-rank -q --unit agent | cmp - from-contacts
for threads in 1 3; do
	cs-rank -q --threads $threads <contacts.tsv | cmp - from-contacts
done
echo 'some of them, by what I say:'
cs-rank --where "queue = 'first'" --strata 'reason,hour=hour(started_at)' -m csat:2 contacts.tsv | cut -f 1-4
