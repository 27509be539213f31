# SPDX-License-Identifier: GPL-3.0-or-later
# Of 2500 contacts one is of nobody who is known: 100.0 % would say that all are.
printf 'customer_id\tjoined_at\tleft_at\nC1\t2025-01-01T00:00:00Z\t\\N\n' >customers
awk 'BEGIN {
	OFS = "\t"
	print "contact_id", "customer_id", "started_at"
	for (i = 1; i <= 2500; i++)
		print i, i == 7 ? "C2" : "C1", "2026-01-01T00:00:00Z"
}' >contacts
cs-retain --customers customers --as-of 2026-06-01 --at 1mo contacts
sed 's/C2/C1/' contacts | cs-retain --customers customers --as-of 2026-06-01 --at 1mo
