# SPDX-License-Identifier: GPL-3.0-or-later
# The bill with services: what they cost is charged with the pools of those whom they serve, and
# what is avoidable goes with it. The total stays what it was.
records() { tr ' ' '\t'; }
{ echo reason owner; echo fee Billing; echo login App; } | records >map
{ echo contact_id started_at reason team handle_s
	echo c1 2026-03-01T08:00:00Z fee desk 600
	echo c2 2026-03-02T08:00:00Z login desk 300
	echo c3 2026-03-02T09:00:00Z fee tech 60; } | records >contacts
{ echo pool period_from_at period_to_at amount currency department team capacity_s avoidable_share
	echo desk 2026-03-01 2026-04-01 900.00 EUR Desk desk 1200 0.5
	echo tools 2026-03-01 2026-04-01 100.00 EUR Desk desk '\N' 0
	echo tech 2026-03-01 2026-04-01 500.00 EUR Tech tech '\N' '\N'
	echo systems 2026-03-01 2026-04-01 600.00 EUR IT '\N' '\N' 1; } | records >costs
{ echo department to units; echo IT Desk 2; echo IT Tech 1; } | records >services
bill() { cs-chargeback --costs costs --map map "$@" contacts; echo; }
bill -q
bill --services services
bill -q --services services --by pool
bill -q --services services --allocation reciprocal --say
cs-chargeback -q --pools --costs costs --services services contacts
# One that has nothing of its own but a place for what comes to it; and one that has none.
echo app 2026-03-01 2026-04-01 0.00 EUR App '\N' '\N' '\N' | records >>costs
{ echo department to units; echo IT App 2; } | records >services
bill -q --services services --by pool
echo IT Legal 1 | records >>services
bill -q --services services
