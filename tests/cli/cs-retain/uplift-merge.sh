# SPDX-License-Identifier: GPL-3.0-or-later
# Cells of parts add up to the run over all, in any order; what they are of must be the same.
as_of=2026-10-15T00:00:00Z
for t in contacts customers purchases; do
	cs-part -q --by customer_id --buckets 4 --into $t "$TESTDATA/retain/$t.tsv" >/dev/null
done
run() { cs-retain -q --uplift --window 30d,60d --gap 7d --at 1mo,45d --currency EUR "$@"; }
for i in 3 1 0 2; do
	f=part-00$i.tsv
	run --by channel,plan --as-of $as_of --partial --shard "s$i" --customers customers/$f \
	    --purchases purchases/$f contacts/$f >cells$i
done
run --by channel,plan --as-of $as_of --customers "$TESTDATA/retain/customers.tsv" \
    --purchases "$TESTDATA/retain/purchases.tsv" "$TESTDATA/retain/contacts.tsv" >plain
run --merge cells3 cells1 cells0 cells2 >merged
cmp plain merged && wc -l <plain
run --merge --value-bands 2 --match cem --say cells0 cells1 cells2 cells3 | wc -l
cs-retain -q --uplift --window 30d,60d --gap 8d --at 1mo,45d --currency EUR --merge cells1 cells2
