# SPDX-License-Identifier: GPL-3.0-or-later
# What is open, and how old.
cs-ingest -q --map zendesk "$TESTDATA/tickets.csv" |
	cs-kpi --contacts backlog,backlog_age_mean --where "channel = 'chat'" --until 2026-09-20 |
	cut -f 1,8,9,48-
# What came at as-of is there, what left then is gone; of the end of a period neither is known.
cat >edge.tsv <<-'END'
	contact_id	started_at	solved_at
	came	2026-10-05T12:00:00Z	\N
	left	2026-10-05T11:00:00Z	2026-10-05T12:00:00Z
	after	2026-10-05T12:00:01Z	\N
	leaves	2026-10-05T11:00:00Z	2026-10-05T12:00:01Z
END
for edge in '--as-of 2026-10-05T12:00:00Z' '--as-of 2026-10-06 --until 2026-10-05T12:00:00Z'; do
	cs-kpi -q -m opened,solved,backlog $edge edge.tsv
	cs-kpi -q --contacts opened,solved,backlog $edge edge.tsv
done
