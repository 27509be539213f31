# SPDX-License-Identifier: GPL-3.0-or-later
# Departments that cannot be: each with its lines.
records() { tr ' ' '\t'; }
{ echo pool period_from_at period_to_at amount currency department
	echo a 2026-03-01 2026-04-01 10 EUR A
	echo b 2026-03-01 2026-04-01 5 EUR B
	echo s 2026-03-01 2026-04-01 7 EUR Sales; } | records >costs
try() {
	what=$1 rows=$2
	shift 2
	echo "== $what" >&2
	{ echo department to units; printf "$rows"; } | records >services
	cs-chargeback -q --allocate --costs costs --services services "$@"
	echo $?
}
try 'a loop' 'A B 1\nB A 2\n'
try 'a long loop' 'A B 1\nB C 1\nC A 1\nD Sales 1\nA Sales 0\n'
try 'the same twice' 'A Sales 1\nA B 1\nA Sales 2\n'
try 'units' 'A Sales -1\n'
try 'no units' 'A Sales \\N\n'
try 'nobody' 'A \\N 1\n'
try 'direct: A serves B only' 'A B 1\nB Sales 1\n'
try 'step-down: A has nobody left' 'A B 1\nB A 1\nB Sales 3\n' --allocation step-down --step-order B,A
try 'which reciprocal can do' 'A B 1\nB A 1\nB Sales 3\n' --allocation reciprocal
try 'an order without B' 'A Sales 1\nB Sales 1\n' --allocation step-down --step-order A
try 'an order with Sales' 'A Sales 1\n' --allocation step-down --step-order A,Sales
try 'an order with nobody' 'A Sales 1\n' --allocation step-down --step-order A,X
try 'an order of no use' 'A Sales 1\n' --step-order A
try 'a way that is none' 'A Sales 1\n' --allocation fair
echo '== without services' >&2
cs-chargeback --allocate --costs costs; echo $?
cs-chargeback --allocation direct --costs costs --allocate; echo $?
cs-chargeback --allocate --costs costs --services none; echo $?
