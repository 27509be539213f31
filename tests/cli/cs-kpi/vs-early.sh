# SPDX-License-Identifier: GPL-3.0-or-later
# Of a day, month, week or period that is not over at as-of, counts are too early to be held against a
# whole one; shares and means are not. So it is of cells. Untold, the newest row says what is over.
{
	printf 'contact_id\tcustomer_id\tstarted_at\twait_s\n'
	awk 'BEGIN {
		for (i = 0; i < 500; i++)
			printf "c%d\tk%d\t2026-%02d-%02dT12:00:00Z\t%d\n", i, i % 90, 2 + (i % 36 > 27),
			    1 + (i % 36) % 28, i % 70
	}'
} >c.tsv
set -- -m contacts,p50_wait,repeat_1d --vs previous
for as_of in 2026-03-08 2026-03-31 2026-04-02; do
	echo "months as of $as_of"
	cs-kpi -q --by month "$@" --as-of $as_of c.tsv | cut -f 1-3,7,8,15
	cs-kpi -q --by month -m contacts,p50_wait,repeat_1d --as-of $as_of --cells c.tsv >c.cells
	cs-kpi -q --by month "$@" --as-of $as_of c.tsv >plain
	cs-kpi --merge c.cells | cs-kpi --render --vs previous | cmp - plain
done
echo untold
cs-kpi --by month "$@" c.tsv | cut -f 1-3,7,8,15
cs-kpi -q --by month -m contacts,p50_wait,repeat_1d --cells c.tsv | cs-kpi --render --vs previous | cut -f 1-3,7,8,15
echo untold, and a period with rows behind it, without any
for period in 2026-02-10..2026-02-28 2026-03; do
	cs-kpi --by day -m contacts --period $period --vs previous c.tsv | tail -n 1
	cs-kpi -q --by day -m contacts --period $period --cells c.tsv | cs-kpi --render --vs previous | tail -n 1
	cs-kpi -m contacts --period $period --vs previous c.tsv | cut -f 1,2,7
done
echo the week of as-of, and its day
cs-kpi -q --by week -m contacts --as-of 2026-03-04 --vs previous c.tsv | tail -n 2
cs-kpi -q --by day -m contacts --as-of 2026-03-08 --vs previous c.tsv | tail -n 1
for as_of in 2026-03-08T12:00:00Z 2026-03-08T23:59:59Z 2026-03-09; do
	cs-kpi -q --by day -m contacts --as-of $as_of --vs previous c.tsv | tail -n 1
done
echo days that begin elsewhere
for as_of in 2026-03-08T22:59:59Z 2026-03-08T23:00:00Z; do
	cs-kpi -q --by day -m contacts --as-of $as_of --tz Europe/Berlin --vs previous c.tsv | tail -n 1
done
echo a period
for period in this-month last-month 2026-03-01..2026-03-04 2026-03-02..2026-03-03; do
	cs-kpi -q -m contacts,p50_wait --period $period --as-of 2026-03-04 --vs previous c.tsv
done
echo other rows of the same period
cs-kpi -q -m contacts --where 'wait_s > 30' --vs 'wait_s <= 30' --period this-month --as-of 2026-03-04 c.tsv
