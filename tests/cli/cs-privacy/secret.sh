# SPDX-License-Identifier: GPL-3.0-or-later
# Who it was about is in no trace; files that nobody learns anything from are not changed.
printf 'customer_id\tcaller\n4711\t\\N\n\\N\t+4930777777\n' >a.tsv
cs-privacy -q --erase --customer 4711 --identifier=+4930777777 --trace t -o receipt a.tsv; echo $?
grep -c -e 4711 -e 4930777777 t receipt a.tsv
grep -o '"command":.*","a.tsv"\]' t
sed 's/[a-z2-7]\{32\}/TOKEN/g' a.tsv
