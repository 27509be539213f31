# SPDX-License-Identifier: GPL-3.0-or-later
# A quantile has no error that its cells tell.
here=$SRC/tests/cli/cs-rank
awk -f "$here/team.awk" "$here/team" |
	cs-kpi -q --by agent -m csat_top2,p90_talk --cells | cs-rank -m csat_top2,p90_talk
