# SPDX-License-Identifier: GPL-3.0-or-later
# How many stay how long: horizons, groups, what statisticians ask for, from one horizon to the next.
run() { cs-retain -q --customers "$TESTDATA/retain/customers.tsv" "$@" "$TESTDATA/retain/contacts.tsv"; }
run
echo
run --by channel --at 30d,3mo --level 90
echo
run --at 6mo --explain
echo
run --steps --at 1mo,3mo,90d,6mo
echo
# known at the start: an expression of the contact, and a column of customers
run --by "late=wait_s > 60,plan" --at 3mo --min-group 15
