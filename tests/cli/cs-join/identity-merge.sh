# SPDX-License-Identifier: GPL-3.0-or-later
# Which kinds merge accounts: none, e-mail addresses as by default, telephones too.
for kinds in none email phone,email; do
	echo "== $kinds"
	cs-join --identity "$TESTDATA/identities.tsv" --merge $kinds -q "$TESTDATA/who.tsv" |
		cut -f 1,2,7 | sed -n '3p;5p;9p'
done
# A family that is one customer, and a hotel that is none.
cs-join --identity "$TESTDATA/identities.tsv" --merge phone --shared 6 "$TESTDATA/who.tsv" |
	cut -f 1,2,7 | sed -n '9p;13p'
