# SPDX-License-Identifier: GPL-3.0-or-later
# Which shards there must be: those of cs-part, or of a list by hand.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
cs-part -q --by customer_id --into parts --buckets 4 c.tsv
for p in parts/part-*.tsv; do
	cs-kpi -q -m contacts,repeat_1d --by queue --partial --as-of 2026-10-09 "$p" >"$p.cells" || exit
done
cs-kpi -q --render --manifest parts/manifest.tsv parts/*.cells
cs-kpi -q -m contacts,repeat_1d --by queue --as-of 2026-10-09 c.tsv
# Merged before: the shards are remembered.
cs-kpi -q --merge parts/part-00[13].tsv.cells >some
cs-kpi -q --merge --manifest parts/manifest.tsv parts/part-00[02].tsv.cells some | grep ^shard
no() {
	cs-kpi -q --render "$@" && echo taken
}
no --manifest parts/manifest.tsv some
mkdir again
cp parts/part-001.tsv again
cs-kpi -q -m contacts,repeat_1d --by queue --partial --as-of 2026-10-09 again/part-001.tsv >twice || exit
no --manifest parts/manifest.tsv parts/*.cells twice
cs-kpi -q -m contacts,repeat_1d --by queue --partial --as-of 2026-10-09 --shard other c.tsv >other || exit
no --manifest parts/manifest.tsv parts/*.cells other
(cat parts/part-003.tsv; tail -n 1 parts/part-003.tsv) | cs-kpi -q -m contacts,repeat_1d --by queue --partial \
    --as-of 2026-10-09 --shard part-003.tsv >more || exit
no --manifest parts/manifest.tsv parts/part-00[012].tsv.cells more
printf 'shard\npart-001.tsv\npart-003.tsv\n' >list
cs-kpi -q --render --manifest list some
printf 'name\npart-001.tsv\n' >odd
no --manifest odd some
no --manifest absent some
cs-kpi -q --manifest list c.tsv
cs-kpi -q --cells --manifest list c.tsv
