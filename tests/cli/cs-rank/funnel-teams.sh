# SPDX-License-Identifier: GPL-3.0-or-later
# Funnels of teams whose people are told apart, of net promoter scores, and of counts by the hour.
awk -f "$SRC/tests/cli/cs-rank/half.awk" | awk 'BEGIN { FS = OFS = "\t" }
	{ print $0, NR == 1 ? "nps" : $10 == 5 ? 9 + NR % 2 : NR % 9 }' >contacts.tsv
cs-rank -q --unit team --strata queue -m csat,nps --funnel csat_top2 contacts.tsv | cut -f 1-9,15,16
cs-kpi -q --by team,queue,month -m csat_top2,nps --cells contacts.tsv >teams
echo 'the same whether people are told apart or not:'
cs-rank -q --unit team -m csat_top2,nps --funnel csat_top2 teams | cut -f 1-9,15,16
echo 'points:'
cs-rank -q --unit team --strata queue -m csat,nps --funnel nps contacts.tsv | cut -f 1-9
cs-rank -q -m csat_top2,nps --funnel nps teams | cut -f 1-9
echo 'by the hour:'
awk 'BEGIN { OFS = "\t"; print "agent_id", "state", "started_at", "ended_at"
	for (m = 5; m <= 7; m++)
		for (a = 0; a < 7; a++)
			for (d = 1; d <= 20; d++)
				print substr("abcdefg", a + 1, 1), "ready", sprintf("2026-%02d-%02dT08:00:00Z", m, d),
				    sprintf("2026-%02d-%02dT%02d:30:00Z", m, d, a % 2 ? 12 : 16) }' |
	cs-kpi -q --by agent,month -m worked --cells >attendance
cs-rank -q --attendance attendance -m contacts:1:up,csat --funnel contacts contacts.tsv
