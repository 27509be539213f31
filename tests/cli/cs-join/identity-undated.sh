# SPDX-License-Identifier: GPL-3.0-or-later
# Without dates no instant is needed; with them the column must be there.
printf 'contact_id\tcaller\n1\t030 1111111\n' >calls.tsv
printf 'customer_id\tid_kind\tid_value\nC1\ttel\t+49301111111\n' >ids.tsv
cs-join --identity ids.tsv -q calls.tsv
cs-join --identity "$TESTDATA/identities.tsv" -q calls.tsv
