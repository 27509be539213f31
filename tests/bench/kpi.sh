#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# cs-kpi against peers, on cs-gen's contacts: time, memory, and the same answers.
#
#	tests/bench/kpi.sh [ROWS] [WORD]	default 1,000,000 rows; only the races with WORD
#
# Times are shares of DuckDB's on the same file with two threads, whatever ours has. The limits are
# what we aim at, some of them not reached yet: what is over one, by less than double, is said.
set -eu
SLACK=${SLACK:-2}
# shellcheck source=tests/bench/lib/race.sh
. "$(dirname "$0")/lib/race.sh"

cs-gen --rows "$rows" -o "$dir/c.csv"
cs-ingest -q --map contacts "$dir/c.csv" -o "$dir/c.tsv"
gzip -6 <"$dir/c.csv" >"$dir/c.csv.gz"
{ head -n 1 "$dir/c.tsv"; tail -n +2 "$dir/c.tsv" | shuf --random-source="$dir/c.csv"; } >"$dir/mixed.tsv"

# table FILE: a record stream as DuckDB reads it; source FILE: a CSV
table() {
	printf "read_csv('%s', delim='\t', quote='', escape='', nullstr='\N', header=true)" "$dir/$1"
}
source_of() {
	printf "read_csv('%s', header=true)" "$dir/$1"
}

# Written as our tool reads and writes them: mean wait to 3 digits and so on are compared below.
metrics="contacts,mean_wait,p50_wait,p90_wait,p95_wait,w_20=share(wait_s <= 20),csat_mean"
sums="count(*), avg(wait_s), quantile_disc(wait_s, [0.5, 0.9, 0.95]), avg((wait_s <= 20)::INT), avg(csat)"
by="cs-kpi -q --by agent -m '$metrics'"
race "by agent, 2 threads" 0.25 "$by $dir/c.tsv >/dev/null" \
	"duck 2 \"SELECT agent_id, $sums FROM $(table c.tsv) GROUP BY 1\" >/dev/null"
race "by agent, 1 thread" 0.4 "$by --threads 1 $dir/c.tsv >/dev/null" \
	"duck 2 \"SELECT agent_id, $sums FROM $(table c.tsv) GROUP BY 1\" >/dev/null"
race "by agent from CSV" 0.5 "cs-ingest -q --map contacts $dir/c.csv | $by >/dev/null" \
	"duck 2 \"SELECT agent_id, $sums FROM $(source_of c.csv) GROUP BY 1\" >/dev/null"
race "by agent from .csv.gz" 0.4 "cs-ingest -q --map contacts $dir/c.csv.gz | $by >/dev/null" \
	"duck 2 \"SELECT agent_id, $sums FROM $(source_of c.csv.gz) GROUP BY 1\" >/dev/null"
race "service level by 15 minutes" 0.2 "cs-kpi -q --by 15m -m 'contacts,sl_offered(20)' $dir/c.tsv >/dev/null" \
	"duck 2 \"SELECT time_bucket(INTERVAL '15 minutes', started_at), count(*), avg((wait_s <= 20)::INT)
FROM $(table c.tsv) GROUP BY 1\" >/dev/null"

# The next contact of the same customer, strictly later, and at least a week to wait for it.
again() {
	printf '%s' "WITH v AS (SELECT queue, started_at AS t, min(started_at) OVER (PARTITION BY customer_id
ORDER BY started_at RANGE BETWEEN INTERVAL 1 MICROSECOND FOLLOWING AND INTERVAL 7 DAY FOLLOWING) AS nxt
FROM $(table "$1") WHERE customer_id IS NOT NULL)
SELECT queue, count(*), count(nxt) FROM v
WHERE t <= (SELECT max(started_at) FROM $(table "$1")) - INTERVAL 7 DAY GROUP BY 1"
}
# The plainest form, and the fastest, for the races: lead() knows nothing of ties.
lead() {
	printf '%s' "WITH v AS (SELECT queue, started_at AS t, lead(started_at) OVER (PARTITION BY customer_id
ORDER BY started_at) AS nxt FROM $(table "$1") WHERE customer_id IS NOT NULL)
SELECT queue, count(*), count(*) FILTER (WHERE nxt <= t + INTERVAL 7 DAY) FROM v
WHERE t <= (SELECT max(started_at) FROM $(table "$1")) - INTERVAL 7 DAY GROUP BY 1"
}
repeat="cs-kpi -q --by queue -m repeat_7d"
race "repeats, in order" 0.4 "$repeat $dir/c.tsv >/dev/null" "duck 2 \"$(lead c.tsv)\" >/dev/null"
race "repeats, shuffled" 1.0 "$repeat $dir/mixed.tsv >/dev/null" "duck 2 \"$(lead mixed.tsv)\" >/dev/null"
if [ -x /usr/bin/time ] && [ -d "$CS_NODE_MODULES/@duckdb" ]; then
	for f in c.tsv mixed.tsv; do
		theirs=$(peak "node '$here/duck.mjs' 2 \"$(lead $f)\"")
		memory "repeats of $f, a quarter of DuckDB" $((theirs / 4)) "$repeat $dir/$f"
	done
fi

if command -v mlr >/dev/null && [ "$rows" -le 1000000 ]; then
	stats="stats1 -a count,mean,p50,p90,p95 -f wait_s -g"
	few="cs-kpi -q --by agent -m 'contacts,mean_wait,p50_wait,p90_wait,p95_wait'"
	race "40 times Miller from records" 0.025 "$few $dir/c.tsv >/dev/null" \
		"mlr --tsv $stats agent_id $dir/c.tsv >/dev/null"
	race "25 times Miller from CSV" 0.04 "cs-ingest -q --map contacts $dir/c.csv | $few >/dev/null" \
		"mlr --icsv --otsv $stats agent_id $dir/c.csv >/dev/null"
	race "20 times Miller from gz" 0.05 "cs-ingest -q --map contacts $dir/c.csv.gz | $few >/dev/null" \
		"mlr --icsv --otsv --gzin $stats agent_id $dir/c.csv.gz >/dev/null"
fi
if command -v mawk >/dev/null; then
	race "mean by queue against mawk" - "cs-kpi -q --by queue -m 'contacts,mean_wait' $dir/c.tsv >/dev/null" \
		"mawk -F '\t' '{ n[\$6]++; s[\$6] += \$11 } END { for (q in n) print q, n[q], s[q] / n[q] }' $dir/c.tsv >/dev/null"
fi

# Starting costs the same on one CPU and on two: only many rows say something of the work.
least=1.5
[ "$rows" -ge 5000000 ] && [ "$(nproc)" -ge 2 ] || least=0
twice "two threads from records" "$least" "$by --threads 1 $dir/c.tsv >/dev/null" "$by $dir/c.tsv >/dev/null"
twice "two threads, repeats" "$least" "$repeat --threads 1 $dir/mixed.tsv >/dev/null" "$repeat $dir/mixed.tsv >/dev/null"
if command -v taskset >/dev/null; then
	twice "two CPUs from CSV" "$least" \
		"taskset -c 0 sh -c \"cs-ingest -q --map contacts $dir/c.csv | $by >/dev/null\"" \
		"cs-ingest -q --map contacts $dir/c.csv | $by >/dev/null"
fi

# The answers, to the digit, before anybody believes the times.
answers "by agent" "cs-kpi -q --by agent -m 'contacts,p50_wait,p90_wait,p95_wait,csat_mean' $dir/c.tsv |
	awk -F '\t' -v OFS='\t' 'NR > 1 { print \$1, \$2, \$3, \$5, \$7, \$10 }'" \
	"SELECT agent_id, count(*), quantile_disc(wait_s, 0.5), quantile_disc(wait_s, 0.9),
quantile_disc(wait_s, 0.95), count(csat) FROM $(table c.tsv) GROUP BY 1"
answers "by 15 minutes" "cs-kpi -q --by 15m -m 'contacts,x=count(handled and wait_s <= 20)' $dir/c.tsv |
	awk -F '\t' -v OFS='\t' 'NR > 1 { sub(/T/, \" \", \$1); sub(/:00$/, \"\", \$1); print \$1, \$2, \$3 }'" \
	"SELECT time_bucket(INTERVAL '15 minutes', started_at), count(*),
count(*) FILTER (WHERE disposition = 'answered' AND wait_s <= 20) FROM $(table c.tsv) GROUP BY 1"
for f in c.tsv mixed.tsv; do
	answers "repeats of $f" "$repeat $dir/$f |
		awk -F '\t' -v OFS='\t' 'NR > 1 { print \$1, \$3, int(\$2 * \$3 + .5) }'" "$(again $f)"
done

memory "800 agents, exact quantiles" 45000 "$by $dir/c.tsv"
memory "800 agents, --approx" 40000 "$by --approx $dir/c.tsv"
cs-gen --rows "$rows" --agents 10000 -r -o "$dir/many.tsv"
memory "10,000 agents, exact quantiles" 160000 "$by $dir/many.tsv"
memory "10,000 agents, --approx" 40000 "$by --approx $dir/many.tsv"
exit "$failed"
