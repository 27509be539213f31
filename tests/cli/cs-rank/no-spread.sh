# SPDX-License-Identifier: GPL-3.0-or-later
# Of equals nobody is green or red.
printf '%s\n' 'ann 50 100' 'bob 51 100' 'cem 49 100' 'dan 50 100' 'eve 30 60' |
	awk -f "$SRC/tests/cli/cs-rank/team.awk" |
	cs-kpi -q --by agent -m solved_customer_share --cells | cs-rank
