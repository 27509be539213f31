# SPDX-License-Identifier: GPL-3.0-or-later
# A wrong header is one error that says what is wanted and what is there.
for m in contacts zendesk freshdesk; do
	printf 'Id;Name\n1;2\n' | cs-ingest --map $m
	echo $?
done
printf 'Id,Name\n1,2\n' >x.csv
cs-ingest --map zendesk x.csv
