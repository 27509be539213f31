# SPDX-License-Identifier: GPL-3.0-or-later
# A vision with a threshold of its own for each of 5,000 queues, and two channels for those that it
# does not name: the same as by a column that says each contact's threshold, with the formula
# written out. 40,000 queues are more than a word may have.
awk 'BEGIN {
	print "[service level]\nevery | sl_offered | 20s | 5s"
	for (i = 0; i < 5000; i++)
		printf "queue q%04d | | %ds |\n", i, i * 7919 % 5000
	print "channel chat | | 60s |\nchannel mail | | 1h |"
}' >many.vision
awk 'BEGIN {
	OFS = "\t"
	print "contact_id", "queue", "channel", "disposition", "started_at", "wait_s", "limit"
	split("chat mail voice", channel, " ")
	for (k = 0; k < 30000; k++) {
		i = k * 104729 % 5200
		c = channel[k % 3 + 1]
		queue = i < 5000 ? sprintf("q%04d", i) : k % 2 ? "other" : "\\N"
		within = i < 5000 ? i * 7919 % 5000 : c == "chat" ? 60 : c == "mail" ? 3600 : 20
		print k, queue, c, k % 9 ? "answered" : "abandoned", "2026-03-02T10:00:00Z",
			k * 31 % 5000, within
	}
}' >calls.tsv
cs-kpi -q --vision many.vision --by channel -m sl_target calls.tsv | tee vision.out
sl='own=share(handled and wait_s <= number(limit)) filter (where offered)'
cs-kpi -q --by channel -m "$sl" calls.tsv | sed '1s/own/sl_target/g' | cmp - vision.out
cs-kpi -q --vision many.vision --by queue -m sl_target calls.tsv >vision.out
cs-kpi -q --by queue -m "$sl" calls.tsv | sed '1s/own/sl_target/g' | cmp - vision.out && wc -l <vision.out
awk 'BEGIN {
	print "[service level]\nevery | sl_offered | 20s | 5s"
	for (i = 0; i < 40000; i++)
		printf "queue q%d | | %ds |\n", i, i
}' >many.vision
cs-kpi -q --vision many.vision -m sl_target calls.tsv
