# SPDX-License-Identifier: GPL-3.0-or-later
# What contracts are made of, in sums that can be done by hand: legs rounded in steps, least volumes,
# legs that were passed on, malus, bonus, months that nobody called in, months that the period cuts,
# a month that two terms meet in, midnight in the zone, and words that are not known.
records() { tr ' ' '\t'; }
{
	echo contact_id leg vendor started_at handle_s wait_s disposition
	echo c1 1 north 2026-03-10T08:00:00Z 61 10 answered
	echo c2 1 north 2026-03-11T08:00:00Z 30 30 answered
	echo c2 2 south 2026-03-11T08:01:00Z 45 5 answered
	echo c3 1 north 2026-03-31T22:30:00Z 1 5 answered
	echo c4 1 north 2026-04-02T08:00:00Z 0 40 abandoned
	echo c5 1 south 2026-05-05T08:00:00Z 600 5 answered
} | records >contacts
{ echo rate_amount rate_unit currency; echo 1 minute EUR; } | records >rates
cat >c.ini <<'END'
[vendor north]
currency = EUR
until = 2026-04-15
minute = 1.20
step_s = 60
contact = 0.50
contacts_least = 4
sl = sl_offered(20)
target = 60%
malus = 5%
malus_point = 1%
malus_most = 12%
bonus = 2%
[vendor north]
currency = EUR
from = 2026-04-16
minute = 0.60
first_s = 30
step_s = 6
minutes_least = 10
[vendor south]
currency = EUR
leg = 2
month = 100
[vendor idle]
currency = EUR
until = 2026-04-30
month = -7.50
END
pick() { cs-chargeback -q --vendors --rates rates --contract c.ini "$@" contacts |
	cut -f "$columns"; echo; }
columns=1-4,7-99
pick --by month
# 22:30 is April in Berlin: c3 goes there.
pick --by month --tz Europe/Berlin
# The period cuts March, and of May nothing is left.
pick --by month --since 2026-03-11 --until 2026-04-30
# Some contacts alone: months without any say nothing.
pick --by month --where "vendor = 'south'"
columns=1-99
pick
# Cells are paid as contacts are, also where only some are reported.
for more in "vendor = 'south'" "vendor is not null"; do
	cs-chargeback -q --vendors --rates rates --contract c.ini --where "$more" contacts >plain
	cs-chargeback -q --vendors --rates rates --contract c.ini --where "$more" --cells contacts >cells
	cs-chargeback -q --vendors --rates rates --contract c.ini --merge cells | cmp - plain && echo same
done
# What the map says is said of shares of contacts.
{ echo owner cause; echo A fee; } | records >map
for key in cause demand preventable pool vendor,cause; do
	cs-chargeback -q --vendors --rates rates --map map --by $key contacts
done
# Contacts without a time that could be rounded.
cut -f 1-4 contacts >timeless
{ echo rate_amount rate_unit currency; echo 1 leg EUR; } | records >rates
sed '/^sl/,/^bonus/d' c.ini >plain.ini
cs-chargeback -q --vendors --rates rates --contract plain.ini timeless
exit 0
