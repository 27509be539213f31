# SPDX-License-Identifier: GPL-3.0-or-later
# --check-rules and --print-rules read no records.
cs-tag --check-rules "$SRC/tests/cli/cs-tag/comments.tsv"
