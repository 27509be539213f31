# SPDX-License-Identifier: GPL-3.0-or-later
# What one unit gets to see of one month, of causes the one that costs most; and the whole quarter
# of a unit that had no contact in its first month.
ln -s "$TESTDATA/charge" charge
d=charge
costs="--costs $d/quarter-costs.tsv --map $d/quarter-map.tsv"
cs-chargeback -q --statement --unit 'Sales & Web (EU)' --month 2026-10 --top 1 $costs $d/quarter.tsv
cs-chargeback -q --statement --unit Billing $costs $d/quarter.tsv
