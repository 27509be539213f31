# SPDX-License-Identifier: GPL-3.0-or-later
# What had become of the contact by the landmark, which nothing later changes. Time restarts there,
# and who left or was lost from sight by then is left out and counted.
customers() {
	printf 'customer_id\tjoined_at\tleft_at\n'
	for i in solved late open again other leg day out gone; do
		case $i in
		gone) left=2026-01-18T12:00:00Z ;;
		*) left='\N' ;;
		esac
		printf '%s\t2025-01-01T12:00:00Z\t%s\n' $i "$left"
	done
}
customers >customers
cat >contacts <<X
contact_id	leg	customer_id	started_at	reason	solved_at	solved_agent
1	1	solved	2026-01-05T10:00:00Z	bill	2026-01-06T10:00:00Z	t
2	1	late	2026-01-05T10:00:00Z	bill	2026-01-20T10:00:00Z	t
3	1	open	2026-01-05T10:00:00Z	bill	\N	t
4	1	again	2026-01-05T10:00:00Z	bill	2026-01-05T11:00:00Z	t
5	1	again	2026-01-19T23:00:00Z	bill	2026-01-19T23:30:00Z	t
6	1	other	2026-01-05T10:00:00Z	bill	2026-01-05T11:00:00Z	t
7	1	other	2026-01-06T10:00:00Z	move	2026-01-06T11:00:00Z	t
8	1	leg	2026-01-05T10:00:00Z	bill	\N	\N
8	2	leg	2026-01-05T10:20:00Z	bill	2026-01-05T11:00:00Z	t
9	1	day	2026-01-05T10:00:00Z	bill	2026-01-19T23:59:59Z	t
10	1	out	2026-01-05T10:00:00Z	bill	\N	t
11	1	out	2026-01-20T00:00:00Z	bill	\N	t
12	1	gone	2026-01-05T10:00:00Z	bill	2026-01-05T11:00:00Z	t
X
run() { cs-retain --customers customers --landmark 14d --status --at 10d --as-of 2026-02-01 "$@"; }
run contacts | cut -f1-5
run -q --by customer_id contacts | cut -f1,2
# No date of it: the customer's word, where it came in time; else the agent's.
cat >told <<X
customer_id	started_at	solved_customer	survey_answered_at	solved_agent
solved	2026-01-05T10:00:00Z	t	2026-01-07T10:00:00Z	f
late	2026-01-05T10:00:00Z	t	2026-01-20T10:00:00Z	f
open	2026-01-05T10:00:00Z	f	2026-01-07T10:00:00Z	t
other	2026-01-05T10:00:00Z	\N	\N	t
day	2026-01-05T10:00:00Z	\N	\N	\N
again	2026-01-05T10:00:00Z	t	\N	\N
again	2026-01-06T10:00:00Z	t	\N	\N
X
run -q --by customer_id told | cut -f1,2
# The landmark is a day of the zone: what was solved at the end of it there is solved.
run -q --tz America/New_York --by customer_id contacts | grep late | cut -f1,2
cs-retain -q --say --customers "$TESTDATA/retain/customers.tsv" --landmark 14d --status --at 1mo,6mo \
    "$TESTDATA/retain/contacts.tsv"
