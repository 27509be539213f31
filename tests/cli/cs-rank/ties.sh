# SPDX-License-Identifier: GPL-3.0-or-later
# The same counts have the same place; the next one stands behind all of them.
printf '%s\n' 'ann 80 100' 'bob 80 100' 'cem 20 100' 'dan 95 100' 'eve 20 100' 'fay 10 100' |
	awk -f "$SRC/tests/cli/cs-rank/team.awk" |
	cs-kpi -q --by agent -m solved_customer_share --cells | cs-rank -q | cut -f 1-3
