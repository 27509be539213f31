# SPDX-License-Identifier: GPL-3.0-or-later
# Aggregates of two levels: one value for each key, then over the keys; with bounds, by group, and as
# cells that come together again when a contact lies in two files. Rows without a key are counted.
m='h=mean(sum(handle_s) per contact_id),h9=p90(sum(handle_s) per contact_id)'
m="$m,two_share=share(count(*) > 1 per issue_id),c=mean(sum(cost) per contact_id)"
m="$m,f=max(min(started_at) per customer_id) filter (where handled)"
cs-kpi -m "$m" --ci "$TESTDATA/desk.tsv" | tr '\t' '\n' | pr -t -2 -l 20 -w 60 | expand
cs-kpi -q -m "$m" --by agent "$TESTDATA/desk.tsv"
awk 'NR == 1 || NR % 2' "$TESTDATA/desk.tsv" >odd
awk 'NR % 2 == 0 || NR == 1' "$TESTDATA/desk.tsv" >even
for f in odd even; do
	cs-kpi -q --partial --as-of 2026-10-09 --by agent -m "$m" $f >$f.cells
done
grep -c '	per	' odd.cells even.cells
cs-kpi --render even.cells odd.cells
