#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# cs-join against DuckDB and against cs-ingest, on cs-gen's contacts: time, memory, same answers.
#
#	tests/bench/join.sh [ROWS] [WORD]	default 500,000 rows; only the races with WORD
#
# A fifth as many customers as contacts, and a roster of some 20,000 rows.
set -eu
SLACK=${SLACK:-2}
set -- "${1:-500000}" "${2:-}"
# shellcheck source=tests/bench/lib/race.sh
. "$(dirname "$0")/lib/race.sh"

company="cs-gen --rows $rows --customers $((rows / 5 > 100 ? rows / 5 : 100)) --agents 15000"
$company -r -o "$dir/c.tsv"
$company -o "$dir/c.csv"
$company -r --table customers -o "$dir/customers.tsv"
$company -r --table scattered -o "$dir/scattered.tsv"
$company -r --table identities -o "$dir/identities.tsv"
$company -r --table moves | cut -f 1,2,6,7 >"$dir/roster.tsv"

# table FILE: a record stream as DuckDB reads it, as text: what is passed on is not looked at
table() {
	printf "read_csv('%s', delim='\t', quote='', escape='', nullstr='\N', header=true, all_varchar=true)" "$dir/$1"
}
joined="SELECT c.*, k.segment, k.plan, k.region FROM $(table c.tsv) c LEFT JOIN $(table customers.tsv) k
USING (customer_id)"
led="SELECT c.*, CASE WHEN r.valid_to_at IS NULL OR c.started_at < r.valid_to_at THEN r.leader END AS leader
FROM $(table c.tsv) c ASOF LEFT JOIN (SELECT agent_id, leader, valid_to_at,
coalesce(valid_from_at, '0001-01-01T00:00:00Z') AS since FROM $(table roster.tsv)) r
ON c.agent_id = r.agent_id AND c.started_at >= r.since"
customers="cs-join -q --side '$dir/customers.tsv on customer_id add segment, plan, region'"
roster="cs-join -q --roster $dir/roster.tsv"

to="TO '/dev/null' (DELIMITER '\\t', HEADER)"
race "customers" 0.5 "$customers $dir/c.tsv >/dev/null" "duck 2 \"COPY ($joined) $to\""
race "customers, 1 thread" - "$customers --threads 1 $dir/c.tsv >/dev/null" "duck 2 \"COPY ($joined) $to\""
race "customers beyond --mem" - "$customers --mem 16M $dir/c.tsv >/dev/null" "duck 2 \"COPY ($joined) $to\""
race "roster as of then" 0.5 "$roster $dir/c.tsv >/dev/null" "duck 2 \"COPY ($led) $to\""
ingest="cs-ingest -q --map contacts $dir/c.csv"
race "cs-ingest and the roster" 1.5 "$ingest | $roster --replace >/dev/null" "$ingest >/dev/null"
race "identities" - \
	"cs-join -q --identity $dir/identities.tsv --replace --country DE $dir/scattered.tsv >/dev/null" \
	"$customers $dir/c.tsv >/dev/null"
race "issues" - "cs-join -q --issues $dir/c.tsv >/dev/null" "$customers $dir/c.tsv >/dev/null"

if [ -x /usr/bin/time ] && [ -d "$CS_NODE_MODULES/@duckdb" ]; then
	theirs=$(peak "node '$here/duck.mjs' 2 \"COPY ($joined) $to\"")
	memory "customers, half of DuckDB" $((theirs / 2)) "$customers $dir/c.tsv"
fi

# Whom the row in the midst is of: with an index, in parts, and plain.
customer=$(awk -F '\t' -v n="$((rows / 2))" 'NR > n && $2 != "\\N" { print $2; exit }' "$dir/c.tsv")
cs-part -q --by customer_id --into "$dir/parts" "$dir/c.tsv" >/dev/null
timeline="cs-join -q --timeline --customer $customer"
race "timeline from parts" - "$timeline $dir/parts >/dev/null" "$timeline $dir/c.tsv >/dev/null"
cp "$dir/c.tsv" "$dir/indexed.tsv"
cs-join -q --index "$dir/indexed.tsv"
race "timeline by index" - "$timeline $dir/indexed.tsv >/dev/null" "$timeline $dir/c.tsv >/dev/null"

# The answers, to the byte, before anybody believes the times.
answers "customers" "$customers $dir/c.tsv | tail -n +2 | cut -f 1,18-20" \
	"SELECT c.contact_id, k.segment, k.plan, k.region FROM $(table c.tsv) c
LEFT JOIN $(table customers.tsv) k USING (customer_id)"
answers "roster" "$roster $dir/c.tsv | tail -n +2 | cut -f 1,18" \
	"SELECT contact_id, leader FROM ($led)"
exit "$failed"
