# SPDX-License-Identifier: GPL-3.0-or-later
# One "customer" with 30,000 contacts (a switchboard's number), as many rows of one contact_id, and
# purchases of one purchase_id: one customer, whose time begins with the first of them.
awk 'BEGIN {
	print "customer_id\tcontact_id\tstarted_at"
	for (i = 0; i < 30000; i++)
		printf "%s\tc%d\t2026-01-%02dT%02d:%02d:00Z\n", i % 2 ? "k" : "m", i % 2 ? i : 0,
		    1 + i % 28, i / 1250, i / 28 % 60
}' >contacts
awk 'BEGIN {
	print "customer_id\tpurchase_id\tpurchased_at\tamount"
	for (i = 0; i < 30000; i++)
		printf "m\tp%d\t2026-02-01T%02d:%02d:00Z\t1\n", i % 40, i / 1250, i / 28 % 60
}' >purchases
printf 'customer_id\tjoined_at\tleft_at\nk\t2025-01-01T00:00:00Z\t\\N\nm\t2025-01-01T00:00:00Z\t2026-01-31T00:00:00Z\n' >customers
cs-retain --customers customers contacts --at 30d --points | cut -f 1-5
cs-retain --leaving silence=10d --purchases purchases --as-of 2026-03-01 contacts --at 30d --points | cut -f 1-5
# What is known of one customer must fit into --mem once the rest is on disk.
cs-retain --threads 2 --mem 1M --customers customers contacts --at 30d
