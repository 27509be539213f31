# SPDX-License-Identifier: GPL-3.0-or-later
# Do groups differ, over all times: plain, and like with like. A group that is alone in its stratum
# can be held against nobody.
run() { cs-retain -q --compare --customers "$TESTDATA/retain/customers.tsv" "$@"; }
run --by channel "$TESTDATA/retain/contacts.tsv"
echo
run --by segment --strata plan,channel --explain "$TESTDATA/retain/contacts.tsv"
echo
run --by segment --from joined --as-of 2026-10-14 --say
echo
# Remission under 6-MP and without (Freireich 1963), in days; they differ, in seven pairs each as well.
awk 'BEGIN {
	split("10 7 32+ 23 22 6 16 34+ 32+ 25+ 11+ 20+ 19+ 6 17+ 35+ 6 13 9+ 6+ 10+", a)
	split("1 22 3 12 8 17 2 11 8 12 2 5 4 15 8 23 5 11 4 1 8", b)
	print "customer_id\tjoined_at\tleft_at\tfollowed_until_at\tarm\tpairs"
	for (i = 1; i <= 21; i++) {
		row("a" i, a[i], "6-MP"); row("b" i, b[i], "control")
	}
}
function row(id, t, arm) {
	day = sprintf("2026-%02d-%02dT12:00:00Z", t + 0 > 30 ? 2 : 1, t + 0 > 30 ? t - 30 : t + 1)
	print id "\t2026-01-01T12:00:00Z\t" (t ~ /\+/ ? "\\N\t" day : day "\t\\N") "\t" arm "\t" int((i - 1) / 7)
}' >c
cs-retain -q --from joined --customers c --compare --by arm --explain
cs-retain -q --from joined --customers c --compare --by arm --strata pairs --explain
echo
cs-retain -q --from joined --customers c --compare --by pairs,arm --strata pairs --explain | cut -f1,2,9-
