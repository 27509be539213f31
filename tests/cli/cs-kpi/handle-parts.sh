# SPDX-License-Identifier: GPL-3.0-or-later
# Handle time of sources that only say its parts: a column handle_s goes before them, hold may be
# absent or NULL, which is that the source does not tell it apart, and talk or wrap that is NULL makes
# it NULL. Cells carry what was put together. --explain says which goes before which.
cat >parts.tsv <<-'END'
	contact_id	leg	customer_id	started_at	disposition	talk_s	hold_s	wrap_s
	1	1	c	2026-10-05T08:00:00Z	answered	100	20	3
	1	2	c	2026-10-05T08:05:00Z	answered	50	0	7
	2	1	d	2026-10-05T09:00:00Z	answered	10	5	\N
	3	1	e	2026-10-05T09:30:00Z	abandoned	\N	\N	\N
	4	1	d	2026-10-05T10:00:00Z	answered	30	1	2
	5	1	f	2026-10-05T11:00:00Z	answered	40	\N	8
END
m='aht,max_contact_handle,sum_handle,hold_time_share'
cs-kpi -q -m "$m" parts.tsv
cut -f 1-6,8 parts.tsv | cs-kpi -q -m aht,max_contact_handle
awk 'BEGIN { OFS = "\t" } { print $0, NR == 1 ? "handle_s" : NR * 1000 }' parts.tsv | cs-kpi -q -m "$m"
cs-kpi -q --cells -m "$m" parts.tsv | cs-kpi --render
cs-kpi -q --cells -m "$m" --period 2026-10-05 parts.tsv | cs-kpi --merge | cs-kpi --render
cut -f 1-7 parts.tsv | cs-kpi -m aht
cs-kpi -q --add chain_id,added_handle_s --as-of 2026-11-01 parts.tsv | cut -f 1,2,9-
cs-kpi --explain aht | grep -e formula -e becomes -e reads -e words -A 4
