# SPDX-License-Identifier: GPL-3.0-or-later
# The same as records are what cs-ingest makes of the CSV.
cs-gen --rows 3000 --days 3 --records >records.tsv
cs-gen --rows 3000 --days 3 | cs-ingest -q --map contacts >ingested.tsv
cmp records.tsv ingested.tsv
cs-gen --rows 3000 --days 3 --quoted 100% | cs-ingest -q --map contacts | wc -l
cs-gen --rows 3000 --days 3 --quoted 0% | grep -c '"'
