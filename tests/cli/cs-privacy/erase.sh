# SPDX-License-Identifier: GPL-3.0-or-later
# Tokens are random, so they are shown as TOKEN; the same contact has the same in all files.
cp -r "$TESTDATA/person" data
cs-privacy --erase --customer 4711 data; echo $?
for f in data/*; do
	echo "== $f"
	sed 's/[a-z2-7]\{32\}/TOKEN/g' "$f"
done
call=$(sed -n 2p data/calls.tsv | cut -f 1)
survey=$(sed -n 2p data/surveys.tsv | cut -f 2)
[ "$call" = "$survey" ] && echo 'the survey is still of the call'
call=$(sed -n 2p data/calls.tsv | cut -f 3)
register=$(sed -n 2p data/customers.tsv | cut -f 1)
[ "$call" = "$register" ] && echo 'the call is still of somebody in the register'
cs-privacy -q --show --customer 4711 data
