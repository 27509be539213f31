# SPDX-License-Identifier: GPL-3.0-or-later
# What lies before the first row is not known: NULL and not 0, in intervals and in stretches; of a
# stretch that begins before it, standard error says so. Rows that --where leaves out are rows.
{
	printf 'contact_id\tqueue\tstarted_at\twait_s\n'
	awk 'BEGIN {
		for (i = 0; i < 90; i++)
			printf "c%d\t%s\t2026-03-%02dT12:00:00Z\t%d\n", i, i < 30 || i % 2 ? "a" : "b", 9 + i % 15, i
	}'
} >c.tsv
for period in 2026-03-09..2026-03-10 2026-03-05..2026-03-10; do
	echo "days of $period"
	cs-kpi --by day -m contacts --period $period --vs previous c.tsv
	cs-kpi --by day -m contacts --period $period --vs previous --fill --threads 2 c.tsv
done
echo days of a queue
cs-kpi -q --by day -m contacts --where "queue = 'b' and wait_s > 50" --period 2026-03-12..2026-03-16 --vs previous c.tsv
echo weeks
cs-kpi --by week -m contacts --period 2026-03-09..2026-03-22 --vs previous c.tsv
for period in 2026-03-09..2026-03-15 2026-03-12..2026-03-15 2026-03-16..2026-03-22; do
	echo "the stretch before $period"
	echo "the stretch before $period" >&2
	cs-kpi --by queue -m contacts,p50_wait --period $period --vs previous c.tsv
done
