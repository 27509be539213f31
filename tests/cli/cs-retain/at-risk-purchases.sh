# SPDX-License-Identifier: GPL-3.0-or-later
# Where nobody says that he leaves: from how often and when customers bought.
p=$TESTDATA/retain/purchases.tsv
cs-gen -q --rows 4000 --customers 1500 --days 400 --seed 2 -r --table retain-purchases -o purchases
r() { cs-retain -q --at-risk --leaving silence=90d --from purchase "$@"; }
r --purchases purchases --top 3
r --purchases purchases --say
r --purchases purchases --backtest 2026-10-01 | cut -f 1-6,11-15 | grep -v '	[3-8]	[0-9]*	[0-9]*	0'
r --purchases purchases --by-signs --top 1
# Too few who came back: the list is by how overdue they are.
head -n 200 "$p" >few
r --purchases few --top 3
r --purchases few --say
