# SPDX-License-Identifier: GPL-3.0-or-later
# The parts of a folder are packed as they were, and its manifest says what they are.
cs-part -q --by customer_id --into parts --buckets 2 --gz "$TESTDATA/person/calls.tsv" >/dev/null
cs-privacy --erase --customer 4711 --identifier +491712345678 parts | cut -f 2-; echo $?
cs-part --check parts
zcat parts/*.gz | grep -c 4711
zcat parts/part-000.tsv.gz parts/part-001.tsv.gz | sed 's/[a-z2-7]\{32\}/TOKEN/g' | cut -f 1,3,8,9
