# SPDX-License-Identifier: GPL-3.0-or-later
# Cells of parts of the customers add up to the run over all of them, byte for byte, in any order and
# in any steps; cells of other horizons are other cells.
for t in customers purchases surveys; do
	cs-part -q --by customer_id --buckets 4 --into $t "$TESTDATA/retain/$t.tsv" >list
done
run() { cs-retain -q --nps --at 30d,6mo "$@"; }
run --by plan --as-of 2026-11-01 --customers "$TESTDATA/retain/customers.tsv" \
    --purchases "$TESTDATA/retain/purchases.tsv" --surveys "$TESTDATA/retain/surveys.tsv" >plain
for p in 000 001 002 003; do
	run --by plan --as-of 2026-11-01 --partial --shard $p --customers customers/part-$p.tsv \
	    --purchases purchases/part-$p.tsv --surveys surveys/part-$p.tsv >$p
done
run --merge 003 001 000 002 | cmp - plain && echo all at once
run --merge --cells 001 003 >half
run --merge 002 half 000 | cmp - plain && echo in steps
wc -l <plain
cs-retain -q --nps --at 30d --merge 000
echo $?
run --landmark 7d --merge 000
echo $?
