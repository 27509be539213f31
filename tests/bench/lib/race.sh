# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# What the races share; sourced with the arguments of the script: [ROWS] [WORD].
#
# Each race is run RUNS times with hyperfine, and the fastest runs are compared, since noise on a
# shared machine only ever adds. A race with a limit is "over" when our share of the peer's time is
# above it, and fails when it is more than SLACK times that: what slows down is found, and a noisy
# quarter of an hour is no failure. Needs hyperfine; peers that are not there are left out by name.

rows=${1:-1000000}
only=${2:-}
runs=${RUNS:-5}
slack=${SLACK:-1}
here=$(cd "$(dirname "$0")" && pwd) # of the script that sources this
root=$(cd "$here/../.." && pwd)
PATH=$root/build/release/bin:$PATH
CS_NODE_MODULES=${CS_NODE_MODULES:-$root/build/node_modules}
export PATH CS_NODE_MODULES
dir=$(mktemp -d "${TMPDIR:-/tmp}/cs-bench.XXXXXX")
trap 'rm -rf "$dir"' EXIT INT TERM
failed=0

command -v hyperfine >/dev/null || { echo "$0: hyperfine is not there"; exit 0; }
[ -d "$CS_NODE_MODULES/@duckdb" ] || echo "$0: DuckDB is not there: its races are left out"

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

# holds CONDITION LIMIT: of the times a and b
holds() {
	awk -v a="$a" -v b="$b" -v limit="$2" -v slack="$slack" "BEGIN { exit !($1) }"
}

# fastest CONDITION LIMIT: a and b become the fastest times of ours.sh and peer.sh. A noisy minute is
# no verdict: while the condition does not hold both run again, twice at most. Whether it holds.
fastest() {
	a=$(seconds "sh $dir/ours.sh")
	b=$(seconds "sh $dir/peer.sh")
	for again in 1 2; do
		holds "$1" "$2" && return 0
		a=$(less "$a" "$(seconds "sh $dir/ours.sh")")
		b=$(less "$b" "$(seconds "sh $dir/peer.sh")")
	done
	holds "$1" "$2"
}

# race NAME LIMIT OURS PEER: LIMIT "-" only reports
race() {
	case $1 in *"$only"*) ;; *) return 0 ;; esac
	case $4 in duck*) [ -d "$CS_NODE_MODULES/@duckdb" ] || return 0 ;; esac
	printf '%s\n' "$3" >"$dir/ours.sh"
	printf '%s\n' "$4" | sed "s|^duck \([0-9]*\) |node '$here/duck.mjs' \1 |" >"$dir/peer.sh"
	if fastest 'limit == "-" || a <= limit * b' "$2"; then
		verdict=ok
	elif holds 'a <= limit * slack * b' "$2"; then
		verdict=over
	else
		verdict=SLOW failed=1
	fi
	awk -v name="$1" -v a="$a" -v b="$b" -v limit="$2" -v verdict="$verdict" 'BEGIN {
		printf "%-34s ours %7.3f s  peer %7.3f s  ratio %.3f  limit %s  %s\n", name, a, b, a / b, limit, verdict }'
}

# peak COMMAND: its greatest resident size in KB
peak() {
	/usr/bin/time -f %M -o "$dir/kb" sh -c "exec $1" >/dev/null 2>&1
	tail -n 1 "$dir/kb"
}

# memory NAME LIMIT_KB COMMAND
memory() {
	case $1 in *"$only"*) ;; *) return 0 ;; esac
	[ -x /usr/bin/time ] || return 0
	kb=$(peak "$3")
	verdict=ok
	[ "$kb" -le "$2" ] || { verdict=LARGE failed=1; }
	printf '%-34s peak %d KB  limit %d KB  %s\n' "$1" "$kb" "$2" "$verdict"
}

# twice NAME LEAST A B: A must take at least LEAST times as long as B
twice() {
	case $1 in *"$only"*) ;; *) return 0 ;; esac
	printf '%s\n' "$3" >"$dir/ours.sh"
	printf '%s\n' "$4" >"$dir/peer.sh"
	verdict=ok
	fastest 'a >= limit * b' "$2" || verdict=SLOW failed=1
	awk -v name="$1" -v a="$a" -v b="$b" -v least="$2" -v verdict="$verdict" 'BEGIN {
		printf "%-34s one  %7.3f s  two  %7.3f s  times %.2f  least %s  %s\n", name, a, b, a / b, least, verdict }'
}

# answers NAME COMMAND SQL: rows of both, sorted, must be the same bytes
answers() {
	case $1 in *"$only"*) ;; *) return 0 ;; esac
	[ -d "$CS_NODE_MODULES/@duckdb" ] || return 0
	sh -c "$2" | LC_ALL=C sort >"$dir/ours"
	node "$here/duck.mjs" 2 "$3" | LC_ALL=C sort >"$dir/theirs"
	if [ -s "$dir/ours" ] && cmp -s "$dir/ours" "$dir/theirs"; then
		printf '%-34s the same as DuckDB, %d rows\n' "answers $1" "$(wc -l <"$dir/ours")"
		return 0
	fi
	echo "answers $1 DIFFER from DuckDB's"
	diff "$dir/ours" "$dir/theirs" | head -n 6 || :
	failed=1
}
