# SPDX-License-Identifier: GPL-3.0-or-later
# What stands where an index should: it is not used, and never waited for.
. "$SRC/tests/cli/cs-join/timeline.inc"
cs-join --timeline --customer C8 calls.tsv >plain
mkdir calls.tsv.idx
cs-join --timeline --customer C8 calls.tsv | cmp - plain && echo the same
cs-join --index calls.tsv || echo $?
rmdir calls.tsv.idx
mkfifo calls.tsv.idx
timeout 10 cs-join --timeline --customer C8 calls.tsv | cmp - plain && echo the same
rm calls.tsv.idx
ln -s calls.tsv.idx calls.tsv.idx
cs-join --timeline --customer C8 calls.tsv | cmp - plain && echo the same
cs-join --index - <calls.tsv
