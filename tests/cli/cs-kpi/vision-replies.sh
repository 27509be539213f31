# SPDX-License-Identifier: GPL-3.0-or-later
# Times for replies by queue and channel, each by its clock. Now is noon of a Monday in Berlin.
printf '[hours]\nzone = Europe/Berlin\nmon-fri = 08:00-20:00\n[replies]\nevery | 4h | 24h | business\n' >v
printf 'queue fast | 30m\nqueue slow | | 1w | calendar\nchannel chat | 5m | | calendar\nqueue none | 1h\n' >>v
printf 'contact_id\tqueue\tchannel\tstarted_at\tfirst_reply_at\tsolved_at\n' >t.tsv
cat >>t.tsv <<'X'
friday night to monday	a	mail	2026-10-02T17:30:00Z	2026-10-05T09:30:00Z	2026-10-05T09:40:00Z
late by an hour	a	mail	2026-10-02T13:00:00Z	2026-10-02T18:00:00Z	\N
not yet and has time	a	mail	2026-10-05T09:00:00Z	\N	\N
not yet and is late	fast	mail	2026-10-05T09:00:00Z	\N	\N
chat in time	a	chat	2026-10-05T09:00:00Z	2026-10-05T09:04:00Z	2026-10-05T09:04:00Z
chat on a sunday	a	chat	2026-10-04T09:00:00Z	2026-10-04T09:06:00Z	\N
by the calendar	slow	mail	2026-10-02T18:30:00Z	2026-10-05T09:30:00Z	2026-10-08T09:30:00Z
X
m=first_reply_target,full_solution_target
cs-kpi --vision v --as-of 2026-10-05T10:00:00Z --by contact_id -m $m t.tsv 2>&1 | grep -v 'left out'
cs-kpi -q --vision v --as-of 2026-10-05T10:00:00Z -m $m t.tsv
cs-kpi -q --as-of 2026-10-05T10:00:00Z -m $m,first_reply_kept,full_solution_kept t.tsv
cs-kpi --vision v --explain first_reply_target | sed -n 3p
