# SPDX-License-Identifier: GPL-3.0-or-later
# Contracts, invoices and tables that cannot be.
ln -s "$TESTDATA/charge" charge
d=charge
run() { cs-chargeback -q --vendors --costs $d/quarter-costs.tsv "$@" $d/quarter.tsv; echo $?; }
contract() { printf '[vendor northwind]\ncurrency = EUR\nminute = 1\n%s\n' "$1" >c.ini; run --contract c.ini; }
run --solved nowhere
run --solved handle_s
run --by reason --contract $d/quarter-contract.ini
contract 'sl = asa
target = 80%'
contract 'sl = sl_offered(20), sl_answered(20)
target = 80%'
contract 'sl = share(nowhere > 3)
target = 80%'
contract 'sl = share(wait_s > 3)
target = 80%'
contract 'minutes = 3'
printf '[vendor northwind]\ncurrency = USD\nminute = 1\n' >c.ini
run --contract c.ini
head='vendor	month	billed_minutes	amount	currency'
printf '%s\n' "$head" 'n	2026-09-02	1	1	EUR' >b.tsv
run --billed b.tsv
printf '%s\n' "$head" 'n	2026-09-01	\N	\N	EUR' >b.tsv
run --billed b.tsv
printf '%s\n' "$head" 'n	2026-09-01	one	1	EUR' >b.tsv
run --billed b.tsv
printf '%s\n' "$head" 'n	2026-09-01	1	1	\N' >b.tsv
run --billed b.tsv
printf '%s\n' "$head" 'n	2026-09-01	1	1	USD' >b.tsv
run --billed b.tsv
printf '%s\n' "$head" 'n	2026-09-01	1	1	USD' 'n	2026-09-01	1	1	EUR' >b.tsv
run --billed b.tsv
run --billed $d/quarter.tsv
printf '%s\n' 'vendor	horizon	customers	stayed' 'n	1mo	10	0.5' 'n	6mo	10	0.4' >k.tsv
run --kept k.tsv
printf '%s\n' 'vendor	horizon	customers	stayed' 'n	1mo	10	1.5' >k.tsv
run --kept k.tsv
printf '%s\n' 'vendor	horizon	customers	stayed' 'n	1mo	ten	0.5' >k.tsv
run --kept k.tsv
printf '%s\n' 'vendor	horizon	customers	stayed' 'n	1mo	10	0.5' >k.tsv
run --kept k.tsv --contract $d/quarter-contract.ini
