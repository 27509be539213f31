# SPDX-License-Identifier: GPL-3.0-or-later
# By the exact distribution of ranks.
here=$SRC/tests/cli/cs-rank
awk -f "$here/team.awk" "$here/team" |
	cs-kpi -q --by agent -m solved_customer_share --cells |
	cs-rank -q --exact | cut -f 1-4,10,11
