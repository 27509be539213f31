# SPDX-License-Identifier: GPL-3.0-or-later
# Who counts a customer: legs of the contact at time zero, a contact that nobody took, and with a
# landmark all contacts until then of those who are still there.
cat >customers <<'X'
customer_id	joined_at	left_at
a	2026-01-01T00:00:00Z	\N
b	2026-01-01T00:00:00Z	2026-02-20T00:00:00Z
c	2026-01-01T00:00:00Z	2026-02-05T00:00:00Z
d	2026-01-01T00:00:00Z	\N
e	2026-01-01T00:00:00Z	2026-06-29T00:00:00Z
X
cat >contacts <<'X'
contact_id	leg	customer_id	team	started_at	handle_s
1	1	a	red	2026-02-01T10:00:00Z	600
1	2	a	blue	2026-02-01T10:10:00Z	60
2	1	b	red	2026-02-01T10:00:00Z	60
3	1	b	blue	2026-02-08T10:00:00Z	300
4	1	b	green	2026-02-09T10:00:00Z	300
5	1	c	red	2026-02-01T10:00:00Z	60
6	1	d	\N	2026-02-01T10:00:00Z	\N
7	1	e	red	2026-06-28T10:00:00Z	60
8	1	zz	red	2026-06-30T10:00:00Z	60
X
cat >purchases <<'X'
customer_id	purchased_at	amount	refunded_at
a	2026-02-10T00:00:00Z	10.50	\N
a	2026-02-11T00:00:00Z	100.00	2026-02-12T00:00:00Z
a	2026-02-12T00:00:00Z	1.00	2026-05-12T00:00:00Z
a	2026-01-12T00:00:00Z	1000.00	\N
b	2026-03-20T00:00:00Z	5.00	\N
X
for s in last equal minutes; do
	echo "$s:"
	cs-retain -q --customers customers --purchases purchases --who team --at 1mo --share $s contacts |
	    cs-kpi --render
	echo "$s, within ten days:"
	cs-retain -q --customers customers --purchases purchases --who team --at 1mo --share $s \
	    --landmark 10d contacts | cs-kpi --render
done
cs-retain --customers customers --who team --at 1mo,12mo contacts >/dev/null
# Nobody at all.
head -n 1 contacts >none
cs-retain -q --customers customers --as-of 2026-06-30 --who team --at 1mo none | grep -c '^cell'
