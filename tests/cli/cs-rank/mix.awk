# SPDX-License-Identifier: GPL-3.0-or-later
# Contacts of a team with an easy and a hard queue: the agents e1 to e6 take the easy one mostly,
# h1 to h6 the hard one; their skills (1: much worse, 6: much better) are the same in both groups.
BEGIN {
	OFS = "\t"
	print "contact_id", "agent_id", "queue", "solved_customer", "csat"
	for (a = 1; a <= 12; a++) {
		name = (a <= 6 ? "e" a : "h" a - 6)
		skill = ((a - 1) % 6 - 2.5) * .03
		for (i = 0; i < 300; i++) {
			hard = i % 10 < (a <= 6 ? 2 : 8)
			n = ++done[a, hard]
			good = int(n * (hard ? .55 + skill : .85 + skill))
			yes = good > was[a, hard]
			print ++id, name, (hard ? "hard" : "easy"), (yes ? "t" : "f"), (yes ? 5 : 2)
			was[a, hard] = good
		}
	}
}
