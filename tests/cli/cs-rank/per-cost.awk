# SPDX-License-Identifier: GPL-3.0-or-later
# Contacts of three vendors with costs: near is cheap and far dear on the same work, but far solves
# more; near has the easy work mostly, so that it looks better than it is. only does work of its own.
function contacts(vendor, queue, n, good, cost,  i) {
	for (i = 0; i < n; i++)
		print ++id, vendor, "a" id % 7, queue, (i * good % 100 < good ? "t" : "f"), \
			sprintf("%d.%02d", cost + i % 3, i * 7 % 100), currency
}
BEGIN {
	OFS = "\t"
	print "contact_id", "vendor", "agent_id", "queue", "solved_customer", "cost", "currency"
	if (currency == "")
		currency = "EUR"
	contacts("near", "easy", 400, 83, 2)
	contacts("near", "hard", 100, 43, 5)
	contacts("far", "easy", 100, 91, 3)
	contacts("far", "hard", 400, 67, 6)
	contacts("only", "night", 50, 79, 4)
	contacts("only", "hard", 20, 57, 6)
}
