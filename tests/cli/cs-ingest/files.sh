# SPDX-License-Identifier: GPL-3.0-or-later
# Several files are one stream when they give the same columns.
f=$TESTDATA/contacts.csv
cs-ingest "$f" "$f" | wc -l
cat "$f" | cs-ingest -q - | wc -l
printf 'contact_id,queue\n1,a\n' >other.csv
cs-ingest -q "$f" other.csv | tail -n 1
cs-ingest --set repeated=drop "$f" "$f" | wc -l
