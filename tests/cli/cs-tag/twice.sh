# SPDX-License-Identifier: GPL-3.0-or-later
# Tagging again changes nothing.
cs-tag -q "$SRC/tests/cli/cs-tag/comments.tsv" >once
cs-tag -q --replace once | cmp - once
