# SPDX-License-Identifier: GPL-3.0-or-later
# Everybody's own page: own figures beside those of the others, contacts to look at, the list.
here=$SRC/tests/cli/cs-rank
awk -f "$here/mix.awk" >contacts.tsv
cs-rank --each agent --dir pages --contacts contacts.tsv contacts.tsv
ls pages
cat pages/h2.page.tsv
echo 'of a queue that only three others work in nothing is compared:'
awk -F '\t' 'NR == 1 || $3 == "easy" || $2 ~ /^[eh][12]$/' contacts.tsv >few.tsv
cs-rank -q --each agent --dir few few.tsv >/dev/null
cut -f 2-9 few/h2.page.tsv
