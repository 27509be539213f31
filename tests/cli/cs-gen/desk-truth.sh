# SPDX-License-Identifier: GPL-3.0-or-later
# What is planted at the desk; who plays, and with what, is in the skills as well.
cs-gen --rows 5000 --agents 30 --gamers 15 --table skills -r --truth truth.tsv |
	awk -F '\t' 'NR > 1 && $2 != "\\N" { print $2 "\tagent_id\t" $1 }' | sort >players.tsv
grep -F 'agent_id' truth.tsv | sort | cmp - players.tsv
wc -l <players.tsv
grep -v -e ^queue_ -e ^hour_ truth.tsv
grep -e ^queue_tech -e ^hour_21 truth.tsv
