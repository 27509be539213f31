# SPDX-License-Identifier: GPL-3.0-or-later
# Who seventeen contacts are with, what is in doubt, and how it went by queue and channel.
cs-join --identity "$TESTDATA/identities.tsv" --identity "$TESTDATA/same.tsv" --gaps gaps.tsv \
	--candidates candidates.tsv --identity-report report.tsv "$TESTDATA/who.tsv" >out.tsv
cat out.tsv gaps.tsv candidates.tsv report.tsv
stat -c %a candidates.tsv report.tsv
# One record for one, and nothing but the customer's name is another.
cut -f 1,3-6 out.tsv >now
cut -f 1,3-6 "$TESTDATA/who.tsv" | cmp - now
cut -f 2 "$TESTDATA/who.tsv" | sed 1d >was
cut -f 8 out.tsv | sed 1d | cmp - was
