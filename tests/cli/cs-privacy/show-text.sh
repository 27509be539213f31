# SPDX-License-Identifier: GPL-3.0-or-later
cp "$TESTDATA/person/calls.tsv" .
cs-privacy --show --text --customer 4711 --identity "$TESTDATA/person/ids.tsv" calls.tsv
printf 'customer_id\tcomment\n7\t\033[31mred\n' >red.tsv
cs-privacy -q --show --text --customer 7 red.tsv
