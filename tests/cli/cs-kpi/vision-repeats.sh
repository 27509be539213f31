# SPDX-License-Identifier: GPL-3.0-or-later
# What a vision calls a repeat: within the window of the first contact's reason; perhaps only for the
# same reason. Customer a comes again after 3 days for another reason, b after 10 days for
# the same, c after 10 days for another, d never.
printf 'contact_id\tcustomer_id\tstarted_at\treason\n' >c.tsv
cat >>c.tsv <<'X'
1	a	2026-10-01T08:00:00Z	bill
2	b	2026-10-01T08:00:00Z	delivery
3	c	2026-10-01T08:00:00Z	bill
4	d	2026-10-01T08:00:00Z	delivery
5	a	2026-10-04T08:00:00Z	delivery
6	b	2026-10-11T08:00:00Z	delivery
7	c	2026-10-11T08:00:00Z	delivery
X
printf '[repeats]\nevery | 7d\nreason delivery | 14d\nreason returns | 3d\n' >any
{ cat any; echo 'same reason | yes'; } >same
m=repeat_target,repeat_free_target,repeat_7d,repeat_14d
cs-kpi -q --as-of 2026-11-01 -m $m c.tsv
cs-kpi -q --as-of 2026-11-01 --vision any -m $m c.tsv
cs-kpi --as-of 2026-11-01 --vision same -m $m c.tsv
cs-kpi --vision same --explain repeat_target | sed -n 3p
cut -f 1-3 c.tsv | cs-kpi --as-of 2026-11-01 --vision any -m repeat_target
