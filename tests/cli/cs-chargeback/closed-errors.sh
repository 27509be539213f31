# SPDX-License-Identifier: GPL-3.0-or-later
# Closed months that differ, and no month behind them; files that are not what was billed.
d=$TESTDATA/charge
costs="--costs $d/quarter-costs.tsv --map $d/quarter-map.tsv"
cs-chargeback -q --postings $costs $d/quarter.tsv >billed.tsv
sed '1,/charged/ s/\(charged.*northwind	2026-08-01	\)[0-9.]*/\11.00/' billed.tsv >other.tsv
cs-chargeback -q --statement --closed other.tsv $costs $d/quarter.tsv
echo $?
sed 's/EUR/USD/' billed.tsv >other.tsv
cs-chargeback -q --statement --closed other.tsv $costs $d/quarter.tsv
echo $?
sed '3 s/2026-08-01/2026-08-02/' billed.tsv >other.tsv
cs-chargeback -q --journal --closed other.tsv $costs $d/quarter.tsv
echo $?
grep -v '^2026-08' billed.tsv | sed '2 s/	2026-09-01	\([0-9]\)/	2026-08-01	\1/' >other.tsv
cs-chargeback -q --journal --closed other.tsv $costs $d/quarter.tsv
echo $?
