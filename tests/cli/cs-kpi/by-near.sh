# SPDX-License-Identifier: GPL-3.0-or-later
# Keys that are nearly right.
printf 'queue\tstarted_at\na\t2026-10-05T08:00:00Z\n' >c.tsv
cs-kpi --by wekk c.tsv
cs-kpi --by 'each(queue' c.tsv
