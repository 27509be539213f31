# SPDX-License-Identifier: GPL-3.0-or-later
# What the options refuse.
for o in --max-record=0 --max-record=2G --max-rejects=x --delimiter=ab --set=x --map=; do
	cs-ingest "$o" "$TESTDATA/contacts.csv"
	echo $?
done
cs-ingest --print-map zendesk --draft-map x
echo $?
