# SPDX-License-Identifier: GPL-3.0-or-later
# A file that is not there, before anything is written.
printf 'comment\nx\n' | cs-tag --lexicon nowhere
