# SPDX-License-Identifier: GPL-3.0-or-later
# Of two agents neither learns anything of the other: no colour, no place, nothing expected.
here=$SRC/tests/cli/cs-rank
awk -f "$here/mix.awk" | awk -F '\t' 'NR == 1 || $2 == "e1" || $2 == "e6"' >two.tsv
cs-rank -q --each agent --dir pages --contacts two.tsv two.tsv >/dev/null
cs-rank --each agent --dir again two.tsv 2>&1 >/dev/null | grep others
cat pages/e1.page.tsv
echo 'the same whatever the other one does:'
sed '/\te6\t/s/\tt\t5$/\tf\t2/' two.tsv >worse.tsv
cs-rank -q --each agent --dir worse --contacts worse.tsv worse.tsv >/dev/null
cmp pages/e1.page.tsv worse/e1.page.tsv && echo yes
echo 'asked for all the same:'
cs-rank -q --each agent --dir one --min-group 2 two.tsv >/dev/null
sed 's/fewer than 2$/fewer than 5/' one/e1.page.tsv | cmp - again/e1.page.tsv &&
	echo 'one other is not two'
