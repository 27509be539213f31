# SPDX-License-Identifier: GPL-3.0-or-later
# The list says how it would have fared a horizon ago: where leaving drifts with the calendar, where
# it does not, where the history is too short to know, where nothing was known then; and that columns
# of customers are as of today. It is what --backtest finds.
r() { cs-retain --at-risk "$@" 2>&1 >/dev/null | grep -v history; }
# So many of 600 customers leave in each month of 2025, of whom those of plan b twice as often.
leave() {
	awk -v leave="$1" 'BEGIN {
		OFS = "\t"
		print "customer_id", "joined_at", "left_at", "plan"
		split(leave, n, " ")
		for (i = 1; i <= 600; i++) {
			left = "\\N"
			at = (i * 7) % 600
			for (m = 1; m <= 12 && left == "\\N"; m++) {
				at -= n[m]
				if (at < 0)
					left = sprintf("2025-%02d-%02dT10:00:00Z", m, 1 + i % 28)
			}
			print "C" i, "2024-01-01T00:00:00Z", left, i % 3 ? "b" : "a"
		}
	}'
}
leave '20 20 20 20 20 20 20 20 20 20 20 20' >steady
leave '5 5 5 5 5 5 5 5 10 40 40 40' >rising
leave '60 60 60 60 60 60 30 20 10 3 3 3' >falling
leave '1 1 1 1 1 1 1 1 1 20 20 20' >late
printf 'contact_id\tcustomer_id\tstarted_at\n1\tC1\t2024-01-02T08:00:00Z\n' >contacts
printf 'contact_id\tcustomer_id\tstarted_at\n1\tC1\t2025-06-15T08:00:00Z\n' >young
for f in steady rising falling late; do
	echo "== $f"
	r --customers "$f" --as-of 2026-01-01 contacts
done
echo '== by the back-test'
cs-retain -q --at-risk --backtest 2025-10-03 --customers rising --as-of 2026-01-01 contacts |
	cut -f 2-7 | grep '90.all'
r --backtest 2025-10-03 --customers rising --as-of 2026-01-01 contacts
r --backtest 2025-10-03 --customers rising --as-of 2026-01-01 --min-group 1000 contacts
echo '== short'
r --customers steady --as-of 2026-01-01 young
r --customers steady --as-of 2025-11-01 young
echo '== no columns, and nothing to say'
cut -f 1-3 steady >bare
r --customers bare --as-of 2026-01-01 contacts
r -q --customers steady --as-of 2026-01-01 contacts
echo '== purchases of regular buyers'
awk 'BEGIN {
	OFS = "\t"
	print "customer_id", "purchased_at", "amount"
	for (i = 1; i <= 300; i++)
		for (d = i % 20; d < 400 && d < 60 + i; d += 20)
			print "C" i, strftime("%Y-%m-%dT10:00:00Z", 1735732800 + d * 86400), 10
}' >purchases
r --leaving silence=60d --from purchase --purchases purchases
