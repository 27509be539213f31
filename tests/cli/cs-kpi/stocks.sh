# SPDX-License-Identifier: GPL-3.0-or-later
# What was open at the end of each week: no row of an interval is left out for its period, and what
# came before it is held.
cs-ingest -q --map zendesk "$TESTDATA/tickets.csv" >t.tsv
all=opened,solved,net_change,backlog,backlog_age_mean,backlog_age_p50,backlog_age_p90,backlog_oldest
cs-kpi --by week -m "$all,backlog_older(7d),untouched(2d)" --as-of 2026-09-28T18:00:00Z t.tsv
cs-kpi --by week -m "$all" --period 2026-09-14..2026-09-20 t.tsv
cs-kpi --by channel -m opened,solved,backlog --period 2026-09-14..2026-09-20 --subtotals t.tsv
