# SPDX-License-Identifier: GPL-3.0-or-later
# Cells of the versions before are read, and written as of this one; with new ones they merge.
cs-kpi -q --render "$TESTDATA/cells-1.tsv"
cs-kpi -q --merge "$TESTDATA/cells-1.tsv" | grep '^meta\|^shard'
cs-kpi -q --render "$TESTDATA/cells-1.tsv" >1
cs-kpi -q --render "$TESTDATA/cells-2.tsv" | cmp - 1
cs-kpi -q --merge "$TESTDATA/cells-2.tsv" | cs-kpi -q --render | cmp - 1
cs-ingest -q --map contacts "$TESTDATA/contacts.csv" >c.tsv
cells() {
	cs-kpi -q --by queue --tz Europe/Berlin --where 'wait_s < 1h' --as-of 2026-11-01 --partial --shard "$1" \
	    --period "$1" -m contacts,asa,repeat_1d c.tsv || exit
}
cells 2026-10 >october
cells 2026-09 >september
# As version 1 had it.
sed 's/version	3/version	1/; /^end.*crc32/d; s/^\(shard	\\N	\)[^	]*/\1\\N/' october |
    awk '{ print } /^meta.*where/ { print "meta\t\\N\t\\N\tperiod_from\t2026-09-30T22:00:00Z"
	print "meta\t\\N\t\\N\tperiod_to\t2026-10-31T23:00:00Z" }' >old
cs-kpi --merge september old >sum
grep '^shard\|version' sum
cs-kpi -q --render sum
cs-kpi --render october old
sed 's/version	3/version	4/' october | cs-kpi --render
