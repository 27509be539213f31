# SPDX-License-Identifier: GPL-3.0-or-later
# What is wrong with a key is said of the option that asked for it, and of no other.
d=$TESTDATA/charge
try() { cs-chargeback -q --costs "$d/costs.tsv" --rates "$d/rates.tsv" --map "$d/map.tsv" "$@" in 2>&1 | sed 's/ The columns.*//'; }
cp "$d/contacts.tsv" in
for key in nosuch monht 7m 'each(themes)' 'x=nosuch > 3' repeat,cause contact_id=reason charged=reason; do
	echo "== $key"
	try --by "$key" | sed '/^hint: the columns/d; 2q'
	try --pareto "$key" | sed '/^hint: the columns/d; 2q'
done
echo == columns that nobody named
cut -f 1-4,6- in >more
mv more in
try
cs-chargeback -q --costs "$d/departments.tsv" --vendors in
cut -f 1-3,5- in | cs-chargeback -q --costs "$d/departments.tsv" --demand --map "$d/quarter-map.tsv"
cut -f 1-3,5- in | cs-chargeback -q --costs "$d/departments.tsv" --pareto month
echo == cells
cs-chargeback -q --costs "$d/departments.tsv" --map "$d/quarter-map.tsv" --cells in >cells
for key in --by --pareto; do cs-chargeback -q --costs "$d/departments.tsv" --merge $key product cells; done
cs-chargeback -q --costs "$d/departments.tsv" --merge --vendors cells
