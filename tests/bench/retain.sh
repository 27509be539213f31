#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# cs-retain against DuckDB, on cs-gen's contacts, customers and purchases: time, memory, and the same
# answers.
#
#	tests/bench/retain.sh [ROWS] [WORD]	default 1,000,000 contacts; only the races with WORD
#
# Beside ROWS contacts there are a tenth of that of customers, and twice as many purchases. Both read
# the same records with two threads. The limit is a third of DuckDB's time.
set -eu
SLACK=${SLACK:-2}
RUNS=${RUNS:-3}
# shellcheck source=tests/bench/lib/race.sh
. "$(dirname "$0")/lib/race.sh"

gen() { # TABLE CUSTOMERS
	cs-gen -q --rows "$rows" --days 730 --customers "$2" --table "$1" --records
}
few=$((rows / 10))
gen contacts $few >"$dir/contacts"
gen customers $few >"$dir/customers"
# Five customers' purchases are one's here.
gen purchases $((5 * few)) | awk -F '\t' -v OFS='\t' -v n=$few 'NR > 1 { $2 = "C" 1 + substr($2, 2) % n } { print }' >"$dir/purchases"

table() {
	printf "read_csv('%s', delim='\t', quote='', escape='', nullstr='\\\\N', header=true)" "$dir/$1"
}
c=$(table contacts) u=$(table customers) p=$(table purchases)

# From the first contact: who left on which day, who was followed how long, by segment.
cohort="WITH z AS (SELECT customer_id, min(started_at) AS t FROM $c WHERE customer_id IS NOT NULL GROUP BY 1),
m AS (SELECT max(started_at) AS m FROM $c),
j AS (SELECT segment, t, m, coalesce(left_at <= m, false) AS gone, left_at FROM z JOIN $u USING (customer_id), m
WHERE left_at IS NULL OR left_at >= t)
SELECT segment, gone, date_diff('day', t::DATE, (CASE WHEN gone THEN left_at ELSE m END)::DATE), count(*)
FROM j GROUP BY ALL"

# The same where leaving is a silence of 90 days between contacts and purchases.
silence="WITH e AS (SELECT customer_id, started_at AS t FROM $c WHERE customer_id IS NOT NULL
UNION ALL SELECT customer_id, purchased_at FROM $p),
z AS (SELECT customer_id, min(started_at) AS z FROM $c WHERE customer_id IS NOT NULL GROUP BY 1),
m AS (SELECT max(t) AS m FROM e),
g AS (SELECT customer_id, z, t, lead(t) OVER (PARTITION BY customer_id ORDER BY t) AS n
FROM e JOIN z USING (customer_id) WHERE t >= z),
q AS (SELECT customer_id, z, min(t) + INTERVAL 90 DAY AS q FROM g
WHERE n IS NULL OR n > t + INTERVAL 90 DAY GROUP BY 1, 2)
SELECT segment, q <= m, date_diff('day', z::DATE, least(q, m)::DATE), count(*)
FROM q JOIN $u USING (customer_id), m GROUP BY ALL"

# Before and after the first contact against who had none until then: each customer without one on a
# day of each month (which a hash chooses), windows of 90 days, strata of tenure, value and trend in
# the month, weighted to the cases. The SQL has neither staying nor bounds, so it does less.
uplift="WITH z AS (SELECT customer_id, min(started_at)::DATE AS first FROM $c WHERE customer_id IS NOT NULL GROUP BY 1),
m AS (SELECT max(started_at)::DATE AS m, min(started_at)::DATE AS b FROM $c),
u AS (SELECT customer_id, joined_at::DATE AS came, coalesce(left_at, TIMESTAMP '9999-01-01')::DATE AS gone, month_value, first
FROM $u LEFT JOIN z USING (customer_id)),
day AS (SELECT customer_id, first AS day, true AS hit FROM u WHERE first IS NOT NULL
UNION ALL SELECT customer_id, day, false FROM (SELECT customer_id, first, gone, came, (g.month + INTERVAL 1 DAY *
(hash(customer_id, g.month) % extract(day FROM last_day(g.month)))::INTEGER)::DATE AS day
FROM u, (SELECT unnest(generate_series(date_trunc('month', b), m, INTERVAL 1 MONTH)) AS month FROM m) g)
WHERE day < coalesce(first, DATE '9999-01-01')),
inside AS (SELECT d.customer_id, d.day, d.hit, u.month_value, d.day - u.came AS tenure
FROM day d JOIN u USING (customer_id), m WHERE d.day - 104 >= greatest(u.came, m.b) AND d.day < u.gone AND d.day + 90 < m.m),
bought AS (SELECT i.customer_id, i.day, count(*) FILTER (WHERE p.day BETWEEN i.day - 104 AND i.day - 15) AS before,
sum(p.amount) FILTER (WHERE p.day BETWEEN i.day - 104 AND i.day - 15) AS before_money,
count(*) FILTER (WHERE p.day > i.day) AS after, sum(p.amount) FILTER (WHERE p.day > i.day) AS after_money,
count(*) FILTER (WHERE p.day BETWEEN i.day - 149 AND i.day - 105) AS newer, count(*) FILTER (WHERE p.day < i.day - 149) AS older
FROM inside i JOIN (SELECT customer_id, purchased_at::DATE AS day, amount FROM $p) p
ON p.customer_id = i.customer_id AND p.day BETWEEN i.day - 194 AND i.day + 90 GROUP BY 1, 2),
s AS (SELECT date_trunc('month', i.day) AS month, i.tenure // 365 AS tenure, floor(ln(1 + i.month_value) * 3) AS value,
sign(coalesce(b.newer, 0) - coalesce(b.older, 0)) AS trend,
count(*) FILTER (WHERE hit) AS cases, count(*) FILTER (WHERE NOT hit) AS controls,
avg(coalesce(after, 0) - coalesce(before, 0)) FILTER (WHERE hit) AS case_n,
avg(coalesce(after, 0) - coalesce(before, 0)) FILTER (WHERE NOT hit) AS control_n,
avg(coalesce(after_money, 0) - coalesce(before_money, 0)) FILTER (WHERE hit) AS case_money,
avg(coalesce(after_money, 0) - coalesce(before_money, 0)) FILTER (WHERE NOT hit) AS control_money
FROM inside i LEFT JOIN bought b USING (customer_id, day) GROUP BY ALL)
SELECT sum(cases), sum(cases * (case_n - control_n)) / sum(cases), sum(cases * (case_money - control_money)) / sum(cases)
FROM s WHERE cases > 0 AND controls > 0"

retain="cs-retain -q --customers $dir/customers --by segment"
silent="--leaving silence=90d --purchases $dir/purchases"
race "who left after a contact" 0.333 "$retain $dir/contacts >/dev/null" "duck 2 \"$cohort\" >/dev/null"
race "before and after" 0.333 "$retain --uplift --purchases $dir/purchases $dir/contacts >/dev/null" "duck 2 \"$uplift\" >/dev/null"
race "who fell silent" 0.333 "$retain $silent $dir/contacts >/dev/null" "duck 2 \"$silence\" >/dev/null"

# The answers, day by day, before anybody believes the times.
days="awk -F '\t' -v OFS='\t' '\$1 == \"cell\" && (\$3 == \"left\" || \$3 == \"quit\") {
	print \$2, \$3 == \"left\" ? \"true\" : \"false\", \$4, \$5 }'"
answers "who left after a contact" "$retain --cells $dir/contacts | $days" "$cohort"
answers "who fell silent" "$retain --cells $silent $dir/contacts | $days" "$silence"

# 18 bytes a fact, or what --mem says and what one pile needs.
memory "in memory" $((40000 + rows * 7 / 10)) "$retain --mem 4G $silent $dir/contacts"
memory "with --mem 32M" 80000 "$retain --mem 32M $silent $dir/contacts"
twice "two threads" 0 "$retain --threads 1 $silent $dir/contacts >/dev/null" "$retain $silent $dir/contacts >/dev/null"
exit "$failed"
