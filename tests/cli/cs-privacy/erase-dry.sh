# SPDX-License-Identifier: GPL-3.0-or-later
cp -r "$TESTDATA/person" data
cs-privacy --erase --dry-run --customer 4711 data >receipt; echo $?
diff -r data "$TESTDATA/person" && echo unchanged
cs-privacy -q --erase --customer 4711 data | diff receipt - && echo 'the same receipt'
