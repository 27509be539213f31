# SPDX-License-Identifier: GPL-3.0-or-later
# The line of blocks fits the width: first it gets shorter, then the words behind it go. Times are
# not cut: rows could not be told apart.
awk 'BEGIN {
	print "queue\tinterval\tcontacts\tsl_offered_20\tsl_offered_20_n"
	for (day = 5; day <= 6; day++)
		for (hour = 0; hour < 24; hour++)
			printf "support\t2026-10-%02dT%02d:00:00+02:00\t%d\t0.50000000\t%d\n", day, hour, hour * day, hour * day
}' >series.tsv
for width in 30 40 60 90 100; do
	cs-report --width $width series.tsv | sed -n '1,5p;7q'
	echo
done
