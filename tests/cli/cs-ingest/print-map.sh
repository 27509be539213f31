# SPDX-License-Identifier: GPL-3.0-or-later
# The built-in maps are text to read, and to change.
cs-ingest --print-map contacts
cs-ingest --print-map contacts >my.map
cs-ingest -q --map my.map "$TESTDATA/contacts.csv" | wc -l
cs-ingest --print-map nothing
echo $?
cs-ingest --map nothing
echo $?
cs-ingest --print-map contacts x.csv
echo $?
