# SPDX-License-Identifier: GPL-3.0-or-later
# A metric of one's own needs to be told which way is better.
here=$SRC/tests/cli/cs-rank
awk -f "$here/team.awk" "$here/team" >contacts.tsv
cs-kpi -q --by agent -m 'angry_share=share(csat = 1)' --cells contacts.tsv >cells.tsv
cs-rank -m angry_share cells.tsv
echo $?
cs-rank -m angry_share:1:down cells.tsv | cut -f 1-4
