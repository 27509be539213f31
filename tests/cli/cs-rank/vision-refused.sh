# SPDX-License-Identifier: GPL-3.0-or-later
# What a vision cannot say: the line, and what helps.
here=$SRC/tests/cli/cs-rank
awk -f "$here/team.awk" "$here/team" >contacts.tsv
cs-kpi -q --by agent -m csat_top2,mean_talk,p90_talk --cells contacts.tsv >cells.tsv
try() {
	printf '[metric csat_top2]\n%s\n' "$1" >x.vision
	cs-rank --vision x.vision "${2:-cells.tsv}"
	echo $?
}
try 'weight = 0'
try 'weight = much'
try 'better = faster'
try 'floor = 70'
try '[metric csat_topp2]'
try '[metric handle]'
try '[metric aht]'
try '[metric repeat_7d]'
try '[metric transfer_share]' contacts.tsv
try '[metric csat_top2]'
printf '[metric mean_talk]\nbetter = down\n[metric p90_talk]\nbetter = down\n' >speed.vision
cs-rank --vision speed.vision cells.tsv
echo $?
printf '[metric p90_talk]\nbetter = down\n' >quantile.vision
cs-rank --vision quantile.vision cells.tsv
echo $?
cs-rank --vision nowhere.vision cells.tsv
echo $?
