# SPDX-License-Identifier: GPL-3.0-or-later
# A CSV of no bytes is no CSV; a log of no bytes is no contacts.
: >empty.csv
cs-ingest empty.csv
echo $?
printf '\n\n' | cs-ingest
echo $?
cs-ingest --map queue-log "$TESTDATA/bad/empty.csv"
cs-ingest nowhere.csv
echo $?
cs-ingest .
echo $?
gzip -c "$TESTDATA/contacts.csv" | head -c 300 | cs-ingest -q >out
echo $?
tail -n 1 out
