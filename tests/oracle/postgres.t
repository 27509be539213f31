#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Records are what PostgreSQL (15 and later) reads and writes as COPY text: they load into a table
# of text columns and come back byte for byte; and tables with instants go straight into the tools.
# A private cluster in a scratch folder, which listens on nothing but a socket there.
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

# Tables with instants (timestamptz), numbers and truth values go straight into the tools, whatever
# the zone of the session that COPY writes them in: the same bytes as from the records.
tables="$scratch/company"
load() {
	names=$(head -n 1 "$tables/$1.tsv" | tr '\t' '\n' | sed '
		s/\(.*_at\)$/\1 timestamptz/
		s/\(.*_s\|.*_value\|amount\|nps\)$/\1 numeric/
		s/^\(consent\|solved_agent\)$/\1 boolean/
		/ /!s/$/ text/' | paste -s -d , -)
	sql "CREATE TABLE $1 ($names)" &&
		sql "COPY $1 FROM STDIN WITH (FORMAT text, HEADER MATCH)" <"$tables/$1.tsv"
}
export_all() {
	mkdir -p "$scratch/$2"
	for of in customers contacts purchases; do
		sql "SET timezone = '$1'; COPY $of TO STDOUT WITH (FORMAT text, HEADER)" \
			>"$scratch/$2/$of.tsv" || return
	done
}
answers() {
	(
		cd "$1" || exit
		cs-retain --customers customers.tsv --by plan --at 1mo,6mo contacts.tsv &&
			cs-retain --uplift --customers customers.tsv --purchases purchases.tsv \
				--window 30d --at 1mo contacts.tsv &&
			cs-retain --at-risk --customers customers.tsv --purchases purchases.tsv \
				--top 20 contacts.tsv &&
			cs-kpi --by queue,day -m 'contacts,p90_wait,last=max(started_at)' contacts.tsv &&
			cs-kpi --by started_at -m contacts contacts.tsv
	) >"$1.out" 2>"$1.err"
}
# The zone of the session, and what COPY then writes somewhere.
zones="UTC:+00 Asia/Kolkata:+05:30 America/St_Johns:-02:30 America/Caracas:-04 Pacific/Apia:+13"
if command -v cs-retain >/dev/null 2>&1 && command -v cs-gen >/dev/null 2>&1; then
	cs-gen -q --records --customers 1500 --rows 4000 --days 500 --dir "$scratch/made"
	mkdir "$tables"
	for of in customers contacts purchases; do
		cp "$scratch/made/retain-$of.tsv" "$tables/$of.tsv" && load "$of"
	done
	answers "$tables"
	said $? 'the tools read the records'
	for zone in $zones; do
		export_all "${zone%%:*}" there && grep -q "[0-9]${zone#*:}" "$scratch/there/customers.tsv" &&
			! grep -q 'T..:..:..Z' "$scratch/there/contacts.tsv" &&
			answers "$scratch/there" &&
			cmp "$tables.out" "$scratch/there.out" && cmp "$tables.err" "$scratch/there.err"
		said $? "straight from COPY in ${zone%%:*}"
	done
	sql "UPDATE contacts SET started_at = started_at + interval '.123456 s';
		UPDATE purchases SET purchased_at = purchased_at + interval '.5 s'"
	export_all UTC tables-utc && export_all Europe/Berlin there &&
		answers "$scratch/tables-utc" && answers "$scratch/there" &&
		grep -q '\.123456+0[12]' "$scratch/there/contacts.tsv" &&
		cmp "$scratch/tables-utc.out" "$scratch/there.out" &&
		grep -q 'T..:..:..\.123456Z' "$scratch/there.out"
	said $? 'fractions of a second'

	# The oldest offsets have seconds.
	sql "SET timezone = 'Europe/Berlin';
		COPY (SELECT 1 AS contact_id, timestamptz '1880-01-01 00:00:00Z' AS started_at)
		TO STDOUT WITH (FORMAT text, HEADER)" >"$scratch/old" &&
		grep -q '+00:53:28' "$scratch/old" &&
		cs-kpi --by started_at -m contacts "$scratch/old" | grep -q '^1880-01-01T00:00:00Z'
	said $? 'a local mean time'

	# What names no instant is refused with what to do.
	told() {
		sql "COPY (SELECT 1 AS contact_id, $1 AS started_at) TO STDOUT WITH (FORMAT text, HEADER)" \
			>"$scratch/odd"
		cs-kpi --by started_at -m 'last=max(started_at)' "$scratch/odd" >"$scratch/said" 2>&1
		[ $? -eq 65 ] && grep -q "$2" "$scratch/said"
		said $? "$1 is refused"
	}
	told "timestamp '2024-06-05 16:54:37'" 'AT TIME ZONE'
	told "date '2024-06-05'" 'AT TIME ZONE'
	told "timestamptz 'infinity'" nullif
	told "timestamptz '-infinity'" nullif
	told "timestamptz '0044-03-15 12:00:00Z BC'" 'the years 1 to 9999'
	sql "COPY (SELECT 1 AS contact_id,
		timestamp '2024-06-05 16:54:37' AT TIME ZONE 'Europe/Berlin' AS started_at)
		TO STDOUT WITH (FORMAT text, HEADER)" | cs-kpi --by started_at -m contacts |
		grep -q '^2024-06-05T14:54:37Z'
	said $? 'and what the hint says works'
fi
echo "1..$count"
