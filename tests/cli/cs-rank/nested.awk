# SPDX-License-Identifier: GPL-3.0-or-later
# Contacts of thirty agents under six leaders. The agents of leaders a, b and c are alike good on
# average; one of b's is very good and has most of b's contacts. Those of f are worse, all of them.
BEGIN {
	OFS = "\t"
	print "contact_id", "leader", "agent_id", "queue", "solved_customer"
	for (l = 0; l < 6; l++)
		for (a = 0; a < 5; a++) {
			p = 70 + (a * 7 + l * 3) % 5 * 2 - 4 - (l == 5 ? 15 : 0)
			n = 200
			if (l == 1 && a == 0) {
				p = 95
				n = 3000
			}
			for (i = 0; i < n; i++) {
				hard = (i * 3 + l) % 6 < l
				done = int((i + 1) * (p - 10 * hard) / 100) > int(i * (p - 10 * hard) / 100)
				print ++id, substr("abcdef", l + 1, 1), "p" l a, hard ? "hard" : "easy", done ? "t" : "f"
			}
		}
}
