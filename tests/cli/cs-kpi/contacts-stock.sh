# SPDX-License-Identifier: GPL-3.0-or-later
# What is open, and how old.
cs-ingest -q --map zendesk "$TESTDATA/tickets.csv" |
	cs-kpi --contacts backlog,backlog_age_mean --where "channel = 'chat'" --until 2026-09-20 |
	cut -f 1,8,9,48-
