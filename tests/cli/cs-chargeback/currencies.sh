# SPDX-License-Identifier: GPL-3.0-or-later
# Pools, uses and credits in other currencies, each at the rate of its day; what has none is refused.
records() { tr ' ' '\t'; }
{ echo reason owner; echo fee Billing; echo parcel Shipping; } | records >map
{
	echo contact_id started_at reason vendor handle_s credit currency
	echo c1 2026-03-02T08:00:00Z fee A 600 5.00 USD
	echo c2 2026-03-20T08:00:00Z fee A 600 -1.50 EUR
	echo c3 2026-03-20T09:00:00Z parcel A 600 100 JPY
	echo c4 2026-04-02T08:00:00Z parcel A 600 2.345678 '\N'
} | records >contacts
{
	echo pool period_from_at period_to_at amount currency driver
	echo wages 2026-03-01 2026-05-01 1000.00 USD minute
} | records >costs
{
	echo rate_amount rate_unit currency
	echo 0.60 minute USD
} | records >rates
{
	echo currency to_currency rate valid_from_at valid_to_at
	echo USD EUR 0.9 2026-03-01 2026-03-15
	echo USD EUR 0.8 2026-03-15 2026-05-01
	echo JPY EUR 1/160 '\N' '\N'
} | records >exchange
run() { cs-chargeback --costs costs --rates rates --map map --exchange exchange --currency EUR "$@" contacts; echo; }
run
run -q --pools
run -q --by pool
echo == cells
run -q --cells | sed '/^$/d' >cells
cs-chargeback -q --costs costs --rates rates --exchange exchange --currency EUR --merge cells
sed 's/2026-03-15/2026-03-16/' exchange >later
cs-chargeback -q --costs costs --rates rates --exchange later --currency EUR --merge cells
sed -i '/JPY/d' exchange
run -q
sed -i 's/2026-05-01/2026-04-01/' exchange
run -q
cs-chargeback -q --costs costs --map map contacts
