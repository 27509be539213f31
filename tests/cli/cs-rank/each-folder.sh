# SPDX-License-Identifier: GPL-3.0-or-later
# A folder of pages is made whole, is not overwritten, and only pages give way to new ones.
here=$SRC/tests/cli/cs-rank
awk -f "$here/mix.awk" >contacts.tsv
cs-rank -q --each agent --dir pages contacts.tsv >list.tsv
cs-rank -q --each agent --dir pages contacts.tsv
echo "again: $?"
cs-rank -q --each agent --dir pages --replace --strata none contacts.tsv | cmp - list.tsv
ls -A pages | wc -l
echo notes >pages/notes.tsv
cs-rank -q --each agent --dir pages --replace contacts.tsv
echo "not mine: $?"
cat pages/notes.tsv
cs-rank -q --each agent --dir nowhere --contacts absent.tsv contacts.tsv
echo "no contacts: $?"
ls -A | sort
