#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# cs-ingest and cs-tag against peers, on cs-gen's contacts.
#
#	tests/bench/ingest.sh [ROWS] [WORD]	default 1,000,000 rows; only the races with WORD
set -eu
# shellcheck source=tests/bench/lib/race.sh
. "$(dirname "$0")/lib/race.sh"

cs-gen --rows "$rows" -o "$dir/c4.csv"
cs-gen --rows "$rows" --quoted 100% -o "$dir/c100.csv"
cs-ingest -q --map contacts "$dir/c4.csv" -o "$dir/c.tsv"
wc -c "$dir"/*.csv "$dir"/*.tsv | awk '{ n = split($2, path, "/"); printf "%s %.0f MB\n", path[n], $1 / 1e6 }'

read="read_csv('$dir/c4.csv', header=true)"
race "ingest 4 % quoted, 1 thread" 0.2 "cs-ingest -q --map contacts $dir/c4.csv >/dev/null" \
	"duck 2 \"COPY (SELECT * FROM $read) TO '/dev/null' (DELIMITER '\\t', HEADER)\""
race "ingest 4 % quoted, 2 threads" 0.2 "cs-ingest -q --threads 2 --map contacts $dir/c4.csv >/dev/null" \
	"duck 2 \"COPY (SELECT * FROM $read) TO '/dev/null' (DELIMITER '\\t', HEADER)\""
race "ingest all quoted" 0.6 "cs-ingest -q --map contacts $dir/c100.csv >/dev/null" \
	"duck 2 \"COPY (SELECT * FROM read_csv('$dir/c100.csv', header=true)) TO '/dev/null' (DELIMITER '\\t', HEADER)\""

memory "ingest memory" 50000 "cs-ingest -q --map contacts $dir/c4.csv"
memory "tag memory" 50000 "cs-tag -q $dir/c.tsv"
exit "$failed"
