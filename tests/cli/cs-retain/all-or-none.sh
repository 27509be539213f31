# SPDX-License-Identifier: GPL-3.0-or-later
# Nobody left, everybody left, nobody there, horizon zero: NULL and a flag where nothing can be said.
records() { tr ' ' '\t'; }
run() { cs-retain -q "$@"; echo; }
{
	echo contact_id customer_id started_at
	for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo "c$i k$i 2026-01-01T08:00:00Z"; done
} | records >contacts
customers() {
	echo customer_id joined_at left_at
	for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo "k$i 2025-01-01T00:00:00Z $1"; done
}
customers '\N' | records >stay
customers 2026-01-31T23:59:59Z | records >leave
customers 2026-01-01T08:00:00Z | records >at-once
customers 2025-12-31T23:59:59Z | records >before
at='--at 0d,30d,1mo,3mo --as-of 2026-03-15'
echo nobody left
run $at --customers stay contacts
echo everybody left, on the 30th day
run $at --customers leave contacts
echo all at the instant of time zero
run $at --customers at-once contacts
echo all before
cs-retain $at --customers before contacts
echo no contacts, no customers
head -n 1 contacts >none
run $at --customers stay none
head -n 1 stay >nobody
cs-retain $at --customers nobody contacts
run $at --customers nobody none
run $at --customers nobody --from joined --by joined_at
