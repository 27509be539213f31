# SPDX-License-Identifier: GPL-3.0-or-later
# Statements, journals, postings and outsourcers of cells of two halves are those of one run.
ln -s "$TESTDATA/charge" charge
d=charge
costs="--costs $d/quarter-costs.tsv"
{ head -n 1 $d/quarter.tsv; sed -n '2~2p' $d/quarter.tsv; } >odd.tsv
{ head -n 1 $d/quarter.tsv; sed -n '3~2p' $d/quarter.tsv; } >even.tsv
same() {
	for half in odd even; do
		cs-chargeback -q "$@" --partial --as-of 2026-11-01 $costs --map $d/quarter-map.tsv \
		    $half.tsv >$half.cells
	done
	cs-chargeback -q "$@" --merge $costs odd.cells even.cells >merged
	cs-chargeback -q "$@" $costs --map $d/quarter-map.tsv $d/quarter.tsv | cmp - merged &&
	    echo "$1: the same"
}
same --statement
same --journal
same --postings
same --vendors --by month --contract $d/quarter-contract.ini --billed $d/quarter-billed.tsv
