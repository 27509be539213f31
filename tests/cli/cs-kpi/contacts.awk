# SPDX-License-Identifier: GPL-3.0-or-later
# A few contacts of two agents, for the cases: written out, so that every figure can be counted.
BEGIN {
	OFS = "\t"
	print "contact_id", "leg", "customer_id", "agent_id", "queue", "started_at", "wait_s", \
	    "talk_s", "disposition", "csat", "nps", "cost"
	print "c1", 1, "k1", "bob", "billing", "2026-10-05T08:00:00Z", 5, 100, "answered", 5, 10, "1.10"
	print "c1", 2, "k1", "ann", "billing", "2026-10-05T08:02:00Z", 15, 200, "answered", 5, 10, "0.50"
	print "c2", 1, "k2", "bob", "support", "2026-10-05T08:14:59Z", 25, 50, "answered", 4, 9, "2.20"
	print "c3", 1, "k1", "ann", "billing", "2026-10-05T20:00:00Z", 10, 300, "answered", 1, 3, "\\N"
	print "c4", 1, "k3", "\\N", "billing", "2026-10-06T09:00:00Z", 61, "\\N", "abandoned", "\\N", "\\N", "\\N"
	print "c5", 1, "\\N", "bob", "support", "2026-10-06T09:00:00Z", 0, 60, "answered", "\\N", 7, "3"
	print "c6", 1, "k2", "\\N", "\\N", "2026-10-08T12:00:00Z", "\\N", "\\N", "closed", "\\N", "\\N", "\\N"
}
