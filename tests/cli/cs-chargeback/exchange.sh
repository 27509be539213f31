# SPDX-License-Identifier: GPL-3.0-or-later
# Costs in several currencies, at dated rates: a pool at that of its begin, a use at that of its day.
records() { tr ' ' '\t'; }
{ echo reason owner; echo fee Billing; } | records >map
{ echo contact_id started_at reason handle_s credit currency
	echo c1 2026-03-01T08:00:00Z fee 60 1.00 USD
	echo c2 2026-03-15T08:00:00Z fee 60 1.00 USD
	echo c3 2026-03-31T23:59:59Z fee 60 '\N' '\N'; } | records >contacts
{ echo pool period_from_at period_to_at amount currency
	echo desk 2026-03-01 2026-04-01 90.00 USD
	echo tools 2026-03-15 2026-04-01 16000 JPY
	echo rent 2026-03-01 2026-04-01 1.00 EUR; } | records >costs
{ echo rate_amount rate_unit currency; echo 2 contact USD; } | records >rates
rates() { { echo currency to_currency rate valid_from_at valid_to_at reciprocal; printf '%s\n' "$@"; } | records >exchange; }
bill() { cs-chargeback -q --costs costs --rates rates --map map --exchange exchange --currency EUR "$@" contacts; echo $?; }
rates 'USD EUR 0.9 \N 2026-03-15 f' 'USD EUR 1/2 2026-03-15 2026-04-01 f' 'EUR JPY 160 \N \N t'
bill --by pool
echo '== a gap' >&2
rates 'USD EUR 0.9 \N 2026-03-15 f' 'USD EUR 0.92 2026-03-16 2026-04-01 f' 'EUR JPY 160 \N \N t'
bill
echo '== one direction only' >&2
rates 'USD EUR 0.9 \N \N f' 'EUR JPY 160 \N \N f'
bill
echo '== twice at one time' >&2
rates 'USD EUR 0.9 \N 2026-03-16 f' 'EUR USD 1.1 2026-03-15 \N t'
bill
echo '== no rate' >&2
rates 'USD EUR 0 \N \N f'
bill
echo '== no direction' >&2
rates 'USD EUR 1 \N \N x'
bill
