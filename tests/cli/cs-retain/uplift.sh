# SPDX-License-Identifier: GPL-3.0-or-later
# Before and after, against customers without contact: two windows, horizons on both axes, and how
# different the sides were.
cd "$TESTDATA/retain" || exit
cs-retain --uplift --window 60d,30d --gap 7d --at 1mo,45d --explain --customers customers.tsv \
    --purchases purchases.tsv contacts.tsv
