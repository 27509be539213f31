# SPDX-License-Identifier: GPL-3.0-or-later
# A limit of the size of files is a full disk, not a signal that leaves temporary files behind.
seq 1 3000 | sed 's/.*/&	C&/; 1s/^/contact_id	customer_id\n/' >calls.tsv
mkdir tmp
export TMPDIR="$PWD/tmp"
(
	ulimit -f 4
	cs-join -q --side 'calls.tsv on customer_id add contact_id=other' -o joined calls.tsv
	echo $?
	cs-join -q --mem 16K --side 'calls.tsv on customer_id add contact_id=other' calls.tsv 2>&1 >/dev/null |
	    sed "s|$PWD/tmp.*:|TMP:|"
	cs-join --index calls.tsv
	echo $?
)
ls -A . tmp
