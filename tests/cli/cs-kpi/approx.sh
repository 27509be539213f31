# --approx: other columns, other formulas, never below the exact quantile, at most 0.8 % above; its
# cells merge, but not with exact ones.
i=0
printf 'contact_id\tagent_id\twait_s\n' >c.tsv
while [ $i -lt 2000 ]; do printf '%d\ta%d\t%d\n' $i $((i % 3)) $((i * i % 4099)); i=$((i + 1)); done >>c.tsv
cs-kpi -q --by agent -m 'p90_wait,d_s=p95(wait_s) - median(wait_s),mean_wait' --approx c.tsv
cs-kpi -q --by agent -m 'p10_s=p10(wait_s),p50_wait,p90_wait,p99_wait' c.tsv >exact
cs-kpi -q --by agent -m 'p10_s=p10(wait_s),p50_wait,p90_wait,p99_wait' --approx c.tsv >about
paste exact about | awk -F '\t' 'NR > 1 { for (i = 2; i < 10; i += 2) {
	n++; bad += $(i + 9) < $i || $(i + 9) > $i * (1 + 1 / 128); other += $(i + 9) != $i } }
	END { print n " quantiles, " bad + 0 " out of bounds, " (other > 0 ? "some" : "none") " not exact" }'
(head -n 1001 c.tsv) >one.tsv
(head -n 1 c.tsv; tail -n 1000 c.tsv) >two.tsv
for s in one two; do cs-kpi -q --as-of 2026-01-01 --partial --by agent -m p90_wait --approx $s.tsv >$s.cells; done
cs-kpi -q --by agent -m p90_wait --approx --ci c.tsv >whole
cs-kpi -q --render --ci one.cells two.cells | cmp - whole && echo merged
grep formula one.cells
cs-kpi -q --as-of 2026-01-01 --partial --by agent -m p90_wait --shard x two.tsv >exact.cells
cs-kpi --render one.cells exact.cells
echo $?
cs-kpi --approx --merge one.cells
