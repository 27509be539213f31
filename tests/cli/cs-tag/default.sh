# SPDX-License-Identifier: GPL-3.0-or-later
# All columns, beside what was there, in its order.
cs-tag "$SRC/tests/cli/cs-tag/comments.tsv"
