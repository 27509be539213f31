# SPDX-License-Identifier: GPL-3.0-or-later
# Every source record that cannot be taken is kept, with place and reason, for its owner only.
umask 0
cp "$TESTDATA/bad/typed.csv" .
: >r
chmod 644 r
cs-ingest --map contacts --rejects r --max-rejects 100% typed.csv
cat r
ls -l r | cut -c 1-10
printf 'contact_id,a\n1,\377\n2,a\0b\n3,"tab\t\\"x"\n4,ok\n' >raw.csv
cs-ingest -q --rejects r --max-rejects 3 raw.csv
cat r
cs-ingest -q --rejects /dev/full --max-rejects 3 raw.csv
echo $?
cs-ingest -q --rejects . raw.csv
echo $?
