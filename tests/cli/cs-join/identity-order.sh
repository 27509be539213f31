# SPDX-License-Identifier: GPL-3.0-or-later
# Neither the order of lines nor that of files, nor threads, change a byte.
cs-join --identity "$TESTDATA/identities.tsv" --identity "$TESTDATA/same.tsv" -q \
	"$TESTDATA/who.tsv" >want.tsv
(head -1 "$TESTDATA/identities.tsv"; sed 1d "$TESTDATA/identities.tsv" | sort -r) >ids.tsv
cs-join --identity "$TESTDATA/same.tsv" --identity ids.tsv -q --threads 1 "$TESTDATA/who.tsv" |
	cmp - want.tsv && echo same
# Each half of the rows as a file of its own, the columns in another order.
awk -F '\t' -v OFS='\t' 'NR == 1 || NR % 2 { print $4, $3, $2, $5, $1 }' ids.tsv >odd.tsv
awk -F '\t' -v OFS='\t' 'NR == 1 || NR % 2 == 0 { print $3, $1, $5, $2, $4 }' ids.tsv >even.tsv
cs-join --identity odd.tsv --identity even.tsv --identity "$TESTDATA/same.tsv" -q \
	"$TESTDATA/who.tsv" | cmp - want.tsv && echo same
