# SPDX-License-Identifier: GPL-3.0-or-later
# What departments bear of what service departments cost, by three ways; a cent that cannot be
# divided; several times, some of them out of the period; pools of other currencies.
ln -s "$TESTDATA/charge" charge
d=charge
records() { tr ' ' '\t'; }
allocate() { cs-chargeback --allocate --services "${services-$d/services.tsv}" --costs "${costs-$d/departments.tsv}" "$@"; echo; }
allocate
allocate --allocation step-down --say
allocate --allocation step-down --step-order HR,IT,WFM
allocate --allocation reciprocal --say
{ echo department to units; echo IT A 1; echo IT B 1; echo IT C 1; echo IT IT 7; } | records >services
{ echo pool department period_from_at period_to_at amount currency
	echo a A 2026-03-01 2026-04-01 0.00 EUR
	echo b B 2026-03-01 2026-04-01 1.00 EUR
	echo c C 2026-03-01 2026-04-01 1.00 EUR
	echo it IT 2026-03-01 2026-04-01 1.00 EUR
	echo it IT 2026-04-01 2026-04-02 -1.00 EUR
	echo it IT 2026-05-01 2026-05-02 100 JPY
	echo x '\N' 2026-05-01 2026-05-02 10.005 EUR; } | records >costs
{ echo currency to_currency rate valid_to_at reciprocal; echo EUR JPY 160 2026-05-02 t; } | records >exchange
services=services costs=costs
cs-chargeback --allocate --services services --costs costs
echo $?
allocate -q --exchange exchange | cut -f 1,3-
allocate -q --exchange exchange --currency JPY --period 2026-05 | cut -f 1,3- # not by 1/160 back
