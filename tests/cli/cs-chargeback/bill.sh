# SPDX-License-Identifier: GPL-3.0-or-later
# What each unit pays, by what, and in words; everything adds up.
ln -s "$TESTDATA/charge" charge
d=charge
run() { cs-chargeback --costs "$d/costs.tsv" --rates "$d/rates.tsv" --map "$d/map.tsv" "$@" "$d/contacts.tsv"; echo; }
run
run -q --by month
run -q --by cause,vendor
run -q --by pool
run -q --where "channel = 'phone'" --period 2026-08
run -q --where "channel = 'phone'" --period 2026-08 --by pool
run -q --say
