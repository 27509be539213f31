# SPDX-License-Identifier: GPL-3.0-or-later
# What was joined once is joined again from the accounts that the sources had; no columns are lost.
cs-join --identity "$TESTDATA/identities.tsv" "$TESTDATA/who.tsv" -q >once.tsv
cs-join --identity "$TESTDATA/identities.tsv" --replace -q once.tsv | cmp - once.tsv && echo same
cs-join --identity "$TESTDATA/identities.tsv" -q once.tsv
