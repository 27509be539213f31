# SPDX-License-Identifier: GPL-3.0-or-later
# More contacts than --mem holds go to disk, and say the same; a disk that is not there is 74.
awk 'BEGIN {
	print "contact_id\tcustomer_id\tstarted_at\treason"
	for (i = 0; i < 60000; i++)
		printf "c%d\tk%d\t2026-10-%02dT08:%02d:%02dZ\tr%d\n", i, k = i * 7919 % 20011, 1 + int(i / 6000), i % 60, i % 59, i % 3 ? k % 7 : i % 7
}' >c.tsv
list='repeat_4d,repeat_free_4d,r=repeat_share(4d, reason),n=chains(4d),l=chain_mean(4d),a=chain_share(4d, reason)'
cs-kpi -q --by reason -m "$list" c.tsv >want
for mem in 100K 300K 1M; do
	for threads in 1 2 3; do
		cs-kpi -q --threads $threads --mem $mem --by reason -m "$list" c.tsv | cmp - want
	done
done
head -2 want
mkdir none
TMPDIR=none/such cs-kpi -q --mem 100K -m repeat_1d c.tsv
echo $?
ls
