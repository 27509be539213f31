# SPDX-License-Identifier: GPL-3.0-or-later
# In sentences, associations and no causes; where it cannot be told that is said.
run() { cs-retain -q --say --customers "$@"; }
run "$TESTDATA/retain/customers.tsv" --from joined --hazard plan,region,contacted \
    "$TESTDATA/retain/contacts.tsv"
echo
run "$TESTDATA/retain/customers.tsv" --from joined --hazard 'log(month_value)' --by segment
echo
made() {
	printf 'customer_id\tjoined_at\tleft_at\tkind\tsize\n'
	awk -v "n=$1" -v "a=$2" -v "b=$3" 'BEGIN {
		OFS = "\t"
		for (i = 1; i <= 2 * n; i++) {
			k = i > n ? "b" : "a"
			d = i > n ? i - n : i
			left = d <= (k == "a" ? a : b)
			print "c" i, "2026-01-01T00:00:00Z",
			    left ? sprintf("2026-01-%02dT12:00:00Z", 1 + d % 28) : "\\N", k, d % 3
		}
	}'
}
made 40 0 0 >nobody
made 40 20 0 >some
made 40 40 40 >all
made 30 3 28 >apart
for f in nobody some all apart; do
	echo "$f:"
	run $f --from joined --hazard kind,size --as-of 2026-06-01
done
cs-retain -q --customers some --from joined --hazard kind --as-of 2026-06-01
cs-retain -q --customers nobody --from joined --hazard kind --as-of 2026-06-01
