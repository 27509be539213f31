# SPDX-License-Identifier: GPL-3.0-or-later
# Groups of few customers are in no table and no sentence, and how many they are is said: the groups
# of the table and those that are said make up all of them.
cd "$TESTDATA/retain" || exit
run() {
	echo "== $*"
	cs-retain --customers customers.tsv --purchases purchases.tsv "$@" contacts.tsv 2>&1 |
	    grep -v '^cs-retain: [^g]' | cut -f 1-3
}
run --at 1mo --by reason --min-group 14
run --at 1mo --by reason --min-group 14 --points | cut -f 1 | uniq
run --at 1mo --by reason --min-group 14 --say | tail -n 1
run --compare --by reason --min-group 14
run --hazard plan,reason --min-group 14
run --hazard plan --by region --min-group 30 --say | tail -n 1
run --uplift --window 30d --gap 0d --at 1mo --by reason --min-group 9
run --uplift --window 30d --gap 0d --at 1mo --by reason --min-group 99
run --at 1mo --by reason --min-group 1 | wc -l
