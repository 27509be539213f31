# SPDX-License-Identifier: GPL-3.0-or-later
# The contacts that cost most, by their ids alone, whatever the threads and the order of the input;
# of a file without ids they are refused.
ln -s "$TESTDATA/charge" charge
d=charge
costs="--costs $d/quarter-costs.tsv --map $d/quarter-map.tsv"
cs-chargeback -q --statement --examples 2 --month 2026-10 $costs $d/quarter.tsv >one
grep -E '^month|	example	' one
{ head -n 1 $d/quarter.tsv; tail -n +2 $d/quarter.tsv | sort -r; } >turned.tsv
cs-chargeback -q --threads 3 --statement --examples 2 --month 2026-10 $costs turned.tsv | cmp - one
cut -f 2- $d/quarter.tsv >nameless.tsv
cs-chargeback -q --statement --examples 2 $costs nameless.tsv
