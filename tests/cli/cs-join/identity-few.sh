# SPDX-License-Identifier: GPL-3.0-or-later
# Queues and channels of few contacts are not named, nor one alone beside a total.
cs-gen -r --rows 400 --days 3 --table scattered >calls.tsv
cs-gen -r --rows 400 --days 3 --table identities >ids.tsv
for n in 0 10 30 100 1000; do
	echo "== $n"
	cs-join --identity ids.tsv --min-group $n --identity-report list.tsv calls.tsv 2>notes >/dev/null
	awk -F '\t' 'NR > 1 { n[$1 " " $2] += $4; all += $4 } END { for (g in n) print n[g], g; print all + 0 }' list.tsv |
		sort -rn
	grep -e ' queue ' -e min-group notes | cut -d : -f 2-4 | sed 's/ [0-9.]* %.*//'
	rm list.tsv
done
