# SPDX-License-Identifier: GPL-3.0-or-later
# Closed months that differ, and no month behind them; files that are not what was billed, that were
# cut or edited, or that say it twice.
ln -s "$TESTDATA/charge" charge
d=charge
costs="--costs $d/quarter-costs.tsv --map $d/quarter-map.tsv"
cs-chargeback -q --postings $costs $d/quarter.tsv >billed.tsv
closed() {
	mode=$1
	shift
	cs-chargeback -q $mode "$@" $costs $d/quarter.tsv
	echo $?
}
sed '/IT	/ s/northwind	2026-08-01	54.04/northwind	2026-08-01	1.00/; s/3295.29/3242.25/' billed.tsv >other.tsv
closed --statement --closed other.tsv
sed 's/EUR/USD/' billed.tsv >other.tsv
closed --statement --closed other.tsv
sed '3 s/2026-08-01/2026-08-02/' billed.tsv >other.tsv
closed --journal --closed other.tsv
grep -v '^2026-08' billed.tsv | sed '2 s/	2026-09-01	\([0-9]\)/	2026-08-01	\1/' |
    awk -F '\t' -v OFS='\t' '$2 == "total" { $7 = sprintf("%.2f", s) } { s += $7; print }' >other.tsv
closed --journal --closed other.tsv
head -n 20 billed.tsv >other.tsv
closed --postings --closed other.tsv
closed --postings --closed other.tsv --closed billed.tsv
sed 's/	18.62	18.62/	19.62	18.62/' billed.tsv >other.tsv
closed --postings --closed other.tsv
closed --postings --closed billed.tsv --closed billed.tsv
