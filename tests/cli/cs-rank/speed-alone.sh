# SPDX-License-Identifier: GPL-3.0-or-later
# Who hurries is not who helps, by whatever time, and however much there was to do.
here=$SRC/tests/cli/cs-rank
awk -f "$here/team.awk" "$here/team" >talk
cs-kpi -q --by agent -m mean_talk,csat_top2 --cells talk | cs-rank -m mean_talk
echo $?
awk -v 'OFS=\t' '{ print $0, NR == 1 ? "disposition" : "answered" }' talk | sed 1s/talk_s/handle_s/ |
	cs-kpi -q --by agent -m contacts,aht,mean_handle,csat_top2 --cells >cells
for card in aht:1:down aht:2:down,mean_handle contacts:1:up,aht:1:down; do
	cs-rank -m "$card" cells
	echo $?
done
printf '[metric aht]\nbetter = down\n' >hurry.vision
cs-rank --vision hurry.vision cells
