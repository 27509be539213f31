# SPDX-License-Identifier: GPL-3.0-or-later
# The sum over time of a stock is what is there at the end of the period, with what came before it:
# also where windows read further back than the period, and of cells that were counted for all time.
{
	printf 'contact_id\tqueue\tstarted_at\tsolved_at\n'
	printf '1\ta\t2026-03-01T00:00:00Z\t\\N\n'
	printf '2\ta\t2026-03-02T00:00:00Z\t2026-03-05T12:00:00Z\n'
	printf '3\tb\t2026-03-03T00:00:00Z\t\\N\n'
	printf '4\ta\t2026-03-04T00:00:00Z\t2026-03-09T00:00:00Z\n'
	printf '5\ta\t2026-03-05T00:00:00Z\t\\N\n'
	printf '6\ta\t2026-03-09T00:00:00Z\t\\N\n'
} >c.tsv
m=opened,solved,backlog,backlog_age_mean,backlog_age_p50,backlog_oldest
count="--by queue,day -m $m --as-of 2026-03-10T00:00:00Z"
p='--period 2026-03-04..2026-03-05 --subtotals'
cs-kpi -q $count $p c.tsv | grep 'total_over\|\\N'
echo the same with windows
for shape in '--fill' '--rolling 2' '--ytd' '--vs previous'; do
	cs-kpi -q $count $p $shape --long c.tsv | awk -F '\t' '
	    $3 != "" && $4 !~ /_(rolling_2|ytd|before|diff|p|luck)(_|$)/ { print $1, $3, $4, $5 }' >plain
	cs-kpi -q $count --cells c.tsv | cs-kpi --render $p $shape --long -q | awk -F '\t' '
	    $3 != "" && $4 !~ /_(rolling_2|ytd|before|diff|p|luck)(_|$)/ { print $1, $3, $4, $5 }' | cmp - plain
	cksum <plain
done
echo the queue with the most in stock, begun before the period
cs-kpi -q $count --period 2026-03-05 --rolling 2 --top 1:backlog c.tsv | cut -f 1,2,3,8
echo who has no time is in no period
for shape in --fill '--rolling 2'; do
	cs-kpi -q --by day --time solved_at -m contacts --cells c.tsv |
	    cs-kpi --render --period 2026-03-08..2026-03-09 --subtotals $shape
done
echo a filled table of cells shows the period, and whole intervals
cs-kpi -q --by week,queue -m contacts --cells c.tsv >w.cells
cs-kpi --render --fill --period 2026-03-02..2026-03-08 w.cells
cs-kpi --render --fill --period 2026-03-03..2026-03-08 w.cells
cs-kpi --render --fill --period 2026-03-02..2026-03-07 w.cells
