# SPDX-License-Identifier: GPL-3.0-or-later
# In sentences; cases without any rows say nothing.
cd "$TESTDATA/retain" || exit
cs-retain -q --uplift --window 30d --at 1mo --say --customers customers.tsv \
    --purchases purchases.tsv contacts.tsv
cs-retain -q --uplift --window 30d --at 1mo,0d --landmark 7d --against unsolved --say \
    --by segment --customers customers.tsv contacts.tsv
