# SPDX-License-Identifier: GPL-3.0-or-later
# Quantiles between ranks: 16 23 29 35 48 of five waits; decimals, formulas, few values, none; of
# cells; held against others; said in --explain and in the trace; what it has no meaning for.
cat >c.tsv <<'X'
contact_id	queue	wait_s	cost	currency
1	a	15	1.5	EUR
2	a	20	2.25	EUR
3	a	35	2.25	EUR
4	a	40	3	EUR
5	a	50	\N	EUR
6	b	7	0.01	EUR
7	b	8	0.02	EUR
8	c	\N	\N	EUR
X
set -- -m 'p5_s=p5(wait_s),p30_s=p30(wait_s),p40_s=p40(wait_s),p50_wait,p95_wait,cost_amount=quantile(cost, 0.123),half_s=p5(wait_s)/2'
cs-kpi --by queue "$@" --interp c.tsv
cs-kpi --by queue "$@" c.tsv | cut -f 1,2,4,6,8,10,12,14
cs-kpi --by queue "$@" --cells c.tsv | cs-kpi --render --interp | cut -f 1,2,14
cs-kpi -m p50_wait,p95_wait --where "queue = 'a'" --vs "queue = 'b'" --interp --ci=50 c.tsv
cs-kpi -m p50_wait --interp --trace trace c.tsv
sed -n 's/.*\("quantiles":"[^"]*"\).*/\1/p' trace
cs-kpi --explain 'p90_wait,late_s=quantile(wait_s, 0.9),asa' --interp | grep -e '^[a-z]' -e quantile
cs-kpi --explain p90_wait | grep quantile
cs-kpi -m p50_wait --interp --approx c.tsv
cs-kpi -m p50_wait --interp --cells c.tsv
