# SPDX-License-Identifier: GPL-3.0-or-later
# Cells in which nothing says what customers got.
here=$SRC/tests/cli/cs-rank
awk -f "$here/team.awk" "$here/team" |
	cs-kpi -q --by agent -m contacts,mean_talk --cells | cs-rank
