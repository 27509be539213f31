# SPDX-License-Identifier: GPL-3.0-or-later
# By a column of contacts (whose controls are all customers) and one of customers (the same there).
cd "$TESTDATA/retain" || exit
cs-retain -q --uplift --window 30d --at 1mo --by queue --min-group 10 --customers customers.tsv \
    --purchases purchases.tsv contacts.tsv | cut -f 1-6,9-14
cs-retain -q --uplift --window 30d --at 1mo --by plan --strata segment --customers customers.tsv \
    --purchases purchases.tsv contacts.tsv | cut -f 1-6,9-14,19
