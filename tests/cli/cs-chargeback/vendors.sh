# SPDX-License-Identifier: GPL-3.0-or-later
# What outsourcers deliver: over all, by month with contract, invoices and customers kept, by another
# key, in sentences; the service level of a contract is that of cs-kpi.
ln -s "$TESTDATA/charge" charge
d=charge
run() { cs-chargeback -q --vendors --costs $d/quarter-costs.tsv "$@" $d/quarter.tsv; echo; }
files="--contract $d/quarter-contract.ini --billed $d/quarter-billed.tsv --kept $d/quarter-kept.tsv"
run
run --by month $files
run $files
run --by reason --solved 'not repeat_reason_7d'
run --say $files
run --say --by month $files
# More was credited than billed.
printf 'vendor\tmonth\tbilled_minutes\tamount\tcurrency\n' >credited.tsv
printf 'northwind\t2026-09-01\t-5.7\t-3.10\tEUR\n' >>credited.tsv
run --say --billed credited.tsv
run --where "vendor = 'northwind'" --period 2026-10 --by month $files
run --where "vendor = 'southgate'" --by month --billed $d/quarter-billed.tsv
cs-kpi -q --by month --where "vendor = 'northwind'" -m 'sl_offered(20)' $d/quarter.tsv
