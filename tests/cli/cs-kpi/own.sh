# SPDX-License-Identifier: GPL-3.0-or-later
# Own metrics, named; decimals add up exactly; other metrics within.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
cs-kpi -q --by queue -m 'late_share=share(wait_s > 20), c=sum(cost), per_ratio=@sum_talk / @handled_legs,
	calls=contacts, last_at=max(started_at)' c.tsv
