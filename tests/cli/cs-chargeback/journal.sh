# SPDX-License-Identifier: GPL-3.0-or-later
# A quarter as double entry: an entry a month and unit, each adds up.
ln -s "$TESTDATA/charge" charge
d=charge
cs-chargeback --journal --costs $d/quarter-costs.tsv --map $d/quarter-map.tsv $d/quarter.tsv
