# SPDX-License-Identifier: GPL-3.0-or-later
# Held against the interval before: none before the first, nothing where a queue had nothing, weeks
# and months of different length; the same of cells.
{
	printf 'contact_id\tqueue\tstarted_at\twait_s\n'
	awk 'BEGIN {
		for (i = 0; i < 300; i++) {
			d = i % 90
			m = d < 31 ? 1 : d < 59 ? 2 : 3
			dd = m == 1 ? d + 1 : m == 2 ? d - 30 : d - 58
			if (i % 4 == 0 && m == 2)
				continue
			printf "c%d\t%s\t2026-%02d-%02dT12:00:00Z\t%d\n", i, i % 4 ? "a" : "b", m, dd, i % 50
		}
		print "n\t\\N\t\\N\t7"
	}'
} >c.tsv
echo months
cs-kpi -q --by month,queue -m contacts,p50_wait --as-of 2026-04-01 --vs previous c.tsv
echo with those in which there was nothing
cs-kpi -q --by queue,month -m contacts --fill --as-of 2026-04-01 --vs previous c.tsv
echo a period: what was before it is looked at
cs-kpi -q --by month -m contacts --period 2026-02..2026-03 --as-of 2026-04-01 --vs previous c.tsv
echo of cells, which know nothing of what was before theirs
cs-kpi -q --by month,queue -m contacts,p50_wait --as-of 2026-04-01 --cells c.tsv >c.cells
cs-kpi --render --vs previous c.cells | cksum
cs-kpi -q --by month,queue -m contacts,p50_wait --as-of 2026-04-01 --vs previous c.tsv | cksum
cs-kpi -q --by month -m contacts --period 2026-02..2026-03 --as-of 2026-04-01 --cells c.tsv | cs-kpi --render --vs previous
echo a day of an hour more
printf 'started_at\n2026-10-24T12:00:00Z\n2026-10-25T12:00:00Z\n' | cs-kpi --by day -m contacts --tz Europe/Berlin --vs previous
