# SPDX-License-Identifier: GPL-3.0-or-later
# A source is not overwritten with what it could not give, by whatever name; nor is the output.
printf 'contact_id,wait_s\n1,2\n2,x\n' >source.csv
cp source.csv kept.csv
ln -s source.csv link.csv
cs-ingest -q --max-rejects 1 --rejects source.csv source.csv
echo $?
cs-ingest -q --max-rejects 1 --rejects ./source.csv kept.csv link.csv
echo $?
cs-ingest -q --max-rejects 1 --rejects source.csv <source.csv
echo $?
cs-ingest -q --max-rejects 1 --rejects out.tsv -o out.tsv source.csv
echo $?
cmp source.csv kept.csv
ls
