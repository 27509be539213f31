# SPDX-License-Identifier: GPL-3.0-or-later
# Only some games, in turn; nobody plays when nobody is to.
cs-gen --agents 30 --gamers 5 --games shaved_times,early_closing --table skills -r |
	awk -F '\t' 'NR > 1 { n[$2]++ } END { for (k in n) print k, n[k] }' | sort
cs-gen --agents 30 --gamers 0 --table skills -r | cut -f 2 | sort | uniq -c | sed 's/^ *//'
cs-gen --agents 60 --games team_closing,new_survey --table skills -r --truth truth.tsv |
	cut -f 2 | sort | uniq -c | sed 's/^ *//'
grep -e gamers -e ^team_ -e ^new_ truth.tsv
