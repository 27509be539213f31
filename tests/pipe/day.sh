# A day of calls from the phone system's log, by queue and hour, on the terminal.
cs-ingest -q --map queue-log "$TESTDATA/queue_log.gz" |
	cs-kpi -q --by queue,1h -m 'contacts,asa,p90_wait,sl_offered(20),repeat_1d' --tz Europe/Berlin \
		--period 2026-10-05 |
	cs-report
