# SPDX-License-Identifier: GPL-3.0-or-later
# An index finds the same; an old one is not used; packed files have none; parts need none.
. "$SRC/tests/cli/cs-join/timeline.inc"
cs-join --timeline --customer C7 calls.tsv tickets.tsv >plain
cs-join --index calls.tsv tickets.tsv
cs-join --timeline --customer C7 calls.tsv tickets.tsv | cmp - plain && echo the same
touch -d '1 hour' calls.tsv
cs-join --timeline --customer C7 calls.tsv tickets.tsv | cmp - plain && echo the same
gzip -c calls.tsv >packed.tsv.gz
cs-join --index packed.tsv.gz
cs-join --index other.tsv
cs-part -q --by customer_id --into parts --buckets 4 calls.tsv >/dev/null
cs-join --timeline --customer C8 calls.tsv >plain
cs-join --timeline --customer C8 parts | cmp - plain && echo the same
cs-join -q --index parts && ls parts
cs-join --timeline --customer C8 parts | cmp - plain && echo the same
printf 'rubbish' >parts/part-000.tsv.idx
cs-join --timeline --customer C8 parts | cmp - plain && echo the same
cs-part --check parts
cs-part -q --by customer_id --into parts --buckets 2 --replace calls.tsv >/dev/null && ls parts
