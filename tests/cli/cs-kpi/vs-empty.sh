# SPDX-License-Identifier: GPL-3.0-or-later
# Of an input without rows, or without a time in any, nothing is known of before: NULL, not 0. Other
# rows of the same input are 0 as these are.
for rows in '' 'a\t\\N\t7\n'; do
	printf "queue\tstarted_at\twait_s\n$rows" >c.tsv
	cs-kpi -m contacts,p50_wait --period 2026-10-01 --vs previous c.tsv
	cs-kpi -m contacts --by day --fill --period 2026-10-01..2026-10-02 --vs previous c.tsv
	cs-kpi -m contacts --by day --vs previous c.tsv
	cs-kpi -m contacts --by queue --period 2026-10-01 --vs previous c.tsv
	cs-kpi -m contacts --where "queue = 'a'" --vs "queue = 'b'" c.tsv
done
