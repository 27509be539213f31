# SPDX-License-Identifier: GPL-3.0-or-later
# A table that forgot those who left before it began: who is in it is at risk only from then on. Taken
# for customers from their start, too many seem to stay. Where nobody was followed at first, what
# share stayed is not known.
cat >c <<X
customer_id	joined_at	left_at	followed_from_at	followed_until_at
1	2026-01-01T12:00:00Z	2026-01-13T12:00:00Z	\N	\N
2	2026-01-01T12:00:00Z	\N	\N	2026-01-06T12:00:00Z
3	2026-01-01T12:00:00Z	\N	2026-01-06T12:00:00Z	2026-01-21T12:00:00Z
4	2026-01-01T12:00:00Z	2026-01-10T12:00:00Z	\N	\N
5	2026-01-01T12:00:00Z	\N	\N	2026-01-09T12:00:00Z
6	2026-01-01T12:00:00Z	2026-01-16T12:00:00Z	2026-01-09T12:00:00Z	\N
7	2026-01-01T12:00:00Z	2026-01-19T12:00:00Z	\N	\N
8	2026-01-01T12:00:00Z	\N	\N	2026-01-04T12:00:00Z
9	2026-01-01T12:00:00Z	2026-01-15T12:00:00Z	2026-01-04T12:00:00Z	\N
10	2026-01-01T12:00:00Z	\N	\N	2026-01-21T12:00:00Z
X
run() { cs-retain -q --from joined --customers c "$@"; }
run --at 8d,9d,12d,14d,15d,18d --explain | cut -f1-7,12
run --points | cut -f1-5
cut -f1-3,5 c >d
cs-retain -q --from joined --customers d --at 9d,18d | cut -f1-6
run --at 9d,18d --keep-only 'followed_from_at is not null' | cut -f1-5,11
cs-retain -q --from joined --at 9d,18d --known-since 2026-01-08 --customers d | cut -f1-6,11
