# SPDX-License-Identifier: GPL-3.0-or-later
# The statements of a month in sentences: what nobody owns first.
ln -s "$TESTDATA/charge" charge
d=charge
cs-chargeback -q --statement --say --month 2026-10 --costs $d/quarter-costs.tsv \
    --map $d/quarter-map.tsv $d/quarter.tsv
