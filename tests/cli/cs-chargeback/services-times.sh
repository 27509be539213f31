# SPDX-License-Identifier: GPL-3.0-or-later
# Units of service departments that change: the time before and the time since are two runs, which
# together charge what everything costs, each by its own units.
records() { tr ' ' '\t'; }
{
	echo pool period_from_at period_to_at amount currency driver department
	echo servers 2026-06-01 2026-07-01 90.00 EUR none IT
	echo servers 2026-07-01 2026-08-01 80.00 EUR none IT
	for month in '2026-06-01 2026-07-01' '2026-07-01 2026-08-01'; do
		echo wages $month 100.00 EUR minute Phone
		echo post $month 50.00 EUR contact Mail
	done
} | records >costs
{ echo department to units; echo IT Phone 2; echo IT Mail 1; } | records >before
{ echo department to units; echo IT Phone 1; echo IT Mail 3; } | records >since
{
	echo contact_id started_at handle_s
	echo c1 2026-06-10T08:00:00Z 60
	echo c2 2026-07-10T08:00:00Z 60
} | records >contacts
{ echo owner cause; echo Shop order; } | records >map
run() { cs-chargeback -q --costs costs --map map --by pool "$@" contacts; echo; }
run --services before --until 2026-06-30
run --services since --since 2026-07-01
cs-chargeback -q --allocate --costs costs --services since --since 2026-07-01
