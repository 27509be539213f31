# SPDX-License-Identifier: GPL-3.0-or-later
# The report of yesterday, for which the whole log is read: who was called about twice is looked for
# outside of the period too, and what is dropped by --keep-only is not.
cs-ingest -q --map queue-log "$TESTDATA/queue_log.gz" >calls.tsv || exit
kpi() {
	cs-kpi -q --tz Europe/Berlin --as-of 2026-10-07 -m contacts,repeat_1d "$@" calls.tsv | tail -n 1
}
kpi --period 2026-10-05
kpi --period this-week --until 2026-10-05
kpi --since 2026-10-05 --until 2026-10-05T22:00:00Z
kpi --where "started_at < '2026-10-05T22:00:00Z'"
kpi --keep-only "started_at < '2026-10-05T22:00:00Z'"
kpi --period yesterday
