# SPDX-License-Identifier: GPL-3.0-or-later
# Months are the calendar's, added once, the end of the month kept: from 31 January one month is 28
# February (29 in a leap year), from 29 February twelve are 28 February. Days begin at midnight of --tz.
one() { # STARTED LEFT AT [option ...]
	started=$1 left=$2 at=$3
	shift 3
	printf 'customer_id\tstarted_at\nk\t%s\n' "$started" >contacts
	printf 'customer_id\tjoined_at\tleft_at\nk\t2020-01-01T00:00:00Z\t%s\n' "$left" >customers
	printf '%s, left %s, at %s %s: ' "$started" "$left" "$at" "$*"
	cs-retain -q --customers customers --as-of 2029-01-01 --at "$at" "$@" contacts | cut -f 1,4 | tail -n +2 |
		paste -s -d ' ' | tr '\t' '='
}
one 2026-01-31T12:00:00Z 2026-02-28T09:00:00Z 1mo
one 2026-01-31T12:00:00Z 2026-03-01T09:00:00Z 1mo
one 2024-01-31T12:00:00Z 2024-02-29T09:00:00Z 1mo
one 2024-01-31T12:00:00Z 2024-03-01T09:00:00Z 1mo
one 2024-01-31T12:00:00Z 2025-07-31T23:00:00Z 6mo,18mo
one 2024-01-31T12:00:00Z 2025-08-01T00:00:00Z 6mo,18mo
one 2023-08-31T12:00:00Z 2024-02-29T12:00:00Z 6mo,18mo
one 2023-08-31T12:00:00Z 2024-03-01T12:00:00Z 6mo,18mo
one 2024-02-29T12:00:00Z 2025-02-28T12:00:00Z 12mo
one 2024-02-29T12:00:00Z 2025-02-28T12:00:00Z 1y
one 2024-02-29T12:00:00Z 2025-02-28T12:00:00Z 365d
# Local days: 23:30 and 00:30 of Berlin are two days, and one in UTC; a day of 23 hours is a day.
one 2026-01-10T22:30:00Z 2026-01-10T23:30:00Z 0d
one 2026-01-10T22:30:00Z 2026-01-10T23:30:00Z 0d --tz Europe/Berlin
one 2026-03-28T23:30:00Z 2026-03-29T22:30:00Z 0d --tz Europe/Berlin
one 2026-03-28T23:30:00Z 2026-03-29T21:30:00Z 0d --tz Europe/Berlin
for at in 1h 1mo2d x -1d 101y; do cs-retain --customers customers --at "$at" contacts; done
