# SPDX-License-Identifier: GPL-3.0-or-later
# Shards, merged and rendered; one that is there twice.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
sed -n '1p;2,4p' c.tsv >a.tsv
sed -n '1p;5,$p' c.tsv >b.tsv
for s in a b; do
	cs-kpi -q --by queue -m contacts,asa,p90_wait --partial --as-of 2026-10-09 $s.tsv >$s.cells
done
cs-kpi --merge b.cells a.cells | grep shard
cs-kpi --merge b.cells a.cells | cs-kpi --render
cs-kpi --render --ci a.cells | cut -f 1-6
cs-kpi --merge a.cells a.cells; echo $?
cs-kpi -m repeat_1d --partial --as-of 2026-10-09 a.tsv | grep '^cell'
