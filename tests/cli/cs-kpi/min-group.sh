# SPDX-License-Identifier: GPL-3.0-or-later
# Small groups are one row; where that would be one group alone, or too few, the next smallest is
# with them; where all are too few they are gone, of totals too.
{
	printf 'contact_id\tteam\tqueue\tcustomer_id\tthemes\tstarted_at\n'
	awk 'BEGIN {
		n = split("A sales 9 1,A billing 2 1,B sales 7 1,B billing 6 1,C sales 1 2,C billing 1 2,D sales 8 3,D billing 4 3", g, ",")
		for (i = 1; i <= n; i++) {
			split(g[i], x, " ")
			for (k = 0; k < x[3]; k++)
				printf "c%d\t%s\t%s\tk%d\t%s\t2026-10-0%dT10:00:00Z\n", ++id, x[1], x[2], k % 4, x[3] < 5 ? "a,b" : "b", x[4]
		}
	}'
} >in.tsv
echo '-- one small group, and the next; two, too few; one, and the next'
cs-kpi --by day,team,queue -m contacts --min-group 5 in.tsv
echo '-- totals are of what is shown'
cs-kpi -q --by day,team,queue -m contacts --min-group 5 --subtotals in.tsv
echo '-- by another count'
cs-kpi -q --by queue,team -m contacts,customers --min-group 3:customers in.tsv
echo '-- no contacts among the metrics: rows'
cs-kpi -q --by team -m customers --min-group 3 in.tsv
echo '-- intervals alone'
cs-kpi -q --by day -m contacts --min-group 3 in.tsv
echo '-- groups that share rows'
cs-kpi --by 'each(themes)' -m contacts --min-group 9 in.tsv
echo '-- with --top'
cs-kpi -q --by team -m contacts --top 2 --min-group 5 in.tsv
echo '-- as records, and in order'
cs-kpi -q --by team -m contacts --long --sort=-contacts --min-group 5 in.tsv
echo '-- all are large'
cs-kpi --by team -m contacts --min-group 2 in.tsv
echo '-- shards'
cs-kpi -q --by team -m contacts --cells in.tsv >cells
cs-kpi -q --render --min-group 5 cells
echo '-- no row of --fill for what is hidden elsewhere; others of --top are of what is shown'
cs-kpi -q --by day,team -m contacts --min-group 5 --fill in.tsv
cs-kpi -q --by day,team -m contacts --min-group 5 --fill --top 1 in.tsv
