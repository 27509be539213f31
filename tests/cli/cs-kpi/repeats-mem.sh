# SPDX-License-Identifier: GPL-3.0-or-later
# More contacts than --mem holds: a clear stop, whatever the threads.
awk 'BEGIN { print "customer_id\tstarted_at"; for (i = 0; i < 70000; i++) print "k" i "\t2026-10-05T08:00:00Z" }' >c.tsv
for threads in 1 2 3; do
	cs-kpi --threads $threads --mem 1M -m repeat_1d c.tsv
	echo $?
done
cs-kpi --mem 3M -m repeat_1d c.tsv
