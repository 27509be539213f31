# SPDX-License-Identifier: GPL-3.0-or-later
# A company that decides to charge a fee: the first rows of each table, and what the decision did.
for t in customers contacts charged costs; do
	cs-gen --rows 300 --days 500 --customers 100 \
		--table decision-$t --truth truth.tsv | sed -n '1,4p'
done
cat truth.tsv
