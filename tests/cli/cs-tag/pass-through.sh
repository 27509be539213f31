# SPDX-License-Identifier: GPL-3.0-or-later
# What was there comes back byte for byte, escapes included.
f=$SRC/tests/cli/cs-tag/comments.tsv
cs-tag -q <"$f" | cut -f 1-3 | cmp - "$f"
