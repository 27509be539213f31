# How the numbers were made: the report names each stage, what it read and why it left rows out. The
# stages need not run at the same time, nor in one pipeline.
CS_TRACE=trace
export CS_TRACE
ln -s "$TESTDATA" testdata
cs-ingest -q --map queue-log testdata/queue_log.gz >calls.tsv || exit
cs-kpi -q --by queue -m contacts,asa --where 'wait_s > 5' --tz Europe/Berlin calls.tsv |
	cs-report |
	sed '/^How/,$ {
		s/ ([0-9a-z.-]*)://g
		s/tzdata [0-9a-z]*/tzdata X/
		s/dictionary [0-9a-f]*/dictionary X/
	}'
