# SPDX-License-Identifier: GPL-3.0-or-later
# What is wrong is said with its line.
try() {
	printf "$1" >ids.tsv
	shift
	cs-join --identity ids.tsv -q "$@" "$TESTDATA/who.tsv" >out.tsv
	echo "$?: $(wc -c <out.tsv)"
}
head='customer_id\tid_kind\tid_value\tvalid_from_at\tvalid_to_at\n'
try "${head}C1\tphone\t030 1\t2026-02-01T00:00:00Z\t2026-01-01T00:00:00Z\n"
try "${head}C1\tphone\t030 1\tyesterday\t\\\\N\n"
try "${head}C1\tphone\t030 1\n"
try 'customer_id\tid_value\nC1\t030 1\n'
try 'id_kind\tid_value\nphone\t030 1\n'
try ''
try "$head" --country XX
try "$head" --identify caller
try "$head" --identify nobody=phone
try "$head" --identify caller=account,customer_id=account
try "$head" --shared 0
cs-join --merge email "$TESTDATA/who.tsv"
printf 'contact_id\tstarted_at\n' | cs-join --identity "$TESTDATA/identities.tsv"
cs-join --identity missing.tsv "$TESTDATA/who.tsv"
cs-join --identity "$TESTDATA/identities.tsv" --candidates no/such/file -q "$TESTDATA/who.tsv" >/dev/null
cs-join --timeline --customer C1 --merge phone "$TESTDATA/who.tsv"
cs-join --index --issue-window 3d "$TESTDATA/who.tsv"
