# SPDX-License-Identifier: GPL-3.0-or-later
# Who hurries is not who helps.
here=$SRC/tests/cli/cs-rank
awk -f "$here/team.awk" "$here/team" |
	cs-kpi -q --by agent -m mean_talk,csat_top2 --cells | cs-rank -m mean_talk
