# SPDX-License-Identifier: GPL-3.0-or-later
# Every day on which somebody left, the start and the last day: for drawing.
run() { cs-retain -q --points --customers "$TESTDATA/retain/customers.tsv" "$@" "$TESTDATA/retain/contacts.tsv"; }
run --by channel
echo
run --explain --endings left_reason | head -n 8
