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

retain="cs-retain -q --customers $dir/customers --by segment"
silent="--leaving silence=90d --purchases $dir/purchases"
race "who left after a contact" 0.333 "$retain $dir/contacts >/dev/null" "duck 2 \"$cohort\" >/dev/null"
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
