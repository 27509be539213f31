# SPDX-License-Identifier: GPL-3.0-or-later
# What there is to pay, before anybody is charged; in another zone months begin elsewhere.
ln -s "$TESTDATA/charge" charge
d=charge
run() { cs-chargeback --pools --costs "$d/costs.tsv" --rates "$d/rates.tsv" "$@" "$d/contacts.tsv"; echo; }
run
run -q --tz America/New_York
run -q --period 2026-07
cs-chargeback --pools --by vendor --costs "$d/costs.tsv" "$d/contacts.tsv"
