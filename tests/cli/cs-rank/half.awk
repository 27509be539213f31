# SPDX-License-Identifier: GPL-3.0-or-later
# Half a year of contacts of eight agents in two queues and three teams, ten a week each; the later
# the agent's letter, the more of the contacts are good, and those of the second queue are worse.
BEGIN {
	OFS = "\t"
	print "contact_id", "agent_id", "team", "queue", "reason", "channel", "started_at",
	    "tenure_days", "disposition", "csat"
	for (week = 0; week < 26; week++)
		for (a = 0; a < 8; a++)
			for (i = 0; i < 10; i++) {
				day = 5 + week * 7 + i % 5
				m = 1
				while (day > days(m))
					day -= days(m++)
				second = (i * 7 + a) % 8 < a
				luck = (id * 7919 + week * 31 + i * 17) % 100
				good = luck < 60 + 4 * a - 25 * second
				printf "%d\t%s\tt%d\t%s\t%s\tphone\t2026-%02d-%02dT%02d:%02d:00Z\t%s\tanswered\t%s\n",
				    ++id, substr("abcdefgh", a + 1, 1), a % 3 + 1,
				    second ? "second" : "first", i % 3 ? "bill" : "move", m, day, 8 + i % 9,
				    (i * 7) % 60, a == 7 ? "\\N" : a * 60 + week * 7, good ? 5 : 2
			}
}
function days(m) { return m == 2 ? 28 : m == 4 || m == 6 ? 30 : 31 }
