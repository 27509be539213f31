# SPDX-License-Identifier: GPL-3.0-or-later
# About how many: the estimate, the values it is of, its bounds; as divisor; for subtotals the sketch
# of all; what it is, which rows it reads, and the figure of the dictionary beside the exact one.
for i in 1 2 3 4 5 6 7 8 9; do
	for a in ada bob cy; do
		case $a in
		ada) printf '%s\tC%s\t%s\t\n' $a $i "$i"000 ;;
		bob) printf '%s\tC%s\t\\N\t\n' $a $((i % 4)) ;;
		cy) printf '%s\t\\N\t%s.50\t2\n' $a $i ;;
		esac
	done
done | { printf 'agent_id\tcustomer_id\tcost\tleg\n'; cat; } | sed 's/\t$/\t\\N/' >rows
cs-kpi --by agent -m 'contacts,customers,customers_approx,d=distinct_approx(cost),l_ratio=count(*) / distinct_approx(customer_id)' --ci rows
cs-kpi --by agent -m 'd=distinct_approx(customer_id)' --ci=99 --subtotals=all rows
cs-kpi --by agent -m 'd=distinct_approx(customer_id)' --cells rows | sed -n '/hll/p'
cs-kpi --explain customers_approx
cs-kpi --contacts 'd=distinct_approx(customer_id)' --where "agent_id = 'bob'" rows | head -n 3
