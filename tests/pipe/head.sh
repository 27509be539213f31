# The tools before head end quietly, and nothing is on standard error.
i=0
cs-ingest -q --map queue-log "$TESTDATA/queue_log.gz" >calls.tsv || exit
head -n 1 calls.tsv >many.tsv
while [ $i -lt 100 ]; do
	tail -n +2 calls.tsv
	i=$((i + 1))
done >>many.tsv
cs-kpi -q --by contact_id -m contacts many.tsv | cs-report --csv --max-rows 1000000 | head -n 2
