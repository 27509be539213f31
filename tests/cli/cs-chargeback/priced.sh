# SPDX-License-Identifier: GPL-3.0-or-later
# A source that says what each contact cost: exact, in several currencies, by vendor; without a price
# a contact costs what pools and rates make of it.
records() { tr ' ' '\t'; }
{
	echo contact_id started_at vendor reason cost currency
	echo c1 2026-03-02T08:00:00Z A fee 1.234567 EUR
	echo c2 2026-03-03T08:00:00Z A fee 2.50 USD
	echo c3 2026-03-04T08:00:00Z B order 0.000001 EUR
	echo c4 2026-03-05T08:00:00Z B order '\N' EUR
	echo c5 2026-03-06T08:00:00Z B order -1 '\N'
} | records >source
sed 1s/cost/credit/ source >contacts
{ echo rate_amount rate_unit currency; echo 0.10 contact EUR; } | records >rates
{ echo currency to_currency rate; echo USD EUR 0.9; } | records >exchange
{ echo reason owner; echo fee Billing; echo order Shop; } | records >map
cs-chargeback -q --rates rates --exchange exchange --map map --by pool contacts
cs-chargeback -q --rates rates --exchange exchange --vendors contacts
