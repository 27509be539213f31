# SPDX-License-Identifier: GPL-3.0-or-later
# Where there is nothing to tell: one alone, all equal, no variance, nobody asked, kinds of work of
# one each, one team, no contacts in the window.
half() { awk -f "$SRC/tests/cli/cs-rank/half.awk" | awk -F '\t' -v OFS='\t' "$1"; }
say() {
	echo "$1:"
	shift
	"$@" | cut -f 1-8,17- | head -4
}
half 'NR == 1 || $2 == "e"' >one.tsv
half 'NR > 1 { $10 = (NR - 2) % 10 < 3 ? 2 : 5 } 1' >equal.tsv
half 'NR > 1 { $10 = 5 } 1' >all-five.tsv
half 'NR > 1 { $10 = "\\N" } 1' >nobody.tsv
half 'NR > 1 && $2 != "e" { $10 = "\\N" } 1' >one-asked.tsv
half 'NR > 1 { $4 = "q" $2 } 1' >own-queue.tsv
half 'NR > 1 { $4 = $5 = "\\N" } 1' >no-queue.tsv
half 'NR > 1 { $3 = "red" } 1' >one-team.tsv
half 'NR > 1 { $2 = "\\N" } 1' >no-agent.tsv
half 'NR == 1' >empty.tsv
say 'one alone' cs-rank one.tsv
say 'all equal' cs-rank -m csat_top2 --strata none --window all equal.tsv
say 'all equal, by queue' cs-rank -m csat_top2 --window all equal.tsv
say 'no variance' cs-rank -m csat_mean,csat_top2 all-five.tsv
say 'nobody asked' cs-rank nobody.tsv
say 'one was asked' cs-rank one-asked.tsv
say 'each in a queue of their own' cs-rank own-queue.tsv
say 'nobody knows what it was' cs-rank no-queue.tsv
say 'one team' cs-rank --unit team one-team.tsv
say 'nobody took them' cs-rank no-agent.tsv
say 'no contacts' cs-rank empty.tsv
say 'none in the window' cs-rank --as-of 2020-01-01 one.tsv
say 'an instant before all' cs-rank --as-of 0001-01-01T00:00:00Z one.tsv
say 'and behind' cs-rank --as-of 9999-12-31T23:59:59Z one.tsv
say 'the detail of nothing' cs-rank --detail nobody.tsv
