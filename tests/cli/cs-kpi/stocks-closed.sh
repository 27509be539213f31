# SPDX-License-Identifier: GPL-3.0-or-later
# A source that only says when an item was closed has a backlog as well; one that says neither has
# none, and is told what is missing.
printf 'contact_id\tstarted_at\tclosed_at\n' >c.tsv
printf 'a\t2026-03-02T08:00:00Z\t2026-03-02T12:00:00Z\n' >>c.tsv
printf 'b\t2026-03-02T09:00:00Z\t2026-03-03T09:00:00Z\n' >>c.tsv
printf 'c\t2026-03-02T10:00:00Z\t\\N\n' >>c.tsv
all=opened,solved,net_change,backlog,backlog_age_mean,backlog_oldest
cs-kpi --by day -m "$all,backlog_older(1d)" --as-of 2026-03-04T00:00:00Z --fill c.tsv
cut -f 1,2 c.tsv | cs-kpi -m backlog
