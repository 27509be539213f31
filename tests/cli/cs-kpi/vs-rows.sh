# SPDX-License-Identifier: GPL-3.0-or-later
# Held against other rows: a row on both sides, groups of one side only, conditions that are NULL,
# bounds at another level, repeats looked for in all of the input.
cat >c.tsv <<'X'
contact_id	customer_id	queue	started_at	wait_s	team
1	a	billing	2026-10-05T08:00:00Z	10	in
2	a	billing	2026-10-05T09:00:00Z	20	out
3	b	sales	2026-10-05T09:00:00Z	30	out
4	c	tech	2026-10-05T09:00:00Z	40	in
5	c	tech	2026-10-06T09:00:00Z	\N	\N
6	d	billing	2026-10-20T09:00:00Z	60	out
X
set -- --by queue -m contacts,own_s=mean\(wait_s\),repeat_1d
cs-kpi "$@" --where "team = 'in'" --vs "team = 'out'" c.tsv
echo all against those who waited
cs-kpi -q -m contacts --vs 'wait_s >= 20' c.tsv
echo without any
cs-kpi -q "$@" --where "queue = 'none'" --vs "queue = 'none'" c.tsv
echo with all dropped but two
cs-kpi -q -m contacts --keep-only "queue = 'sales' or team = 'in'" --vs "queue = 'sales'" --ci=80 --period 2026-10-05 c.tsv
