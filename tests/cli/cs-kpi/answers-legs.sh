# SPDX-License-Identifier: GPL-3.0-or-later
# An answer on a further leg is not counted, and said: of what is asked for, by any threads, of the
# rows reported on. Metrics of one's own count what they say.
awk 'BEGIN {
	OFS = "\t"
	print "contact_id", "leg", "queue", "started_at", "csat", "nps", "disposition"
	for (i = 0; i < 40000; i++) {
		print i, 1, i % 2 ? "a" : "b", "2026-10-01T08:00:00Z", i % 5 ? "\\N" : 5, "\\N", "answered"
		print i, 2, i % 2 ? "a" : "b", "2026-10-01T08:05:00Z", i % 4 ? "\\N" : 1, i % 100 ? "\\N" : 9, "answered"
	}
	print "x", "\\N", "a", "2026-10-01T08:00:00Z", 3, 10, "answered"
}' >c.tsv
cs-kpi -m csat_top2,csat_mean c.tsv
for threads in 1 3; do
	cs-kpi --threads $threads --where "queue = 'b'" --by queue -m csat_top2,nps c.tsv
done
cs-kpi -m 'good_share=share(csat >= 4)' c.tsv
cs-kpi -m contacts,answered c.tsv
cut -f 1,3- c.tsv | cs-kpi -m csat_top2
