# SPDX-License-Identifier: GPL-3.0-or-later
# Weights, in names of the cells, of the dictionary and of the default card; speed beside outcome.
here=$SRC/tests/cli/cs-rank
awk -f "$here/team.awk" "$here/team" >contacts.tsv
cs-kpi -q --by agent -m 'csat_top2,solved_customer_share,mean_talk' --cells contacts.tsv >cells.tsv
cs-rank -m 'csat:3,mean_talk:.5,solved:1.5' cells.tsv
