# SPDX-License-Identifier: GPL-3.0-or-later
# Columns about what follows: legs, ties, an unknown customer, one that nobody met again, outbound.
cat >c.tsv <<'X'
contact_id	leg	customer_id	direction	started_at	reason	handle_s	note
a1	1	ann	inbound	2026-03-01T08:00:00Z	bill	100	x\ty
a1	2	ann	inbound	2026-03-01T08:05:00Z	bill	50	further leg
b1	\N	bob	\N	2026-03-02T08:00:00Z	\N	10	no reason
o1	\N	ann	outbound	2026-03-02T09:00:00Z	bill	500	we called
a2	1	ann	inbound	2026-03-05T08:00:00Z	login	\N	
a2	2	ann	inbound	2026-03-05T08:10:00Z	login	30	further leg of a follow-up
\N	\N	\N	inbound	2026-03-05T09:00:00Z	bill	60	nobody knows who
a3	\N	ann	inbound	2026-03-08T08:00:00Z	bill	70	to the second 7 days after a1
t1	\N	tom	inbound	2026-03-08T08:00:00Z	bill	5	two at once, this first
t2	\N	tom	inbound	2026-03-08T08:00:00Z	bill	6	and this second
a4	\N	ann	inbound	2026-03-30T08:00:00Z	bill	80	too young
n1	\N	ned	inbound	\N	bill	80	nobody knows when
X
cs-kpi --add repeat_7d,repeat_reason_7d,next_contact_at,next_contact_id c.tsv
cs-kpi -q --add root_contact_id,chain_n,chain_length,chain_open,added_handle_s c.tsv | cut -f 1,2,9-
cs-kpi -q --add root_contact_id_fixed_5d,chain_n_fixed_5d,added_handle_s_fixed_5d,root_contact_id_reason,chain_n_reason,chain_length_reason c.tsv |
	cut -f 1,2,9-
# The same from a pipe, by any threads, and beyond the memory.
cs-kpi -q --add repeat_7d,chain_id,root_contact_id c.tsv >want
for threads in 1 2 3; do
	cs-kpi -q --threads $threads --mem 1K --add repeat_7d,chain_id,root_contact_id <c.tsv | cmp - want
done
# The means of the columns are the metrics.
cs-kpi -q -m 'again=share(repeat_7d),repeat_7d' want
# The contacts that are written, and those that there are.
cs-kpi -q --where "reason = 'login'" --add repeat_7d,chain_n c.tsv | cut -f 1,9-
cs-kpi -q --keep-only "reason = 'bill'" --add repeat_7d,chain_n c.tsv | cut -f 1,9-
# As-of decides what is too early to say.
cs-kpi --as-of 2026-03-11 --add repeat_7d,chain_open c.tsv | cut -f 1,9-
# Without a window: as the vision says, of each contact.
cat >v.vision <<'X'
[repeats]
every      | 7d
reason bill | 1d
X
cs-kpi -q --vision v.vision --add repeat,chain_n c.tsv | cut -f 1,9-
