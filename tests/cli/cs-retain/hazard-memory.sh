# SPDX-License-Identifier: GPL-3.0-or-later
# A number that nearly every customer has for himself is as many combinations; what does not fit is
# refused, and rounded it fits.
awk 'BEGIN {
	OFS = "\t"
	print "customer_id", "joined_at", "left_at", "month_value"
	for (i = 0; i < 300000; i++)
		print "c" i, "2026-01-01T00:00:00Z",
		    i % 3 ? "\\N" : sprintf("2026-02-%02dT00:00:00Z", 1 + i % 28), i "." i % 10 i % 7
}' >customers
run() { cs-retain -q --customers customers --from joined --as-of 2026-06-01 "$@"; }
run --hazard month_value --threads 1 --mem 8M
echo $?
run --hazard 'k=round(month_value / 10000)' --threads 1 --mem 8M | cut -f 1-5
