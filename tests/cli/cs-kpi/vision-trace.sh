# SPDX-License-Identifier: GPL-3.0-or-later
# What a report says of a vision: its file and its sentence; another file is another dictionary.
cs-kpi --vision "$TESTDATA/shop.vision" -m sl_target --trace t "$TESTDATA/sl-205.tsv" |
    cs-report --trace t | grep 'cs-kpi: '
: >empty
hash() {
	rm t
	cs-kpi -q -m contacts --trace t "$@" "$TESTDATA/sl-205.tsv" >out
	sed -n 's/.*"dictionary":"\([^"]*\)".*/\1/p' t
}
plain=$(hash)
one=$(hash --vision "$TESTDATA/shop.vision")
echo '# the same, but for a comment' | cat - "$TESTDATA/shop.vision" >other
two=$(hash --vision other)
test "$plain" != "$one" && test "$one" != "$two" && test -n "$two" && echo 'three hashes'
