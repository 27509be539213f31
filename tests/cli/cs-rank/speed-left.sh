# SPDX-License-Identifier: GPL-3.0-or-later
# Speed beside an outcome that tells nobody apart is speed alone: nobody is ranked by who hurries,
# whether everybody's customers got the same or no customer was asked. A floor holds all the same.
awk 'BEGIN {
	OFS = "\t"
	print "agent_id", "queue", "channel", "started_at", "disposition", "handle_s", "csat"
	for (a = 0; a < 9; a++)
		for (i = 0; i < 60; i++)
			print "a" a, "q", "phone", "2026-01-15T10:00:00Z", "answered", \
			    100 + 10 * a + i % 7, i % 3 ? 5 : 2
}' >same.tsv
awk -F '\t' -v 'OFS=\t' 'NR > 1 { $7 = "\\N" } 1' same.tsv >unasked.tsv
for f in same unasked; do
	cs-rank --window all -m csat_top2:3,mean_handle:1 $f.tsv | cut -f 1-4,17
done
printf '[metric csat_top2]\n[metric mean_handle]\nfloor = 160s\n' >floor.vision
cs-rank --window all --vision floor.vision same.tsv | cut -f 1-4,17,19
cs-rank -q --window all --vision floor.vision --recognise same.tsv
cs-rank -q --window all -m csat_top2,mean_handle --each agent_id --dir pages same.tsv >list
sed -n 2p pages/a0.page.tsv | sed "s|.*\t||"
