# SPDX-License-Identifier: GPL-3.0-or-later
# What came after as-of had not come: each metric as of a past instant is that of the same rows
# without what was done later, and those that are too young are in none of them.
table() {
	{
		printf '%s\t' contact_id started_at first_reply_at solved_at closed_at
		echo disposition
		printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$@"
	} >t.tsv
	cs-kpi -q --long --vision "$TESTDATA/shop.vision" --as-of 2026-10-07T12:00:00Z -m "$metrics" t.tsv
}
metrics='untouched_business(8h),first_reply_kept(4h),first_reply_business_kept(4h),first_reply_target'
metrics="$metrics,full_solution_kept(1d),full_solution_business_kept(4h),full_solution_target"
metrics="$metrics,closed_within(1d),closed_within(15m),backlog,backlog_older(1d),untouched(1d)"
# replied later; solved and closed later; closed in time; closed late; open and young; not begun
table 1 2026-10-05T08:00:00Z 2026-10-07T13:00:00Z 2026-10-07T14:00:00Z 2026-10-07T14:00:00Z closed \
	2 2026-10-05T09:00:00Z 2026-10-05T10:00:00Z 2026-10-08T09:00:00Z 2026-10-08T09:00:00Z closed \
	3 2026-10-05T09:00:00Z 2026-10-05T09:05:00Z 2026-10-05T09:10:00Z 2026-10-05T09:10:00Z closed \
	4 2026-10-05T09:00:00Z 2026-10-06T09:05:00Z 2026-10-06T09:10:00Z 2026-10-06T09:10:00Z closed \
	5 2026-10-07T11:50:00Z 2026-10-07T12:01:00Z 2026-10-07T12:02:00Z 2026-10-07T12:03:00Z closed \
	6 2026-10-09T09:00:00Z 2026-10-09T10:00:00Z '\N' '\N' open >whole
table 1 2026-10-05T08:00:00Z '\N' '\N' '\N' open \
	2 2026-10-05T09:00:00Z 2026-10-05T10:00:00Z '\N' '\N' open \
	3 2026-10-05T09:00:00Z 2026-10-05T09:05:00Z 2026-10-05T09:10:00Z 2026-10-05T09:10:00Z closed \
	4 2026-10-05T09:00:00Z 2026-10-06T09:05:00Z 2026-10-06T09:10:00Z 2026-10-06T09:10:00Z closed \
	5 2026-10-07T11:50:00Z '\N' '\N' '\N' open >known
diff known whole && cat whole
