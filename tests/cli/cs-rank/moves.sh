# SPDX-License-Identifier: GPL-3.0-or-later
# Who got better since the three months before, who worse, and who is steady: levels that moved for
# everybody are nobody's movement.
awk -f "$SRC/tests/cli/cs-rank/moves.awk" >contacts.tsv
cs-kpi -q --by agent,month -m csat_top2,solved_customer_share --cells contacts.tsv >months
show() { cut -f 1,2,4,7,18-; }
[ "$(cs-rank -q months | sed q | cut -f 18 )" = before ] || echo 'the columns stand elsewhere'
cs-rank months | show
echo 'nothing before:'
cs-rank -q --as-of 2026-05-01 months | show
echo 'all of it, one period each:'
cs-rank -q --window all months | show
echo 'one month:'
cs-rank -q --window 1mo months | show
echo 'no time:'
cs-kpi -q --by agent -m csat_top2 --cells contacts.tsv | cs-rank -q | sed q | tr '\t' '\n' | grep -c -e moved -e steady || :
