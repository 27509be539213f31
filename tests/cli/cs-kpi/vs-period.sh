# SPDX-License-Identifier: GPL-3.0-or-later
# Held against the period before: each kind of metric, an agent who came and one who left.
{
	printf 'contact_id\tagent_id\tcustomer_id\tstarted_at\tdisposition\twait_s\tcsat\tnps\n'
	awk 'BEGIN {
		for (i = 0; i < 400; i++) {
			may = i % 5 > 1
			day = 1 + i % 28
			agent = i % 3 ? "ann" : may ? "new" : "old"
			wait = (i * 37) % 90 + (may ? 0 : 20)
			csat = may ? 5 - i % 2 : 5 - i % 4
			printf "c%d\t%s\tk%d\t2026-%s-%02dT08:00:00Z\t%s\t%d\t%d\t%d\n", i, agent, i % 150,
			    may ? "05" : "04", day, i % 7 ? "answered" : "abandoned", wait, csat, i % 11
		}
	}'
} >c.tsv
set -- -m 'contacts,sum_wait,customers,asa,p50_wait,sl_offered(20),csat_mean,nps,repeat_1d,repeat_free_7d,max_wait'
cs-kpi -q --by agent "$@" --period 2026-05 --as-of 2026-06-01 --vs previous c.tsv >t
# A record a metric and column: easier to read.
turn() { awk -F '\t' 'NR == 1 { n = split($0, h) } { for (i = 1; i <= n; i++) c[i] = c[i] "\t" $i } END { for (i = 1; i <= n; i++) print substr(c[i], 2) }' "$@"; }
turn t
echo
cs-kpi -q -m 'first_at=min(started_at),late_ratio=max(wait_s) > 100,asa' --period 2026-05-11..2026-05-20 --vs previous c.tsv | turn
