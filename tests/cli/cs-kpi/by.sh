# SPDX-License-Identifier: GPL-3.0-or-later
# Keys: columns by alias, intervals, days, lists, expressions; NULL comes last.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
cs-kpi -q --by agent,queue -m contacts,handled_legs c.tsv
cs-kpi -q --by 15m -m contacts c.tsv
cs-kpi -q --by day,1h -m contacts --tz Europe/Berlin c.tsv
cs-kpi -q --by week -m contacts c.tsv
cs-kpi -q --by month -m contacts c.tsv
cs-kpi -q --by long='wait_s > 20' -m contacts c.tsv
printf 'themes\nb,a\na\n\\N\n\n' | cs-kpi -q --by 'each(themes)' -m n='count(*)'
