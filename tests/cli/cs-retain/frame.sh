# SPDX-License-Identifier: GPL-3.0-or-later
# The inputs in any order, packed or not, from a pipe or from files: the same table.
run() { cs-retain -q --by reason --at 1mo,6mo "$@"; }
c=$TESTDATA/retain/customers.tsv
t=$TESTDATA/retain/contacts.tsv
run --customers "$c" "$t" >plain
head -3 plain
backwards() { head -n 1 "$1" && tail -n +2 "$1" | sort -r; }
backwards "$c" | gzip >c.gz
backwards "$t" >t
run --customers c.gz t | cmp - plain && echo backwards
head -n 40 t >t1
{ head -n 1 t && tail -n +41 t; } >t2
run --customers c.gz t2 t1 | cmp - plain && echo in pieces
run --customers "$c" <"$t" | cmp - plain && echo from a pipe
cat "$c" | run --customers - "$t" | cmp - plain && echo customers from a pipe
for n in 1 2 3; do run --threads "$n" --mem 1M --customers "$c" "$t" | cmp - plain && echo $n threads; done
