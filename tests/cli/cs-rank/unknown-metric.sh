# SPDX-License-Identifier: GPL-3.0-or-later
# A metric that is not in the cells.
here=$SRC/tests/cli/cs-rank
awk -f "$here/team.awk" "$here/team" |
	cs-kpi -q --by agent -m csat_top2,nps --cells | cs-rank -m csat,repeat_1d
