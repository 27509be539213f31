# SPDX-License-Identifier: GPL-3.0-or-later
# Nobody to compare; nobody left, everybody left; quiet customers again; no cases at all.
records() { tr ' ' '\t'; }
{
	echo 'customer_id started_at'
	for i in 1 2 3 4 5 6 7 8 9; do
		echo "C$i 2026-04-1${i}T10:00:00Z"
		echo "C$i 2026-08-1${i}T10:00:00Z"
	done
	echo 'X 2026-01-01T00:00:00Z'
	echo 'X 2026-12-31T00:00:00Z'
} | records >contacts
customers() {
	echo 'customer_id joined_at left_at'
	for i in 1 2 3 4 5 6 7 8 9; do
		echo "C$i 2025-01-01T00:00:00Z $1"
		[ "$2" = none ] || echo "D$i 2025-01-01T00:00:00Z $2"
	done
}
run() { cs-retain -q --uplift --window 30d --gap 0d --at 1mo,0d "$@" contacts | cut -f 1-13,18; }
customers '\N' '\N' | records >nobody
run --customers nobody
customers 2026-10-05T00:00:00Z 2026-05-01T00:00:00Z | records >some
run --customers some
customers 2026-04-01T00:00:00Z 2026-04-01T00:00:00Z | records >everybody
run --customers everybody
customers '\N' none | records >alone
run --customers alone
run --customers nobody --quiet 60d
