#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Speed as ratios against peers in one run, on cs-gen's contacts: the figures of the README.
#
#	tests/bench/speed.sh [ROWS] [WORD]	default 1,000,000 rows; only the races with WORD
#
# Each race is run RUNS times with hyperfine, and the fastest runs are compared, since noise on a
# shared machine only ever adds. A race with a limit fails when our share of the peer's time is
# over it. Needs hyperfine; peers that are not there are left out by name.
set -eu

rows=${1:-1000000}
only=${2:-}
runs=${RUNS:-5}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
PATH=$root/build/release/bin:$PATH
CS_NODE_MODULES=${CS_NODE_MODULES:-$root/build/node_modules}
export PATH CS_NODE_MODULES
dir=$(mktemp -d "${TMPDIR:-/tmp}/cs-bench.XXXXXX")
trap 'rm -rf "$dir"' EXIT INT TERM
failed=0

command -v hyperfine >/dev/null || { echo "speed.sh: hyperfine is not there"; exit 0; }
[ -d "$CS_NODE_MODULES/@duckdb" ] || echo "speed.sh: DuckDB is not there: its races are left out"

# seconds COMMAND: the fastest of the runs
seconds() {
	hyperfine -N -w 1 -r "$runs" --export-csv "$dir/time.csv" "$1" >/dev/null 2>"$dir/err" || {
		cat "$dir/err" >&2
		return 1
	}
	awk -F, 'NR == 2 { print $(NF - 1) }' "$dir/time.csv"
}

less() {
	awk -v a="$1" -v b="$2" 'BEGIN { print a < b ? a : b }'
}

# race NAME LIMIT OURS PEER: LIMIT "-" only reports
race() {
	case $1 in *"$only"*) ;; *) return 0 ;; esac
	case $4 in duck*) [ -d "$CS_NODE_MODULES/@duckdb" ] || return 0 ;; esac
	printf '%s\n' "$3" >"$dir/ours.sh"
	printf '%s\n' "$4" | sed "s|^duck \([0-9]*\) |node '$here/duck.mjs' \1 |" >"$dir/peer.sh"
	a=$(seconds "sh $dir/ours.sh")
	b=$(seconds "sh $dir/peer.sh")
	verdict=SLOW
	# A noisy minute is no verdict: what is over its limit runs again, and the fastest of all count.
	for again in 1 2 3; do
		awk -v a="$a" -v b="$b" -v limit="$2" 'BEGIN { exit !(limit == "-" || a <= limit * b) }' &&
			verdict=ok && break
		[ "$again" = 3 ] && break
		a=$(less "$a" "$(seconds "sh $dir/ours.sh")")
		b=$(less "$b" "$(seconds "sh $dir/peer.sh")")
	done
	[ "$verdict" = ok ] || failed=1
	awk -v name="$1" -v a="$a" -v b="$b" -v limit="$2" -v verdict="$verdict" 'BEGIN {
		printf "%-34s ours %7.3f s  peer %7.3f s  ratio %.3f  limit %s  %s\n", name, a, b, a / b, limit, verdict }'
}

# memory NAME LIMIT_KB COMMAND: peak resident size
memory() {
	case $1 in *"$only"*) ;; *) return 0 ;; esac
	[ -x /usr/bin/time ] || return 0
	/usr/bin/time -f %M -o "$dir/kb" sh -c "exec $3" >/dev/null 2>&1
	kb=$(tail -n 1 "$dir/kb")
	verdict=ok
	[ "$kb" -le "$2" ] || { verdict=LARGE failed=1; }
	printf '%-34s peak %d KB  limit %d KB  %s\n' "$1" "$kb" "$2" "$verdict"
}

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

metrics="contacts,w_mean=mean(wait_s),w_p50=p50(wait_s),w_p90=p90(wait_s),w_p95=p95(wait_s),w_20=share(wait_s <= 20)"
sql="SELECT agent_id, count(*), avg(wait_s), quantile_disc(wait_s, [0.5, 0.9, 0.95]), avg((wait_s <= 20)::INT), avg(csat)
FROM read_csv('$dir/c.tsv', delim='\\t', quote='', escape='', nullstr='\\N', header=true) GROUP BY 1"
race "kpi by agent, 2 threads" 0.5 "cs-kpi -q --by agent_id -m '$metrics,csat_mean' $dir/c.tsv >/dev/null" "duck 2 \"$sql\" >/dev/null"
race "kpi by agent, 1 thread" - "cs-kpi -q --threads 1 --by agent_id -m '$metrics,csat_mean' $dir/c.tsv >/dev/null" "duck 1 \"$sql\" >/dev/null"
race "kpi by queue and quarter-hour" - "cs-kpi -q --by queue,15m -m 'contacts,sl_offered(20)' $dir/c.tsv >/dev/null" \
	"duck 2 \"SELECT queue, time_bucket(INTERVAL '15 minutes', started_at), count(*), avg((wait_s <= 20)::INT)
FROM read_csv('$dir/c.tsv', delim='\\t', quote='', escape='', nullstr='\\N', header=true) GROUP BY 1, 2\" >/dev/null"
if command -v mlr >/dev/null && [ "$rows" -le 1000000 ]; then
	race "kpi by agent against Miller" - "cs-kpi -q --by agent_id -m '$metrics' $dir/c.tsv >/dev/null" \
		"mlr --tsv stats1 -a count,mean,p50,p90,p95 -f wait_s -g agent_id $dir/c.tsv >/dev/null"
fi
if command -v mawk >/dev/null; then
	race "kpi mean by queue against mawk" - "cs-kpi -q --by queue -m 'contacts,w_mean=mean(wait_s)' $dir/c.tsv >/dev/null" \
		"mawk -F '\\t' '{ n[\$6]++; s[\$6] += \$11 } END { for (q in n) print q, n[q], s[q] / n[q] }' $dir/c.tsv >/dev/null"
fi

# The answers, to the digit, before anybody believes the times.
if [ -d "$CS_NODE_MODULES/@duckdb" ]; then
	cs-kpi -q --by agent_id -m 'contacts,p50_wait,p90_wait,p95_wait' "$dir/c.tsv" |
		awk -F '\t' -v OFS='\t' 'NR > 1 { print $1, $2, $3 + 0, $5 + 0, $7 + 0 }' | sort >"$dir/ours"
	node "$here/duck.mjs" 2 "SELECT agent_id, count(*), quantile_disc(wait_s, 0.5),
		quantile_disc(wait_s, 0.9), quantile_disc(wait_s, 0.95)
		FROM read_csv('$dir/c.tsv', delim='\t', quote='', escape='', nullstr='\N', header=true) GROUP BY 1" |
		awk -F '\t' -v OFS='\t' '{ print $1, $2, $3 + 0, $4 + 0, $5 + 0 }' | sort >"$dir/theirs"
	if cmp -s "$dir/ours" "$dir/theirs"; then
		echo "answers by agent: the same as DuckDB's, $(wc -l <"$dir/ours") rows"
	else
		echo "answers by agent DIFFER from DuckDB's"
		diff "$dir/ours" "$dir/theirs" | head -n 5
		failed=1
	fi
fi

memory "ingest memory" 50000 "cs-ingest -q --map contacts $dir/c4.csv"
memory "tag memory" 50000 "cs-tag -q $dir/c.tsv"
exit "$failed"
