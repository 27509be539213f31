# Days kept as cells and merged at the end of the week give what one run over all of them gives.
cs-ingest -q --map queue-log "$TESTDATA/queue_log.gz" >all.tsv || exit
for day in 2026-10-05 2026-10-06; do
	cs-kpi -q --keep-only "started_at >= '${day}T00:00:00Z' and started_at < '${day}T23:59:59Z'" \
		--by queue -m 'contacts,asa,p90_wait,sl_offered(20)' --partial --as-of 2026-10-07 \
		--shard "$day" all.tsv >"$day.cells" || exit
done
cs-kpi -q --by queue -m 'contacts,asa,p90_wait,sl_offered(20)' --as-of 2026-10-07 all.tsv >plain || exit
cs-kpi -q --render 2026-10-06.cells 2026-10-05.cells >merged || exit
cmp plain merged && cut -f 1-4 merged
