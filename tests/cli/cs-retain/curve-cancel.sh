# SPDX-License-Identifier: GPL-3.0-or-later
# A contact that is the cancellation is the outcome: no time zero. The first other one is.
cat >customers <<X
customer_id	joined_at	left_at
a	2025-01-01T12:00:00Z	2026-01-10T12:00:00Z
b	2025-01-01T12:00:00Z	2026-03-01T12:00:00Z
c	2025-01-01T12:00:00Z	\N
X
cat >contacts <<X
customer_id	started_at	reason	queue
a	2026-01-09T12:00:00Z	cancel	farewell
b	2026-01-02T12:00:00Z	end it	farewell
b	2026-01-20T12:00:00Z	bill	bills
b	2026-02-27T12:00:00Z	cancel	farewell
c	2026-01-05T12:00:00Z	bill	bills
c	2026-01-06T12:00:00Z	\N	bills
X
run() { cs-retain --customers customers --by queue --at 1mo --as-of 2026-04-01 "$@" contacts | cut -f1-6; }
run
run --cancel-reasons 'cancel,end it'
run -q --cancel-reasons nothing
echo 'nor is it coming again'
cat >contacts <<X
customer_id	started_at	reason	queue	solved_at
b	2026-01-02T12:00:00Z	\N	bills	2026-01-03T12:00:00Z
b	2026-01-09T12:00:00Z	cancel	farewell	\N
c	2026-01-02T12:00:00Z	\N	bills	2026-01-03T12:00:00Z
c	2026-01-09T12:00:00Z	bill	bills	\N
X
run -q --cancel-reasons cancel --landmark 14d --status
run -q --landmark 14d --status
