# SPDX-License-Identifier: GPL-3.0-or-later
# Money of two currencies has no sum.
printf 'queue\tcost\tcurrency\na\t1\tEUR\nb\t2\tUSD\n' >c.tsv
cs-kpi --by queue -m 'c=sum(cost)' c.tsv
cs-kpi --by queue -m 'c=sum(cost)' --subtotals c.tsv
cs-kpi --by queue -m 'c=sum(cost)' --of-total c.tsv
cs-kpi --by queue -m 'c=sum(cost)' --top 1 c.tsv
