# SPDX-License-Identifier: GPL-3.0-or-later
# Contacts reach further back than costs. What the months before cost is not known, which is not
# nothing: they have no statement, and neither previous nor trend looks at them.
ln -s "$TESTDATA/charge" charge
d=charge
grep -v 2026-08-01 "$d/quarter-costs.tsv" >costs.tsv
cs-chargeback --statement --unit Billing --costs costs.tsv --map "$d/quarter-map.tsv" "$d/quarter.tsv"
cs-chargeback -q --statement --month 2026-08 --costs costs.tsv --map "$d/quarter-map.tsv" "$d/quarter.tsv"
cs-chargeback -q --statement --month 2026-08 --say --costs costs.tsv --map "$d/quarter-map.tsv" "$d/quarter.tsv"
