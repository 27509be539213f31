# SPDX-License-Identifier: GPL-3.0-or-later
# August and September are billed and closed. Then a late call of August comes in, a reason changes
# its owner, and the wages of September turn out dearer: the closed months print as they were
# billed, and October bears the differences. November finds nothing more to adjust. What is billed
# over all months is what all of it costs.
ln -s "$TESTDATA/charge" charge
d=charge
grep -v '2026-10-..T' $d/quarter.tsv >two.tsv
cs-chargeback -q --postings --until 2026-09-30 --costs $d/quarter-costs.tsv \
    --map $d/quarter-map.tsv two.tsv >billed.tsv
printf '%s\n' \
    'late	1	k1	2026-08-30T09:00:00Z	2026-08-30T09:01:00Z	voice	care	answered	northwind	60	600	parcel	t	f' |
    cat $d/quarter.tsv - >all.tsv
sed 's/^login	IT/login	App/' $d/quarter-map.tsv >map.tsv
sed 's/690.00/700.03/' $d/quarter-costs.tsv >costs.tsv
cs-chargeback -q --postings --closed billed.tsv --costs costs.tsv --map map.tsv all.tsv >now.tsv
grep '^2026-0[89]' billed.tsv >then.tsv
grep '^2026-0[89]' now.tsv | cmp - then.tsv && echo 'closed months as they were billed'
echo
grep '^2026-10.*2026-0[89]-01' now.tsv
echo
grep '^2026-10' now.tsv >october.tsv
cs-chargeback -q --statement --unit IT --closed billed.tsv --costs costs.tsv --map map.tsv all.tsv
cs-chargeback -q --statement --say --unit IT --closed billed.tsv --costs costs.tsv --map map.tsv \
    all.tsv
echo
cs-chargeback -q --journal --closed billed.tsv --costs costs.tsv --map map.tsv all.tsv |
    grep -A 4 'adjustment of 2026-08, service for IT'
# Once more, with October closed too, and nothing new.
cs-chargeback -q --postings --closed now.tsv --costs costs.tsv --map map.tsv all.tsv | cmp - now.tsv &&
    echo 'nothing is adjusted twice'
# The total of what is billed is that of the bill.
awk -F '\t' '$2 == "total" { print $7 }' now.tsv
cs-chargeback -q --costs costs.tsv --map map.tsv all.tsv | awk -F '\t' '$1 == "total" { print $5 }'
# A run over October alone takes nothing back.
cs-chargeback -q --postings --closed billed.tsv --period 2026-10 --costs costs.tsv --map map.tsv \
    all.tsv | grep -c '^2026-10.*2026-0[89]-01'
