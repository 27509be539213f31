# SPDX-License-Identifier: GPL-3.0-or-later
# Groups of few take part and have no row; the others are ranked as before.
here=$SRC/tests/cli/cs-rank
awk -f "$here/team.awk" "$here/team" |
	cs-kpi -q --by agent -m contacts,solved_customer_share --cells >cells.tsv
cs-kpi -q --render cells.tsv | cut -f 1,2
cs-rank -q cells.tsv >all
cs-rank --min-group 100 cells.tsv 2>said | diff all - | cut -f 1-5
grep min-group said
cs-rank -q --min-group 2 cells.tsv | cmp - all
cs-rank --min-group 1 cells.tsv; echo $?
