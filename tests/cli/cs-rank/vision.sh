# SPDX-License-Identifier: GPL-3.0-or-later
# A vision says what stands on the card, what weighs how much, and what must not be missed.
here=$SRC/tests/cli/cs-rank
awk -f "$here/team.awk" "$here/team" >contacts.tsv
cs-kpi -q --by agent -m contacts,csat_top2,solved_customer_share,mean_talk,p90_talk --cells contacts.tsv >cells.tsv
cat >team.vision <<'END'
[vision]
says = Solved, and gladly.
min_group = 3

[metric solved_customer_share]
weight = 3
target = 85%

[metric csat_top2]
weight = 1.5
floor = 77%

[metric mean_talk]
better = down
weight = .5
target = 3m

[metric p90_talk]
better = down

[bands]
part = 30%
sure = 90%
END
sed -i 's/= .5/= 0.5/' team.vision
cs-rank --vision team.vision cells.tsv
echo 'what is said on the command line goes before:'
cs-rank -q --vision team.vision --band 20% --sure .95 --min-group 10 -m csat,solved:9 cells.tsv | cut -f 1-4,17-
echo 'a floor that is missed by nobody:'
sed 's/77%/20%/' team.vision >kind.vision
cs-rank -q --vision kind.vision cells.tsv | cut -f 1-4,17-
echo 'and by all:'
sed 's/77%/97%/' team.vision >hard.vision
cs-rank -q --vision hard.vision cells.tsv | cut -f 1-4,11,12,17-
