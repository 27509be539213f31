# SPDX-License-Identifier: GPL-3.0-or-later
# A "customer" with 200,000 contacts, each for a reason of its own, and at last one that was there:
# whether somebody came again is found in one pass. What is the cancellation is no repeat, and no
# contact that another could repeat; a contact without a reason is for any.
awk 'BEGIN {
	OFS = "\t"
	print "customer_id", "started_at", "reason"
	for (i = 0; i < 200000; i++)
		printf "m\t2026-01-%02dT%02d:%02d:%02dZ\treason of its own %d\n", 1 + i / 10000, i / 600 % 24,
		    i / 10 % 60, i % 60, i
	print "m", "2026-02-10T00:00:00Z", "reason of its own 77"
	for (i = 0; i < 40; i++) {
		print "c" i, "2026-01-10T00:00:00Z", i % 4 < 2 ? "bill" : "cancel"
		print "c" i, "2026-01-20T00:00:00Z", i % 4 == 1 ? "move" : i % 4 == 2 ? "cancel" : i % 4 ? "\\N" : "bill"
	}
}' >contacts
awk 'BEGIN {
	OFS = "\t"
	print "customer_id", "joined_at", "left_at"
	print "m", "2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z"
	for (i = 0; i < 40; i++)
		print "c" i, "2026-01-01T00:00:00Z", i % 8 < 4 ? "\\N" : sprintf("2026-02-%02dT00:00:00Z", 1 + i % 28)
}' >customers
run() { timeout 60 cs-retain -q --customers customers --from joined --as-of 2026-04-01 --hazard repeat "$@" contacts; }
run | cut -f 1-5
run --cancel-reasons cancel | cut -f 1-5
