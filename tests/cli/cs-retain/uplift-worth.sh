# SPDX-License-Identifier: GPL-3.0-or-later
# What those who stay are worth: with bounds where enough left, in one currency, over parts as over
# all; beside it how many of the solved and of the unsolved stayed, before like is held against like.
as_of=2027-12-01T00:00:00Z
gen() { cs-gen -q --rows 4000 --customers 4000 --days 730 --seed 3 --plant solved -r --table "retain-$1"; }
for t in contacts customers; do
	gen "$t" >"$t"
	cs-part -q --by customer_id --buckets 4 --into "$t.parts" "$t" >/dev/null
done
run() {
	cs-retain -q --uplift --against unsolved --landmark 14d --at 6mo,180d --as-of $as_of \
	    --currency EUR "$@"
}
run --customers customers contacts | tee plain
for i in 0 1 2 3; do
	f=part-00$i.tsv
	run --partial --shard $i --customers customers.parts/$f contacts.parts/$f >cells$i
done
merge() { cs-retain -q --uplift --against unsolved --at 6mo,180d --merge "$@"; }
merge cells2 cells0 cells3 cells1 | cmp - plain
merge --say cells0 cells1 cells2 cells3
sed '2s/EUR/USD/' customers >two
cs-retain -q --uplift --at 6mo --customers two contacts
echo "$?"
cs-retain -q --uplift --at 6mo --customers customers --cells contacts
echo "$?"
# Values as large as they may be: in figures and in words.
sed "s/$(printf '\t')[0-9.]*$(printf '\t')EUR/$(printf '\t')9000000000000$(printf '\t')EUR/" customers >huge
huge() {
	cs-retain -q --uplift --against unsolved --landmark 14d --at 6mo --as-of $as_of --customers huge \
	    "$@" contacts
}
huge | cut -f 14-18
huge --say | grep -o 'worth[^;]*'
