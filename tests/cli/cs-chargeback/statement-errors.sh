# SPDX-License-Identifier: GPL-3.0-or-later
# What is no month, keys beside units and months, options of other modes, and a bill with --closed.
ln -s "$TESTDATA/charge" charge
d=charge
costs="--costs $d/quarter-costs.tsv --map $d/quarter-map.tsv"
cs-chargeback --statement --month 2026-13 $costs $d/quarter.tsv
echo $?
cs-chargeback --statement --month 2026-1 $costs $d/quarter.tsv
echo $?
cs-chargeback --statement --by vendor $costs $d/quarter.tsv
echo $?
cs-chargeback --journal --top 3 $costs $d/quarter.tsv
echo $?
cs-chargeback --statement --journal $costs $d/quarter.tsv
echo $?
cs-chargeback --journal --say $costs $d/quarter.tsv
echo $?
cs-chargeback --closed nothing.tsv $costs $d/quarter.tsv
echo $?
cs-chargeback --journal --closed nothing.tsv $costs $d/quarter.tsv
echo $?
cs-chargeback --journal --closed $d/quarter-costs.tsv $costs $d/quarter.tsv
echo $?
