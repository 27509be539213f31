# SPDX-License-Identifier: GPL-3.0-or-later
# Money: one currency or the one that is named; refunds; amounts that are missing; no amounts at all.
records() { tr ' ' '\t'; }
{
	echo 'customer_id started_at'
	for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo "C$i 2026-04-1$((i % 9))T10:00:00Z"; done
} | records >contacts
{
	echo 'customer_id joined_at left_at'
	for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
		echo "C$i 2025-01-01T00:00:00Z \N"
		echo "D$i 2025-01-01T00:00:00Z \N"
	done
} | records >customers
{
	echo 'customer_id purchased_at amount currency refunded_at'
	echo 'C1 2026-01-02T00:00:00Z 1.00 EUR \N'
	for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
		echo "C$i 2026-03-20T10:00:00Z 10.00 EUR \N"
		echo "C$i 2026-04-22T10:00:00Z 30.50 EUR \N"
		echo "D$i 2026-03-2$((i % 9))T10:00:00Z 10.00 EUR \N"
		echo "D$i 2026-05-0$((i % 9 + 1))T10:00:00Z 10.00 EUR \N"
	done
	echo 'C2 2026-04-23T10:00:00Z 500.00 EUR 2026-04-25T10:00:00Z'
	echo 'C3 2026-04-23T10:00:00Z \N EUR \N'
	echo 'C3 2026-09-23T10:00:00Z 1.00 \N \N'
} | records >purchases
run() { cs-retain --uplift --window 20d --at 1mo --customers customers "$@" contacts; }
run -q --purchases purchases | cut -f 1-4,7-17
{ cat purchases; echo 'C4 2026-04-24T10:00:00Z 9.00 USD \N' | records; } >two
run -q --purchases two
echo "$?"
run --purchases two --currency EUR 2>&1 | cut -f 1-4,7-17
cut -f 1,2 purchases >bare
run -q --purchases bare | cut -f 1-4,7-17
