# SPDX-License-Identifier: GPL-3.0-or-later
# What cannot be held against something.
printf 'contact_id\tstarted_at\twait_s\n1\t2026-10-05T08:00:00Z\t5\n' >c.tsv
cs-kpi -m contacts --vs previous c.tsv
cs-kpi -m contacts --since 2026-10-01 --vs previous c.tsv
cs-kpi -m contacts --by day,1h --vs previous c.tsv
cs-kpi -m contacts --vs 'wait_s' c.tsv
cs-kpi -m contacts --vs 'nobody = 1' c.tsv
cs-kpi -m contacts --vs '' c.tsv
cs-kpi -m 'contacts,contacts_p=count(*)' --by day --vs previous c.tsv
cs-kpi -m contacts --cells --vs previous c.tsv
cs-kpi -q -m contacts --cells c.tsv >c.cells
cs-kpi --render --vs previous c.cells
cs-kpi -q --by day -m contacts --cells c.tsv | cs-kpi --render --vs 'wait_s > 3'
cs-kpi --merge --vs previous c.cells
