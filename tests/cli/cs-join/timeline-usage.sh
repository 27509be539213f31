# SPDX-License-Identifier: GPL-3.0-or-later
# What does not go together.
. "$SRC/tests/cli/cs-join/timeline.inc"
cs-join --timeline calls.tsv
cs-join --customer C7 calls.tsv
cs-join --records calls.tsv
cs-join --timeline --customer C7 --roster people.tsv calls.tsv
cs-join --index --issues calls.tsv
cs-join --index
cs-join --timeline --customer C7 nowhere.tsv
mkdir folder
cs-join --timeline --customer C7 folder
printf 'contact_id\tcustomer_id\tstarted_at\n1\tC7\tyesterday\n' >bad.tsv
cs-join --timeline --customer C7 bad.tsv
cs-join --timeline --customer C7 <bad.tsv
cs-join -q --index bad.tsv
cs-join --timeline --customer C7 bad.tsv
