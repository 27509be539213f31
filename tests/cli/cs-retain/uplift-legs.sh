# SPDX-License-Identifier: GPL-3.0-or-later
# A contact is a case where any of its legs is chosen: on the day of the first that is, with the keys
# of that one. One of which no leg is chosen is none, and whoever comes after it is no case again.
records() { tr ' ' '\t'; }
{
	echo 'customer_id contact_id leg started_at queue'
	for i in 1 2 3 4 5 6 7 8 9; do
		echo "C$i k$i 1 2026-04-1${i}T10:00:00Z front"
		echo "C$i k$i 2 2026-04-1${i}T11:00:00Z back"
		echo "C$i k$i 3 2026-04-2${i}T11:00:00Z back"
	done
	# On its first day he was no customer long enough; on that of its second leg he was.
	echo 'L l 1 2026-04-10T10:00:00Z front'
	echo 'L l 2 2026-06-20T10:00:00Z back'
	# The second contact.
	echo 'M m 1 2026-04-10T10:00:00Z front'
	echo 'M n 1 2026-05-10T10:00:00Z back'
	echo 'X x 1 2026-12-31T00:00:00Z front'
	echo 'Y y 1 2026-01-01T00:00:00Z front'
} | records >contacts
{
	echo 'customer_id joined_at left_at'
	for i in 1 2 3 4 5 6 7 8 9; do
		echo "C$i 2025-01-01T00:00:00Z 2026-04-2${i}T10:30:00Z"
		echo "D$i 2025-01-01T00:00:00Z \\N"
	done
	echo 'L 2026-04-01T00:00:00Z \N'
	echo 'M 2025-01-01T00:00:00Z \N'
} | records >customers
run() { cs-retain --uplift --window 30d --gap 0d --at 1mo --customers customers "$@" contacts | cut -f 1-7,9,11; }
run --by queue
run --by queue --where "queue = 'back'"
run --where 'leg = 3' 
run --where "queue = 'none'" --as-of 2026-12-31
