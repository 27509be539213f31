# SPDX-License-Identifier: GPL-3.0-or-later
# The output does not depend on the number of threads.
{
	cat "$TESTDATA/contacts.csv"
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14; do
		tail -n +2 "$TESTDATA/contacts.csv"
	done
} >some.csv
for i in 1 2 3 4 5 6 7 8 9 10; do cat some.csv; done >many.csv
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do cat many.csv; done >more.csv
cs-ingest --max-rejects 100% --rejects r1 --threads 1 more.csv >t1
cs-ingest -q --max-rejects 100% --rejects r2 --threads 2 more.csv 2>/dev/null | cmp - t1
cs-ingest -q --max-rejects 100% --rejects r5 --threads 5 more.csv 2>/dev/null | cmp - t1
cmp r1 r2
cmp r1 r5
