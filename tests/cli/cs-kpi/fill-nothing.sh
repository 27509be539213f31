# SPDX-License-Identifier: GPL-3.0-or-later
# A stretch of time in which there was nothing has its intervals too; queues that nobody knows of
# have none.
printf 'contact_id\tqueue\tstarted_at\n1\ta\t2026-10-05T08:00:00Z\n2\tb\t\\N\n' >c.tsv
cs-kpi -q --by day -m contacts --fill --period 2026-11-02..2026-11-04 c.tsv
cs-kpi -q --by queue,day -m contacts --fill --period 2026-11-02..2026-11-04 c.tsv
cs-kpi -q --by day -m contacts --fill --since 2026-11-02 c.tsv
sed 2d c.tsv >untimed.tsv
cs-kpi -q --by queue,day -m contacts --fill untimed.tsv
