# SPDX-License-Identifier: GPL-3.0-or-later
# Counts as cells; priced when they are merged, with the costs given then; what does not go together.
ln -s "$TESTDATA/charge" charge
d=charge
count() { cs-chargeback -q --costs "$d/costs.tsv" --map "$d/map.tsv" --by month,cause "$@"; }
price() { cs-chargeback -q --costs "$d/costs.tsv" --merge "$@"; }
{ head -n 1 "$d/contacts.tsv"; sed -n 2,60p "$d/contacts.tsv"; } >a.tsv
{ head -n 1 "$d/contacts.tsv"; sed -n '61,$p' "$d/contacts.tsv"; } >b.tsv
count --partial a.tsv >a
count --partial b.tsv >b
head -n 40 a
echo == all
price --by cause a b
echo == dearer
sed 's/4200.00/8400.00/' "$d/costs.tsv" >dear
cs-chargeback -q --costs dear --merge --by month a b
echo == refused
price a a
price --manifest list a b 2>/dev/null || echo no manifest
printf 'shard\na.tsv\nb.tsv\nc.tsv\n' >list
price --manifest list a b
sed 's/2026-08-01/2026-08-02/g' "$d/costs.tsv" >other
cs-chargeback -q --costs other --merge a b
cs-chargeback -q --costs "$d/costs.tsv" --rates "$d/rates.tsv" --merge a b | tail -n 1
price --by product a b
price --tz Europe/Berlin a b
price --map "$d/map.tsv" a b
price --statement a b
count --partial --shard c a.tsv --where "channel = 'phone'" >c
price b c
price "$d/contacts.tsv"
head -n 50 a | price
sed 's/\(handle_s\t0\t\)[0-9]*/\11/' a | price
count --cells --say a.tsv
cs-chargeback -q --costs "$d/costs.tsv" --manifest list --map "$d/map.tsv" a.tsv
