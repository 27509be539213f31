# SPDX-License-Identifier: GPL-3.0-or-later
# Rows to draw a funnel of: shares and means, with kinds of work held apart and without, groups too
# small for a limit, all alike, a metric that is not there.
awk -f "$SRC/tests/cli/cs-rank/mix.awk" >contacts.tsv
cs-rank --funnel csat contacts.tsv
echo 'kinds of work together:'
cs-kpi -q --by agent -m csat_top2,csat_mean --cells contacts.tsv >agents
cs-rank -q -m csat_top2,csat_mean --funnel csat_mean agents | cut -f 1-9,15,16
echo 'small and odd:'
printf '%s\n' contact_id/agent_id/csat 1/a/5 2/b/2 3/b/5 4/c/5 5/d/\\N 6/e/5 |
	tr / '\t' >few.tsv
cs-kpi -q --by agent -m csat_top2,csat_mean --cells few.tsv >few
cs-rank -q --funnel csat_top2 few
echo 'named are those with two:'
cs-rank --funnel csat_top2 --min-group 2 few | cut -f 1-4
echo 'all alike:'
sed 's/\t2$/\t5/' few.tsv | cs-kpi -q --by agent -m csat_top2,csat_mean --cells |
	cs-rank -q -m csat_top2,csat_mean --funnel csat_mean
cs-rank --funnel repeat_1d few
echo $?
cs-rank --funnel csat_mean -m csat few
echo $?
cs-rank --funnel csat_top2 --force-quota few
echo $?
