# SPDX-License-Identifier: GPL-3.0-or-later
# Contacts of twenty agents: a05 solves least, a24 most. Those who solve more have been there for
# longer and are trained; how many contacts each has in which queue follows no skill.
BEGIN {
	OFS = "\t"
	print "contact_id", "agent_id", "queue", "solved_customer", "tenure_days", "trained", "talk_s"
	for (a = 5; a < 25; a++) {
		for (i = 0; i < 200; i++) {
			good = int((i + 1) * (.4 + a * .02))
			print ++id, sprintf("a%02d", a), (i % 10 < 3 + a % 4 ? "tech" : "bill"), \
				(good > was[a] ? "t" : "f"), 100 + a * 30 + a * 7 % 40, \
				(a > 16 || a == 9 ? "t" : "f"), 200 + a * 7 % 50 + i * 3 % 50
			was[a] = good
		}
	}
}
