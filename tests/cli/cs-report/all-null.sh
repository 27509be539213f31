# SPDX-License-Identifier: GPL-3.0-or-later
# Columns that are NULL in all rows take no room and are named; in tables of metrics they stay.
printf 'contact_id\tqueue\tcomment\tnote\n1\tbilling\t\\N\t\\N\n2\ttech\t\\N\t\\N\n' >contacts.tsv
cs-report contacts.tsv
cs-report --table contacts.tsv | head -2
cs-report --markdown contacts.tsv | head -1
echo 'a key stays:'
printf 'queue\tn_seen\n\\N\t3\n' | cs-report | head -2
echo 'metrics:'
printf 'queue\tcontacts\tcsat_mean\nbilling\t3\t\\N\n' | cs-report | head -2
echo 'on pages as well, and named:'
cs-report --markdown contacts.tsv | grep 'NULL in'
cs-report --html contacts.tsv | grep -c 'NULL in all rows: comment, note'
cs-report --table --html contacts.tsv | grep -c 'NULL in all rows'
