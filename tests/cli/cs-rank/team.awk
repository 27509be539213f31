# SPDX-License-Identifier: GPL-3.0-or-later
# Contacts of a made-up team, from a line for each agent: NAME SOLVED OF.
BEGIN {
	OFS = "\t"
	print "contact_id", "agent_id", "queue", "solved_customer", "csat", "nps", "talk_s"
}
{
	for (i = 0; i < $3; i++)
		print ++id, $1, $1 < "f" ? "first" : "second", i < $2 ? "t" : "f",
		    i < $2 ? 5 - i % 2 : 1 + i % 4, i < $2 ? 10 - i % 3 : i % 9, 100 + i % 37 * 5
}
