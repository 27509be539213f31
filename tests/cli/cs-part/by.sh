# SPDX-License-Identifier: GPL-3.0-or-later
cs-ingest -q --map contacts "$TESTDATA/contacts.csv" >calls.tsv
cs-part --by customer --into parts --buckets 4 calls.tsv
# Byte for byte: the parts hold the lines of the input, and each the head.
for p in parts/part-*.tsv; do tail -n +2 $p; done |
    sort >out
tail -n +2 calls.tsv | sort | cmp - out
head -q -n 1 parts/part-*.tsv calls.tsv | sort -u | wc -l
# No customer is in two of them.
c=$(head -n 1 calls.tsv | tr '\t' '\n' | grep -n customer_id | cut -d: -f1)
for p in parts/part-*.tsv; do tail -n +2 $p | cut -f "$c" | grep -vxF '\N' | sort -u; done | sort | uniq -d
cat parts/manifest.tsv
cs-part --check parts
