# SPDX-License-Identifier: GPL-3.0-or-later
# Counts are rates of the hour at work: who works half a day solves half as much.
awk -f "$SRC/tests/cli/cs-rank/half.awk" >contacts.tsv
# a, c, e and g are there 8 hours a day, b, d and f 4, and nobody knows of h; c is away in May
awk 'BEGIN {
	OFS = "\t"
	print "agent_id", "state", "started_at", "ended_at"
	for (m = 5; m <= 7; m++)
		for (d = 1; d <= 20; d++)
			for (a = 0; a < 7; a++) {
				if (a == 2 && m == 5)
					continue
				day = sprintf("2026-%02d-%02dT", m, d)
				print substr("abcdefg", a + 1, 1), "ready", day "08:00:00Z", day (a % 2 ? "12" : "16") ":00:00Z"
			}
}' >states.tsv
cs-kpi -q --by agent,month -m worked --cells states.tsv >attendance.tsv
cs-rank --attendance attendance.tsv -m contacts:1:up,csat:2 contacts.tsv
cs-kpi -q --by agent,month -m contacts,csat_top2 --cells contacts.tsv >cells.tsv
echo 'in a vision, with a target of so many an hour:'
printf '[metric contacts]\nbetter = up\ntarget = 0.3\n[metric csat_top2]\n' >team.vision
cs-rank -q --attendance attendance.tsv --vision team.vision --strata none --detail cells.tsv |
	awk -F '\t' '$2 == "metric" || $2 == "contacts"' | cut -f 1-4,6,9-15
echo 'by the day, all of it, for queues of nobody:'
cs-kpi -q --by agent,day -m worked --cells states.tsv >days.tsv
cs-rank -q --attendance days.tsv -m contacts:1:up,csat:2 contacts.tsv | cut -f 1-5 >by-day
cs-rank -q --attendance attendance.tsv -m contacts:1:up,csat:2 contacts.tsv | cut -f 1-5 | cmp - by-day
cs-rank -q --window all --attendance days.tsv -m contacts:1:up,csat:2 cells.tsv | cut -f 1-4
echo 'refused:'
cs-kpi -q --by agent -m worked --cells states.tsv >never.tsv
cs-kpi -q --by month -m worked --cells states.tsv >nobody.tsv
cs-kpi -q --by agent,month -m worked,logged_in_time --cells states.tsv >two.tsv
for with in never nobody two cells contacts missing; do
	cs-rank -m contacts:1:up,csat:2 --attendance $with.tsv cells.tsv
	echo $?
done
cs-kpi -q --by agent,week -m contacts,csat_top2 --cells contacts.tsv |
	cs-rank -m contacts:1:up,csat:2 --attendance attendance.tsv
echo $?
cs-rank -m contacts:1:up,csat:2 cells.tsv
echo $?
cs-rank -m contacts:1:up --attendance attendance.tsv cells.tsv
echo $?
