# SPDX-License-Identifier: GPL-3.0-or-later
# Cells of parts by customer add up to the table of all, with endings, at a landmark, in strata; what
# was written otherwise is refused, and what is not said again is as it was written.
c=$TESTDATA/retain/customers.tsv
t=$TESTDATA/retain/contacts.tsv
cs-part -q --by customer_id --into parts --buckets 4 "$t" >/dev/null || exit
# what only the writer is asked, what both are, what only the reader is
try() {
	cs-retain -q --customers "$c" $1 $2 $3 "$t" >plain || exit
	for p in parts/part-*; do
		n=${p##*/}
		cs-retain -q --customers "$c" --as-of 2026-10-13T12:03:24Z --partial --shard "$n" $1 $2 "$p" \
		    >"$n.cells" || exit
	done
	cs-retain -q --merge $2 $3 part-*.cells | cmp - plain && echo same
	# What was asked need not be said again.
	cs-retain -q --merge ${4-$3} part-*.cells | cmp - plain && echo the same
}
try '--by queue --landmark 14d' --status '--at 1mo,90d --steps --explain'
try '--by channel' '--endings left_reason' --points
try '--by channel --strata plan,segment' --compare --explain '--compare --explain'
try '--by reason --landmark 14d' '--cancel-reasons fault,billing --status' --say
try '--by reason' '--cancel-reasons fault' --say
set -- part-*.cells
cs-retain -q --merge "$1"
echo $?
cs-retain -q --merge --cancel-reasons billing "$1"
echo $?
cs-retain -q --merge --cancel-reasons fault --endings left_reason "$1"
echo $?
