# SPDX-License-Identifier: GPL-3.0-or-later
# All tables at once, as files; and what is planted.
cs-gen --rows 50 --days 2 --dir company --truth truth.tsv
cs-gen --rows 50 --days 2 --dir company --records
wc -l company/*.csv company/*.tsv | sed 's/^ *//'
for t in contacts agents roster customers purchases surveys costs; do
	cs-gen --rows 50 --days 2 --table $t | cmp - company/$t.csv
	cs-gen --rows 50 --days 2 --table $t -r | cmp - company/$t.tsv
done
cs-gen --rows 50 --days 2 --table tickets | cmp - company/tickets.csv
cat truth.tsv
