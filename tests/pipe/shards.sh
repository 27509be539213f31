# Days kept as cells and merged at the end of the week give what one run over all of them gives.
cs-ingest -q --map queue-log "$TESTDATA/queue_log.gz" >all.tsv || exit
for day in 2026-10-05 2026-10-06; do
	awk -F '\t' -v day="$day" 'NR == 1 { while ($++at != "started_at") ; }
		NR == 1 || index($at, day) == 1' all.tsv >"$day.tsv"
	cs-kpi -q --by queue -m 'contacts,asa,p90_wait,sl_offered(20)' --partial --as-of 2026-10-07 \
		"$day.tsv" >"$day.cells" || exit
done
cs-kpi -q --by queue -m 'contacts,asa,p90_wait,sl_offered(20)' --as-of 2026-10-07 all.tsv >plain || exit
cs-kpi -q --render 2026-10-06.cells 2026-10-05.cells >merged || exit
cmp plain merged && cut -f 1-4 merged
