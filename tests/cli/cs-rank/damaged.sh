# SPDX-License-Identifier: GPL-3.0-or-later
# Cells that end in the middle.
here=$SRC/tests/cli/cs-rank
awk -f "$here/team.awk" "$here/team" |
	cs-kpi -q --by agent -m csat_top2 --cells | head -c 900 | cs-rank
