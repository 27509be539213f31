# SPDX-License-Identifier: GPL-3.0-or-later
# Money of two currencies does not add up: not in a run, over threads or between shards.
printf 'queue\tcost\tcurrency\na\t5\tEUR\nb\t4.5\tUSD\na\t6\t\\N\nc\t\\N\tUSD\nb\t\\N\tEUR\n' >c.tsv
cs-kpi -m cost_mean c.tsv || echo $?
cs-kpi -m 'c=p50(cost)' --threads 1 c.tsv || echo $?
cs-kpi -m 'dear=sum(cost * 2) / count(*)' c.tsv || echo $?
cs-kpi -m cost_mean --by queue c.tsv
cs-kpi -m cost_mean --by currency c.tsv
cs-kpi -m cost_mean --where "currency = 'EUR'" c.tsv
cs-kpi -m 'c_ratio=share(cost > 5)' c.tsv
sed '3d' c.tsv >a.tsv
sed '2d;4d' c.tsv >b.tsv
for s in a b; do
	cs-kpi -m cost_mean --cells $s.tsv >$s.cells || exit
	cs-kpi -m cost_mean --by queue --cells $s.tsv >$s.queue || exit
done
grep currency a.cells
cs-kpi --merge a.cells b.cells || echo $?
cs-kpi --merge a.queue b.queue | cs-kpi --render
