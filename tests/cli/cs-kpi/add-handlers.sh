# SPDX-License-Identifier: GPL-3.0-or-later
# Who took a contact first and last: legs in any order, without numbers, that nobody took, of one
# instant, and rows that are no contact's.
cat >c.tsv <<'X'
contact_id	leg	agent_id	started_at	customer_id	note
c1	3	cem	2026-03-01T08:20:00Z	k	last
c1	1	ann	2026-03-01T08:00:00Z	k	first
c2	\N	bob	2026-03-01T09:00:00Z	k	alone
c1	2	bob	2026-03-01T08:10:00Z	k	between
c3	1	\N	2026-03-01T10:00:00Z	k	nobody took it
c3	2	dan	2026-03-01T10:05:00Z	k	but then
c3	3	\N	2026-03-01T10:09:00Z	k	and lost it again
c4	\N	eve	2026-03-01T11:05:00Z	\N	later, without a number
c4	\N	ann	2026-03-01T11:00:00Z	\N	sooner
c5	\N	fay	2026-03-01T12:00:00Z	\N	at once
c5	\N	eve	2026-03-01T12:00:00Z	\N	at once, too
\N	1	gus	2026-03-01T13:00:00Z	\N	no id
\N	1	hal	2026-03-01T13:00:00Z	\N	another
c6	1	\N	2026-03-01T14:00:00Z	\N	nobody at all
d\x41	1	ivy	\N	\N	no time, an odd id
dA	2	jon	\N	\N	the same id
X
cs-kpi --add first_agent_id,last_agent_id c.tsv >want
cut -f 1-3,6- want
echo 'any order, any threads, from a pipe, beyond the memory:'
{ head -1 c.tsv; sed 1d c.tsv | sort -r; } >r.tsv
for threads in 1 3; do
	cs-kpi -q --threads $threads --mem 1K --add first_agent_id,last_agent_id <r.tsv |
		sort | cmp - "$(sort want >sorted; echo sorted)"
done
echo 'among columns of the customer, in the order that was asked for:'
cs-kpi -q --add last_agent_id,repeat_1d,first_agent_id c.tsv | cut -f 1-2,7-
echo 'what is written, what there is, what is written anew:'
cs-kpi -q --where 'leg = 2' --add last_agent_id c.tsv | cut -f 1,2,7
cs-kpi -q --keep-only "agent_id <> 'cem'" --where "contact_id = 'c1'" --add last_agent_id c.tsv |
	cut -f 1,2,7
cs-kpi -q --add last_agent_id c.tsv | cs-kpi -q --replace --add last_agent_id | head -2
cut -f 3 c.tsv | cs-kpi -q --add last_agent_id | head -3
echo 'no agents:'
cut -f 1-2 c.tsv | cs-kpi --add last_agent_id
echo $?
cut -f 1,3 want | head -1 | cs-kpi -q --add first_agent_id
echo 'ranked by it:'
awk -F '\t' -v OFS='\t' '{ $6 = NR == 1 ? "csat" : NR % 5 + 1 } 1' c.tsv |
	cs-kpi -q --add last_agent_id |
	cs-rank -q --unit last_agent_id --window all --min-n 1 -m csat_mean | cut -f 1,4-5
