# SPDX-License-Identifier: GPL-3.0-or-later
# Exact chances are for teams, not for companies.
awk 'BEGIN { for (i = 1; i <= 301; i++) print "a" i, i % 7, 10 }' |
	awk -f "$SRC/tests/cli/cs-rank/team.awk" |
	cs-kpi -q --by agent -m solved_customer_share --cells | cs-rank --exact
