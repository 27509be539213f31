# SPDX-License-Identifier: GPL-3.0-or-later
# What a period is about: its contacts alone are counted, by all modes. A pool that reaches beyond it is
# paid for by those outside as well. Days are of the zone; what has no time is of no period.
records() { tr ' ' '\t'; }
{ echo reason owner demand; echo fee Billing failure; echo order Sales value; } | records >map
{
	echo contact_id leg started_at reason channel vendor handle_s
	echo c1 '\N' 2026-08-31T21:59:59Z fee phone Nord 100
	echo c2 '\N' 2026-08-31T22:00:00Z fee phone Nord 200
	echo c3 1 2026-09-15T08:00:00Z order phone Nord 300
	echo c3 2 2026-09-15T08:05:00Z order phone Nord 400
	echo c4 '\N' 2026-09-15T09:00:00Z other phone Nord 500
	echo c5 '\N' 2026-09-15T10:00:00Z fee mail Nord 600
	echo c6 '\N' 2026-09-30T22:00:00Z fee phone Nord 700
	echo c7 '\N' '\N' fee phone Nord 800
} | records >contacts
{
	echo pool period_from_at period_to_at amount currency driver
	echo wages 2026-09-01 2026-10-01 2000.00 EUR minute
	echo licences 2026-07-01 2026-10-01 800.00 EUR contact
} | records >costs
charge() { echo "== $*"; cs-chargeback --tz Europe/Berlin --costs costs "$@" contacts; }
charge --map map --period 2026-09
charge -q --map map --period 2026-09 --by pool
charge -q --map map --period 2026-09 --where "channel = 'phone'"
charge -q --map map --period 2026-09-10..2026-09-20 --where "channel = 'phone'"
charge -q --map map --since 2026-10-01
charge -q --period 2026-09 --pareto reason
charge -q --map map --period 2026-09 --pareto pool
charge -q --map map --period 2026-09 --where "channel = 'phone'" --demand
charge -q --map map --period 2026-09 --where "channel = 'phone'" --demand --say
charge -q --map map --period 2026-09 --statement
charge -q --map map --period 2026-09 --where "channel = 'phone'" --postings
charge -q --period 2026-09 --where "channel = 'phone'" --vendors
charge -q --period 2026-09 --pools
echo == cells
cs-chargeback -q --tz Europe/Berlin --costs costs --map map --period 2026-09 --cells contacts >cells
cs-chargeback -q --costs costs --merge --by pool cells
echo == cells that do not say who uses a pool
sed '/^cell.*timed/d; s/version\t\(.*\)2$/version\t\11/; /users/d' cells >older
cs-chargeback -q --costs costs --merge --by pool older
