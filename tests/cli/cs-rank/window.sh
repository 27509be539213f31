# SPDX-License-Identifier: GPL-3.0-or-later
# What is ranked when: three calendar months up to as-of, or what is said.
awk -f "$SRC/tests/cli/cs-rank/half.awk" >contacts.tsv
cs-kpi -q --by agent,month -m csat_top2 --cells contacts.tsv >months
cs-kpi -q --by agent,week -m csat_top2 --cells contacts.tsv >weeks
cs-kpi -q --by agent,day,month -m csat_top2 --cells contacts.tsv >days
cs-kpi -q --by agent -m csat_top2 --cells contacts.tsv >never
say() { echo "$@:"; cs-rank "$@" 2>&1 | awk -F '\t' '/ranked is|rank: --window|hint/ { print } $1 == "h" { print $2, $5 }'; }
say months
say --window 1mo months
say --as-of 2026-04-01 months
say --as-of 2026-04-01T00:00:01Z months
say --window all months
say weeks
say --window 8w weeks
say --window 10d days
say --as-of 2030-01-01 days
say never
say --window 6w contacts.tsv
say --window 3d --tz America/New_York contacts.tsv
say --window all contacts.tsv
say --window 6w months
say --window 10d weeks
say --window 1mo never
say --window 90m contacts.tsv
say --window 1mo2d contacts.tsv
say --window soon contacts.tsv
