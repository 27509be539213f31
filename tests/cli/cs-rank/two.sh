# SPDX-License-Identifier: GPL-3.0-or-later
# Of two it is not said that chance explains what they differ by: it is not known how far such
# groups differ. Nor is anything expected of one whose work nobody shares, or a time said of nothing.
awk 'BEGIN {
	OFS = "\t"
	print "contact_id", "agent_id", "queue", "started_at", "csat"
	for (i = 1; i <= 80; i++)
		print i, i % 2 ? "ann" : "bob", i % 2 ? "first" : "second", "2026-03-02T09:00:00Z", i % 2 ? 5 : 2
}' >contacts.tsv
cs-rank --strata none contacts.tsv | cut -f 1-5
cs-rank -q --detail contacts.tsv | cut -f 1-6
head -n 1 contacts.tsv >none.tsv
cs-rank --strata none none.tsv | wc -l
