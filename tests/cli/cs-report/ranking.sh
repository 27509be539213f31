# SPDX-License-Identifier: GPL-3.0-or-later
# A ranking on a terminal is one table of what matters first; what is left out is named.
here=$SRC/tests/cli/cs-rank
awk -f "$here/team.awk" "$here/team" >contacts.tsv
cs-kpi -q --by agent -m contacts,csat_top2,solved_customer_share --cells contacts.tsv >cells.tsv
printf '[vision]\nsays = Solved.\nmin_group = 3\n[metric solved_customer_share]\n[metric csat_top2]\nfloor = 77%%\n' >v
cs-rank -q --vision v cells.tsv >ranks.tsv
cs-report --color=always ranks.tsv
for width in 40 60 80 130 1000; do
	echo "$width:"
	cs-report --width "$width" ranks.tsv >wide
	sed -n '1,2p' wide
	perl -CSD -nse 'chomp; print "too wide: $_\n" if length > $w && !/No trace|^  [a-z_]*: /' -- \
		-w="$width" wide
done
echo 'all of it:'
cs-report --table ranks.tsv | grep -c '^lou '
cs-report --markdown ranks.tsv | sed -n '1p;3p'
echo 'by quota:'
cs-rank -q --force-quota cells.tsv | cs-report | sed -n '1,2p'
echo 'over time:'
awk -f "$here/moves.awk" >contacts.tsv
cs-kpi -q --by agent,month -m csat_top2,solved_customer_share --cells contacts.tsv |
	cs-rank -q | cs-report --width 120
echo 'nobody:'
head -1 ranks.tsv | cs-report
echo 'names in any script, wider than the screen:'
printf '日本語日本語日本語日本語日本語\t1\t1\tgreen\t9\t0.9\t1.5\t1\t2\t1\t0\t1\t1\t\\N\t\\N\t\\N\t\\N\t\\N\n' |
	cat ranks.tsv - | sed '2,8d' | cs-report --width 50 | head -5
