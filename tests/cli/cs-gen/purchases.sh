# SPDX-License-Identifier: GPL-3.0-or-later
# Nobody buys who has left, nobody leaves who has not joined.
cs-gen --rows 100000 --days 1500 --table customers --records |
	cut -f 1,6,7 | grep -v '[\]N' | sort >left
cs-gen --rows 100000 --days 1500 --table purchases --records |
	cut -f 2,4 | sort >bought
join -t '	' left bought | grep '^C' |
	awk -F '\t' '$4 >= $3 { late++ } $3 <= $2 { odd++ } END { print (NR > 9000), late + 0, odd + 0 }'
