# SPDX-License-Identifier: GPL-3.0-or-later
# What each score is made of: as observed, as expected, what is believed, what was aimed at.
here=$SRC/tests/cli/cs-rank
awk -f "$here/mix.awk" | awk -F '\t' -v OFS='\t' '{ print $0, NR == 1 ? "talk_s" : 100 + NR % 90 + ($3 == "hard") * 60 }' >contacts.tsv
printf '[metric solved_customer_share]\ntarget = 72%%\nfloor = 60%%\n[metric mean_talk]\nbetter = down\ntarget = 170\n' >team.vision
cs-kpi -q --by queue,agent -m contacts,solved_customer_share,mean_talk --cells contacts.tsv >cells.tsv
cs-rank -q --vision team.vision --detail cells.tsv
echo 'the parts add up to the score:'
cs-rank -q --vision team.vision cells.tsv | cut -f 1,7 >scores
cs-rank -q --vision team.vision --detail cells.tsv | awk -F '\t' '
	FNR == NR { score[$1] = $2; next }
	FNR > 1 { sum[$1] += $12 == "\\N" ? 0 : $12 }
	END { for (a in sum) { n++; if (sum[a] - score[a] > 1.5e-4 || score[a] - sum[a] > 1.5e-4) print a, sum[a], score[a] } print n }' scores -
echo 'nobody surveyed, one surveyed:'
awk -F '\t' -v OFS='\t' 'NR > 1 && $2 != "e1" { $5 = "\\N" } 1' contacts.tsv >few.tsv
cs-kpi -q --by agent -m csat_top2,solved_customer_share --cells few.tsv | cs-rank -q --detail | head -4
