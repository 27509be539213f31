# SPDX-License-Identifier: GPL-3.0-or-later
# Units whose names would be read as something else, in a currency without minor units and in a zone
# where the month is another one; credits are negative pools.
cat >contacts.tsv <<'X'
contact_id	started_at	reason	handle_s
c1	2026-08-31T22:30:00Z	a	60
c2	2026-09-10T10:00:00Z	b	60
c3	2026-09-10T10:00:00Z	c	60
c4	2026-09-10T10:00:00Z	d	60
c5	2026-09-10T10:00:00Z	e	60
c6	2026-09-10T10:00:00Z	f	60
c7	2026-09-10T10:00:00Z	g	60
X
cat >map.tsv <<'X'
reason	owner	cause
a	two  blanks	x
b	a:b;c | d	x
c	  leading and trailing 	x
d	tab\tnewline\nend	x
e	(virtual)	x
f	=*! @"[]{}~ %20	x
g	Büro 費	x
X
cat >costs.tsv <<'X'
pool	period_from_at	period_to_at	amount	currency	driver
wages: all; of  them	2026-09-01	2026-10-01	1001	JPY	minute
rebate	2026-09-01	2026-10-01	-70	JPY	contact
X
cs-chargeback --journal --tz Europe/Berlin --costs costs.tsv --map map.tsv contacts.tsv
