# SPDX-License-Identifier: GPL-3.0-or-later
# Whole queues at a point. Of three, one has handle times moved inside the target; one heaps at every
# fifth second, there as elsewhere; one does not heap. And in the first who has waited almost as long
# as the threshold is taken first.
awk 'BEGIN {
	print "contact_id\tqueue\tstarted_at\tdisposition\twait_s\thandle_s"
	for (i = 0; i < 9000; i++) {
		q = i % 3
		k = int(i / 3)
		t = 60 + (k * 7919) % 480
		if (q == 0 && t >= 300 && t < 330 && k % 4 == 0)
			t = 290 + k % 10
		if (q == 1)
			t = int(t / 5) * 5
		w = (k * 104729) % 60
		if (q == 0 && w > 20 && w < 40 && k % 2 == 0)
			w = 20 - k % 4 / 2
		printf "c%d\t%s\t2026-10-%02dT%02d:00:00Z\tanswered\t%d\t%d\n",
		    i, substr("abc", q + 1, 1), i % 28 + 1, 8 + i % 9, w, t
	}
}' >contacts
cs-audit -q --rule queue_heap,answer_heap --target handle_s=5m --explain contacts >found
cut -f 2-5,8-11 found
cut -f 2,5,17- found
# Nothing near the point: no test.
cs-audit --rule queue_heap --target handle_s=1h contacts | wc -l
# The contacts behind it are those just inside.
cs-audit -q --rule queue_heap --target handle_s=5m --contacts behind --limit 1000 contacts | wc -l
cut -f 2,6 behind | sed 1d | sort | uniq -c | awk '{ print $2, $3, ($1 > 0) }'
# Widths and weights that are none.
rule() {
	printf '[rule wide]\nmetric = asa\ntest = shape\nvalue = wait_s\nat = 20\n%s\n' "$1"
	printf 'units = queue\nsays = x\nquestion = y\n'
}
for text in 'width = 61s' 'width = ten' 'width = 0s' 'weight = 0' 'weight = 101' 'when = handled'; do
	rule "$text" >own
	cs-audit --rules own contacts
done
