# SPDX-License-Identifier: GPL-3.0-or-later
# Ties at the edges of days, ends before begins, no end, half seconds, NULL, a day with nothing.
printf '%s\t%s\n' started_at solved_at \
	2026-10-01T00:00:00Z 2026-10-02T00:00:00Z \
	2026-10-01T23:59:59.5Z '\N' \
	2026-10-01T12:00:00Z 2026-10-01T11:00:00Z \
	2026-10-02T12:00:00Z 2026-10-02T12:00:00Z \
	'\N' 2026-10-02T12:00:00Z \
	2026-10-04T10:00:00Z 2026-10-05T00:00:00Z >t.tsv
m=opened,solved,backlog,backlog_age_mean,backlog_oldest
cs-kpi --by day --fill -m $m t.tsv
cs-kpi --by day --fill -m $m --as-of 2026-10-04T09:00:00Z t.tsv
cs-kpi -m $m --as-of 2026-10-05T00:00:00Z t.tsv
cs-kpi -m $m --until 2026-10-04 t.tsv
