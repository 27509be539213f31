# SPDX-License-Identifier: GPL-3.0-or-later
# Seconds of a state count in the hour in which they pass.
cs-kpi --by agent,1h -m occ_ready,util_paid,ready_time,contact_time,pause_time,logged_in_time \
	--as-of 2026-10-05T10:00:00Z "$TESTDATA/states.tsv"
cs-kpi -m logged_in_time "$TESTDATA/states.tsv"
