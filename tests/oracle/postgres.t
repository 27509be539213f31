#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Records are what PostgreSQL (15 and later) reads and writes as COPY text: they load into a table
# of text columns and come back byte for byte. A private cluster in a scratch folder, which listens
# on nothing but a socket there.
set -u

bin=
for d in /usr/lib/postgresql/1[5-9]/bin /usr/lib/postgresql/[2-9][0-9]/bin; do
	[ -x "$d/initdb" ] && [ -x "$d/postgres" ] && bin=$d
done
if [ -z "$bin" ]; then
	if [ "${CS_REQUIRE-}" = all ]; then
		printf '1..1\nnot ok 1 - PostgreSQL 15 or later is missing\n'
		exit 1
	fi
	echo '1..0 # SKIP no PostgreSQL 15 or later'
	exit 0
fi

scratch=$(mktemp -d) || exit 1
account=
if [ "$(id -u)" -eq 0 ]; then
	# The server refuses to run as root.
	for u in postgres nobody; do
		[ -n "$account" ] || { id "$u" >/dev/null 2>&1 && account=$u; }
	done
	chown "$account" "$scratch"
fi

# Runs a program of the server's, as a user who is not root, from a folder that this user may be in.
server() {
	if [ -n "$account" ]; then
		(cd "$scratch" && setpriv --reuid "$account" --regid "$(id -g "$account")" \
			--clear-groups env HOME="$scratch" "$@")
	else
		(cd "$scratch" && "$@")
	fi
}

clean() {
	server "$bin/pg_ctl" -D "$scratch/data" -m immediate stop >/dev/null 2>&1
	rm -rf "$scratch"
}
trap clean EXIT
trap 'exit 1' HUP INT TERM

if ! { server "$bin/initdb" -D "$scratch/data" -U cs -E UTF8 --locale C -A trust --no-sync &&
	server "$bin/pg_ctl" -D "$scratch/data" -w -l "$scratch/data/log" \
		-o "-k '$scratch' -c listen_addresses='' -c fsync=off" start; } >"$scratch/said" 2>&1; then
	echo 'Bail out! the server does not start'
	sed 's/^/# /' "$scratch/said"
	exit 1
fi

sql() {
	server "$bin/psql" -X -q -v ON_ERROR_STOP=1 -h "$scratch" -U cs -d postgres -c "$1"
}

count=0
said() {
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then echo "ok $count - $2"; else echo "not ok $count - $2"; fi
}

# Loads the stream $1 into a table of the columns $2 and compares what comes back.
round() {
	sql "DROP TABLE IF EXISTS t; CREATE TABLE t ($2)" >/dev/null 2>&1 &&
		sql 'COPY t FROM STDIN WITH (FORMAT text, HEADER MATCH)' <"$1" &&
		sql 'COPY t TO STDOUT WITH (FORMAT text, HEADER)' >"$1.back" &&
		cmp "$1" "$1.back"
	said $? "$3"
}

# What it is, too, as PostgreSQL sees it: the value of a query.
means() {
	[ "$(sql "COPY ($1) TO STDOUT")" = "$2" ]
	said $? "$3"
}

t=$(printf '\t')
{
	printf 'id%sodd\\tname\\\\\\n%snote\n' "$t" "$t"
	printf '1%s\\b\\t\\n\\v\\f\\r\\\\%splain\n' "$t" "$t"
	printf '2%s\\N%s\n' "$t" "$t"
	printf '3%s%s\\N\n' "$t" "$t"
	printf '4%s\\\\N%s\\\\.\n' "$t" "$t"
	printf '5%s\\\\x41%s\303\274 \342\202\254 \360\237\230\200\n' "$t" "$t"
	printf '\\N%s\\N%s\\N\n%s%s\n' "$t" "$t" "$t" "$t"
	printf '6%s"quoted, ""twice"""%s%s\n' "$t" "$t" "'; DROP TABLE t; --"
	printf '7%s x %s\\\\! not poison\n' "$t" "$t"
	# Every other control character stands as it is.
	printf '8%s\001\002\003\004\005\006\007\016\017\020\021\022\023\024\025\026\027%s' "$t" "$t"
	printf '\030\031\032\033\034\035\036\037\177\n'
} >"$scratch/all"
round "$scratch/all" "id text, \"odd${t}name\\
\" text, note text" 'every escape, NULL and the empty text'
means "SELECT count(*) FROM t WHERE note IS NULL" 2 'NULL is NULL'
means "SELECT count(*) FROM t WHERE note = ''" 2 'the empty text is empty'
means "SELECT note = '\\.' FROM t WHERE id = '4'" t 'an escaped end mark is text'

printf 'word\n\n\\N\na\n\n\\\\.\n\\\\N\n' >"$scratch/one"
round "$scratch/one" 'word text' 'one column, with blank lines'
means "SELECT count(*) FILTER (WHERE word = ''), count(*) FILTER (WHERE word IS NULL) FROM t" \
	"2${t}1" 'a blank line is a record of one empty text'

printf 'a%sb\n' "$t" >"$scratch/none"
round "$scratch/none" 'a text, b text' 'a header and no records'

# As many records as make several blocks.
awk 'BEGIN { OFS = "\t"; print "id", "text"
	for (i = 0; i < 50000; i++) print i, i % 3 ? "x\\ty" i "\\\\" : "\\N" }' >"$scratch/many"
round "$scratch/many" 'id text, text text' '50,000 records'

# What it reads of us but writes otherwise: the other form of an escape.
printf 'a%sb\n\\x41\\x09%s1\n' "$t" "$t" >"$scratch/hex"
printf 'a%sb\nA\\t%s1\n' "$t" "$t" >"$scratch/hex.want"
sql 'DROP TABLE t; CREATE TABLE t (a text, b text)' &&
	sql 'COPY t FROM STDIN WITH (FORMAT text, HEADER MATCH)' <"$scratch/hex" &&
	sql 'COPY t TO STDOUT WITH (FORMAT text, HEADER)' | cmp - "$scratch/hex.want"
said $? '\xHH means the same'

# What must not load.
refused() {
	! sql 'COPY t FROM STDIN WITH (FORMAT text, HEADER MATCH)' <"$1" >/dev/null 2>&1
	said $? "$2"
}
printf 'a%sb\n1%s2\n\\! cs-ingest: calls.csv: cannot be read\n' "$t" "$t" >"$scratch/bad"
refused "$scratch/bad" 'a stream that a failed stage ended is refused'
printf 'a%sc\n1%s2\n' "$t" "$t" >"$scratch/bad"
refused "$scratch/bad" 'another header is refused'
means 'SELECT count(*) FROM t' 1 'and nothing of it is kept'

# A CSV of hard cases goes through cs-ingest first.
if command -v cs-ingest >/dev/null 2>&1; then
	printf 'a,b\r\n"x\ty","1\n2"\r\n"back\\slash",\r\n"\\N","\\."\r\n' >"$scratch/in.csv"
	cs-ingest -q "$scratch/in.csv" >"$scratch/in"
	round "$scratch/in" 'a text, b text' 'what cs-ingest makes'
	means "SELECT count(*) FROM t WHERE a = '\\N' AND b = '\\.'" 1 'and it means the same'
fi
echo "1..$count"
