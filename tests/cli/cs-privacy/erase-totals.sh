# SPDX-License-Identifier: GPL-3.0-or-later
# What metrics count stays; --unlink changes who came again, --drop how many there were.
cp -r "$TESTDATA/person" data
table() {
	cs-kpi -q --by queue -m contacts,customers,identified_share,repeat_1d,repeat_30d,p90_wait "$1"
}
table data/calls.tsv >before
for how in '' --unlink --drop; do
	cp "$TESTDATA/person/calls.tsv" data
	# shellcheck disable=SC2086 # no option, or one
	cs-privacy -q --erase $how --customer 4711 data/calls.tsv >receipt
	echo "erased${how:+ with }$how"
	table data/calls.tsv | diff before - || :
done
