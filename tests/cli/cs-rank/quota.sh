# SPDX-License-Identifier: GPL-3.0-or-later
# Bands by quota say how wrong they are; who shares a place across the border is outside.
awk -f "$SRC/tests/cli/cs-rank/moves.awk" >contacts.tsv
cs-kpi -q --by agent -m csat_top2 --cells contacts.tsv >agents
cs-rank --force-quota --trace trace agents | cut -f 1-5,10,11,18
grep -c 'by quota, whatever' trace
echo 'a third:'
cs-rank -q --force-quota --band .34 agents | cut -f 1-4,18
echo 'nobody differs:'
awk 'BEGIN { print "contact_id\tagent_id\tcsat"; for (i = 0; i < 400; i++) print i "\t" i % 10 "\t" (int(i / 10) % 3 ? 5 : 2) }' |
	cs-kpi -q --by agent -m csat_top2 --cells | cs-rank --force-quota | cut -f 1-5,18
echo 'some cannot be told:'
awk 'NR == 1 || $2 != "a10" || NR % 25 == 0' contacts.tsv | cs-kpi -q --by agent -m csat_top2 --cells |
	cs-rank -q --force-quota | cut -f 1-4,18 | sed -n '1,4p;$p'
