# SPDX-License-Identifier: GPL-3.0-or-later
# Cells that were cut between two records are refused; those joined end to end are not.
printf 'agent_id\tcsat\nada\t5\nbob\t3\n' >a.tsv
printf 'agent_id\tcsat\nada\t4\n' >b.tsv
for s in a b; do
	cs-kpi -q --by agent -m csat_mean --cells $s.tsv >$s.cells || exit
done
for n in 5 15 17 20; do
	head -$n a.cells | cs-kpi --render
	echo $?
done
head -17 a.cells >cut.cells
cs-kpi --merge cut.cells b.cells
grep -v rows a.cells | cs-kpi --render
sed 1d b.cells | cat a.cells - | cs-kpi --render
cat a.cells b.cells | cs-kpi --merge | tail -1
# A file that was cut right behind its header.
head -1 a.cells >head.cells
cs-kpi --render head.cells b.cells
cs-kpi --render b.cells head.cells
cat head.cells b.cells | cs-kpi --render
cat b.cells head.cells | cs-kpi --render
