# SPDX-License-Identifier: GPL-3.0-or-later
# A larger minimum, and none: even then nobody is judged on almost nothing.
here=$SRC/tests/cli/cs-rank
awk -f "$here/team.awk" "$here/team" |
	cs-kpi -q --by agent -m solved_customer_share --cells >cells.tsv
cs-rank -q --min-n 200 cells.tsv | cut -f 1-5
cs-rank -q --min-n 0 cells.tsv | cut -f 1-5
