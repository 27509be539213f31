# SPDX-License-Identifier: GPL-3.0-or-later
# A file that is no lexicon: its line, and the term.
printf 'good\t2\nbad\n' >own
printf 'comment\nx\n' | cs-tag --lexicon own
