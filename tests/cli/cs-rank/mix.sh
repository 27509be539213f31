# SPDX-License-Identifier: GPL-3.0-or-later
# Two queues, one easy and one hard: who has the hard one is held against others in the hard one.
here=$SRC/tests/cli/cs-rank
awk -f "$here/mix.awk" >contacts.tsv
cs-kpi -q --by queue,agent -m contacts,solved_customer_share --cells contacts.tsv >cells.tsv
cs-rank cells.tsv
echo 'as if all work were alike:'
cs-rank -q --strata none cells.tsv | cut -f 1-4,8
