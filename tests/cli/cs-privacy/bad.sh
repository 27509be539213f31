# SPDX-License-Identifier: GPL-3.0-or-later
# A stream that is cut, or no file: nothing is changed.
printf 'customer_id\tcomment\n4711\thello\n' >a.tsv
printf 'customer_id\tcomment\n4711\thel' >b.tsv
cs-privacy --erase --customer 4711 a.tsv b.tsv; echo $?
cs-privacy --erase --customer 4711 a.tsv nowhere; echo $?
cs-privacy --erase --customer 4711 a.tsv /dev/null; echo $?
cat a.tsv
ls -A
