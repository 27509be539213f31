# SPDX-License-Identifier: GPL-3.0-or-later
# A stretch of time in more intervals than anybody looks at is an error, unless a period cuts it.
printf 'agent_id\tstate\tstarted_at\tended_at\na\tready\t1970-01-01T00:00:00Z\t2026-10-05T00:20:00Z\n' >t.tsv
cs-kpi --by 15m -m logged_in_time t.tsv
cs-kpi --by 15m -m logged_in_time --period 2026-10-05 t.tsv
cs-kpi -m logged_in_time t.tsv
