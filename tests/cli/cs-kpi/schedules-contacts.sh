# SPDX-License-Identifier: GPL-3.0-or-later
# Schedules, states and contacts in one input: all rows are reported on, so agents who are only in
# contacts, and contacts of nobody, have a row with nothing scheduled; a condition leaves them out.
{
	printf 'agent_id\tcontact_id\tactivity\tstate\tstarted_at\tended_at\n'
	at=2026-10-01T08:00:00Z
	printf '%s\t%s\t%s\t%s\t%s\t%s\n' \
		a '\N' contacts '\N' $at 2026-10-01T12:00:00Z \
		a '\N' '\N' ready $at 2026-10-01T11:00:00Z \
		b c1 '\N' '\N' $at 2026-10-01T08:10:00Z \
		'\N' c2 '\N' '\N' $at 2026-10-01T08:10:00Z
} >c.tsv
cs-kpi -q --by agent -m contacts,scheduled,adherence,conformance c.tsv
cs-kpi -q --by agent --where 'activity is not null or state is not null' -m scheduled,adherence,conformance c.tsv
