# SPDX-License-Identifier: GPL-3.0-or-later
# What --pnl refuses, and why: in the file of decisions with its line.
printf 'contact_id\tstarted_at\treason\tplan\thandle_s\n' >contacts.tsv
for d in 02 09 16 23; do
	printf "$d\t2026-02-${d}T08:00:00Z\tpayment\tbasic\t60\n" >>contacts.tsv
done
printf '5\t2026-03-02T08:00:00Z\tpayment\tbasic\t60\n6\t2026-03-20T08:00:00Z\tfee\tbasic\t60\n' >>contacts.tsv
printf 'rate_amount\trate_unit\tcurrency\n0.95\tminute\tEUR\n' >rates.tsv
printf 'charged_at\tamount\tcurrency\n2026-03-03T10:00:00Z\t4\tEUR\n' >charged.tsv
try() {
	cs-chargeback -q --rates rates.tsv "$@" contacts.tsv
	echo "= $?"
}
ini() {
	printf "$1" >d.ini
	try --pnl fee --decisions d.ini --charged charged.tsv
}
{
	try --pnl fee
	try --pnl fee --decisions none.ini
	try --decisions none.ini
	ini ''
	ini 'unit = Billing\n'
	ini '[fees]\ndecided_at = 2026-03-02\nreasons = fee\n[vat]\ndecided_at = 2026-03-02\nparent = fee\n'
	ini '[fee]\nwhen = 2026-03-02\n'
	ini '[fee]\ndecided_at = soon\n'
	ini '[fee]\ndecided_at\n'
	ini '[fee]\ndecided_at = 2026-03-02\ndecided_at = 2026-03-02\n'
	ini '[fee]\nreasons = fee\n'
	ini '[fee]\ndecided_at = 2026-03-02\n'
	ini '[fee]\ndecided_at = 2026-03-02\nreasons = fee,,vat\n'
	ini '[fee]\ndecided_at = 2026-03-02\nreasons = fee\nparent = payment, fee\n'
	ini '[fee]\ndecided_at = 2026-03-02\nreasons = fee\nuntil = 2026-03-02\n'
	ini '[fee]\ndecided_at = 2026-03-02\nreasons = fee\nbaseline_from = 2026-03-03\n'
	ini '[fee]\ndecided_at = 2026-03-02\nreasons = fee\nbaseline = best\n'
	ini '[fee]\ndecided_at = 2026-03-02\nreasons = fee\nseason = month\n'
	ini '[fee]\ndecided_at = 2026-03-02\nreasons = fee\nlag = 1mo\n'
	ini '[fee]\ndecided_at = 2026-03-02\nreasons = fee\nbaseline = untouched\n'
	ini "[fee]\ndecided_at = 2026-03-02\nreasons = fee\nuntouched = plan = 'x'\n"
	ini "[fee]\ndecided_at = 2026-03-02\nreasons = fee\nbaseline = untouched\nuntouched = plan = 'x'\nseason = week\n"
	ini '[fee]\ndecided_at = 2026-03-02\nreasons = fee\n[fee]\ndecided_at = 2026-03-02\nreasons = fee\n'
	ini '[]\ndecided_at = 2026-03-02\n'
	ini '[fee]\ndecided_at = 2026-03-02\nreasons = fee\nbaseline = untouched\nuntouched = tariff = 1\n'
	ini '[fee]\ndecided_at = 2026-02-16\nreasons = fee\nparent = payment\n'
	ini '[fee]\ndecided_at = 2026-03-02\nreasons = fee\nparent = payment\nseason = year\n'
	ini "[fee]\ndecided_at = 2026-03-02\nreasons = fee\nparent = payment\nbaseline = untouched\ntouched = plan = 'basic'\nuntouched = plan is not null\n"
	printf '[fee]\ndecided_at = 2026-03-02\nreasons = fee\nparent = payment\n' >d.ini
	fee='--pnl fee --decisions d.ini'
	try $fee --period 2026-03
	try $fee --by reason
	try $fee --charged rates.tsv
	printf 'charged_at\tamount\tcurrency\n2026-03-03T10:00:00Z\tfour\tEUR\n' >bad.tsv
	try $fee --charged bad.tsv
	printf 'charged_at\tamount\tcurrency\n\\N\t4\tEUR\n' >bad.tsv
	try $fee --charged bad.tsv
	printf 'charged_at\tamount\tcurrency\n2026-03-03T10:00:00Z\t4\tDollar\n' >bad.tsv
	try $fee --charged bad.tsv
	printf 'charged_at\tamount\tcurrency\n2026-03-03T10:00:00Z\t4\tUSD\n' >bad.tsv
	try $fee --charged bad.tsv
	try $fee --lost-margin rates.tsv
	try $fee --lost-margin none.tsv
	printf 'reason\tworth\tworth_lo\tworth_hi\tcurrency\na\t1\t0\t2\tEUR\nb\t\\N\t\\N\t\\N\tEUR\n' >lost.tsv
	printf 'worth\tworth_lo\tworth_hi\tcurrency\n-5\t-2\t-8\tEUR\n' >turned.tsv
	try $fee --lost-margin turned.tsv
	printf 'worth\tworth_lo\tworth_hi\tcurrency\n-5\t-4\t-2\tEUR\n' >outside.tsv
	try $fee --lost-margin outside.tsv
	try $fee --lost-margin lost.tsv
	try $fee --lost-margin "lost.tsv where reason = 'b'"
	try $fee --lost-margin "lost.tsv where reason = 'c'"
	try $fee --lost-margin "lost.tsv where reason +"
} 2>&1
