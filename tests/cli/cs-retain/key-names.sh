# SPDX-License-Identifier: GPL-3.0-or-later
# A key that has the name of a column of the table, or of one of its bounds, is refused.
cd "$TESTDATA/retain" || exit
run() {
	cs-retain -q --customers customers.tsv --purchases purchases.tsv "$@" contacts.tsv
	echo "$?"
}
run --by flag=plan
run --by stayed_lo=plan
run --by stayed_se=plan | tail -n 1
run --hazard region --by left_pace_hi=plan
run --uplift --by uplift=plan
