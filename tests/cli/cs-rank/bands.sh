# SPDX-License-Identifier: GPL-3.0-or-later
# How many are the best, and how sure one wants to be.
here=$SRC/tests/cli/cs-rank
awk -f "$here/team.awk" "$here/team" |
	cs-kpi -q --by agent -m solved_customer_share --cells >cells.tsv
cs-rank -q --band 50% --sure .95 cells.tsv | cut -f 1-4,10,11
cs-rank -q --band .1 --sure 99% cells.tsv | cut -f 1-4,10,11
