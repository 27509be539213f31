# SPDX-License-Identifier: GPL-3.0-or-later
# What is at stake is in one currency: what is in several is refused, or those of one are listed.
awk 'BEGIN {
	OFS = "\t"; split("EUR JPY \\N", code, " ")
	print "customer_id", "joined_at", "left_at", "month_value", "currency"
	for (i = 0; i < 240; i++)
		print "C" i, "2025-01-01T00:00:00Z", i % 3 == 0 ? sprintf("2026-%02d-05T00:00:00Z", 4 + i % 5) : "\\N",
		    10 + i, code[1 + int(i / 3) % 3]
}' >customers
grep -v JPY customers >one
printf 'contact_id\tcustomer_id\tstarted_at\n' >contacts
for m in 01 06 12; do printf 'T%s\tC1\t2026-%s-31T00:00:00Z\n' $m $m | sed 's/06-31/06-30/'; done >>contacts
r() { cs-retain --at-risk --top 2 "$@" contacts 2>&1 | cut -f 1-3,6,18-21; }
r -q --customers customers
r --customers customers --currency JPY
r -q --customers customers --currency EUR
r -q --customers customers --currency EUR --say
cs-retain -q --at-risk --customers customers contacts --currency EUR --backtest 2026-06-01
echo one currency, or none
r -q --customers one
r -q --customers one --currency EUR
echo months in one currency, purchases in another
printf 'customer_id\tpurchased_at\tamount\tcurrency\n' >purchases
printf 'C%d\t2026-12-0%dT00:00:00Z\t9.50\tUSD\n' 1 1 1 2 3 4 >>purchases
r -q --customers one --purchases purchases
r -q --customers one --currency EUR --purchases purchases
echo other modes
cs-retain -q --curve --customers one --currency EUR contacts; echo $?
