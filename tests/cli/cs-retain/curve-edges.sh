# SPDX-License-Identifier: GPL-3.0-or-later
# Months by the calendar, clamped to the month's end, added once; nobody left, everybody did; horizon
# zero; gone on the first day; days of the zone; nobody at all.
run() { cs-retain -q --from joined --customers c --as-of 2027-01-01 "$@"; }
cat >c <<X
customer_id	joined_at	left_at	what
1	2024-01-31T12:00:00Z	2024-02-28T12:00:00Z	before the clamp
2	2024-01-31T12:00:00Z	2024-02-29T12:00:00Z	on the clamp
3	2024-01-31T12:00:00Z	2024-03-01T12:00:00Z	behind it
4	2024-01-31T12:00:00Z	2024-07-30T12:00:00Z	before six
5	2024-01-31T12:00:00Z	2024-07-31T12:00:00Z	on six
6	2023-08-31T12:00:00Z	2024-02-29T12:00:00Z	leap day, on six
7	2023-08-31T12:00:00Z	2025-02-28T12:00:00Z	on eighteen
8	2024-02-29T12:00:00Z	2025-02-28T12:00:00Z	a year to a month without the day
X
run --by customer_id,what --at 1mo,6mo,18mo | cut -f1-6 | sed 's/00000*$//'
echo nobody left
run --keep-only 'customer_id is null' --at 1mo
cat >c <<X
customer_id	joined_at	left_at	arm
1	2026-01-01T12:00:00Z	2026-01-05T12:00:00Z	all
2	2026-01-01T12:00:00Z	2026-01-09T12:00:00Z	all
3	2026-01-01T12:00:00Z	\N	none
4	2026-01-01T12:00:00Z	\N	none
5	2026-01-01T09:00:00Z	2026-01-01T17:00:00Z	day
6	2026-01-01T09:00:00Z	2026-01-02T01:00:00Z	night
X
run --by arm --at 0d,5d,9d,30d --explain
run --by arm --at 0d --tz America/New_York | cut -f1-6
run --by arm --at 1mo --say
run --by arm --compare
run --by arm --endings arm --at 30d
