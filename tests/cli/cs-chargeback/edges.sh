# SPDX-License-Identifier: GPL-3.0-or-later
# A pool without contacts, contacts without cost, a cent of rounding, money below 0, a pool that is
# used beyond its capacity, legs without time, time at the border, no contacts at all.
records() { tr ' ' '\t'; }
{
	echo reason owner
	echo fee Billing
	echo parcel Shipping
	echo login IT
} | records >map
{
	echo contact_id started_at reason vendor handle_s agent_id
	echo c1 2026-02-28T23:59:59Z fee A 60 a1
	echo c2 2026-03-01T00:00:00Z fee A 60 a1
	echo c3 2026-03-02T08:00:00Z parcel A 60 a1
	echo c4 2026-03-31T23:59:59Z login A 60 a1
	echo c5 2026-03-05T08:00:00Z login B 60 a1
	echo c6 2026-03-05T09:00:00Z login A '\N' a1
	echo c7 '\N' login A 60 a1
	echo c8 2026-03-05T09:00:00Z login A '\N' '\N'
} | records >contacts
head='pool period_from_at period_to_at amount currency vendor driver capacity_s'
pool() {
	echo "== $*"
	{ echo "$head"; echo "$*"; } | records >costs
	cs-chargeback --costs costs --map map contacts
}
pool wages 2026-03-01 2026-04-01 100 EUR A minute '\N'
pool wages 2026-03-01 2026-04-01 -100 EUR A minute '\N'
pool wages 2026-03-01 2026-04-01 0.01 EUR A minute '\N'
pool wages 2026-03-01 2026-04-01 100 JPY A minute 360
pool wages 2026-03-01 2026-04-01 100.005 EUR A minute 120
pool wages 2026-05-01 2026-06-01 100 EUR A minute '\N'
pool wages 2026-05-01 2026-06-01 100 EUR A minute 3600
pool wages 2026-03-01 2026-04-01 100 EUR C contact '\N'
pool rent 2026-03-01 2026-04-01 100 EUR '\N' none '\N'
echo == a pool of another time is not about this one
cs-chargeback -q --period 2026-04 --costs costs --map map contacts
echo == no contacts
head -n 1 contacts >none
cs-chargeback --costs costs --map map none
