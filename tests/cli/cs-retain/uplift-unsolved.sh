# SPDX-License-Identifier: GPL-3.0-or-later
# Solved against unsolved at the landmark, in strata of the contact; and as exactly as can be.
cd "$TESTDATA/retain" || exit
cs-retain --uplift --window 30d --at 1mo --landmark 7d --against unsolved --strata channel \
    --customers customers.tsv --purchases purchases.tsv contacts.tsv
cs-retain -q --uplift --window 30d --at 1mo --landmark 7d --match cem --customers customers.tsv \
    --purchases purchases.tsv contacts.tsv | cut -f 1-6,9-14
