# Files joined by cat: the second header is no contact of its own. Cells may be joined so.
printf 'agent_id\tqueue\twait_s\nann\tbilling\t5\nbob\tsales\t7\n' >a.tsv
cat a.tsv a.tsv | cs-kpi --by queue -m contacts
echo "rc=$?"
cat a.tsv a.tsv >joined.tsv
cs-kpi --by queue -m contacts joined.tsv
echo "rc=$?"
cs-kpi --by queue -m contacts a.tsv a.tsv
for part in a b; do
	cs-kpi --by wait_s --partial --shard $part --as-of 2026-10-08 -m contacts a.tsv >$part.cells
done
cat a.cells b.cells | cs-kpi --render
