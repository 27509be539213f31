# SPDX-License-Identifier: GPL-3.0-or-later
# Repeats are counted within shards: the cells, their sum and its trace say so; one shard is whole.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
sed -n '1p;2,4p' c.tsv >a.tsv
sed -n '1p;5,$p' c.tsv >b.tsv
for s in a b; do
	cs-kpi -q -m repeat_1d --partial --as-of 2026-10-09 $s.tsv >$s.cells || exit
done
grep repeats a.cells
cs-kpi --render a.cells
cs-kpi --merge a.cells b.cells >both
cs-kpi --render --trace trace both
grep -o 'of shards add up[a-z ]*' trace
