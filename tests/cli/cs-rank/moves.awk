# SPDX-License-Identifier: GPL-3.0-or-later
# Half a year of contacts of twelve agents, 100 a month each, in months of which some are better
# for all. Ten keep their level; "up" gets better in May by as much as the best and the worst
# differ, "wild" is good in one month and bad in the next. "new" comes in May.
BEGIN {
	OFS = "\t"
	print "contact_id", "agent_id", "started_at", "csat", "solved_customer"
	for (month = 2; month <= 7; month++) {
		for (a = 1; a <= 13; a++) {
			name = a <= 10 ? sprintf("a%02d", a) : a == 11 ? "up" : a == 12 ? "wild" : "new"
			level = .5 + .03 * (a <= 10 ? a : a == 11 ? (month < 5 ? 0 : 10) : a == 12 ? month % 2 * 10 : 5)
			level += month == 4 ? -.1 : month == 6 ? .04 : 0
			if (a == 13 && month < 5)
				continue
			for (i = 0; i < 100; i++) {
				noise = ((i * 37 + a * 11 + month * 53) % 100 + .5) / 100
				printf "%d\t%s\t2026-%02d-%02dT%02d:00:00Z\t%d\t%s\n", ++id, name,
				    month, 1 + i % 28, 8 + i % 9, noise < level ? 5 : 2,
				    (i * 61 + a * 29 + month * 17) % 100 < 100 * level ? "t" : "f"
			}
		}
	}
}
