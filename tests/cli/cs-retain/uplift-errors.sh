# SPDX-License-Identifier: GPL-3.0-or-later
# What is asked for and cannot be.
cd "$TESTDATA/retain" || exit
t() { cs-retain -q --uplift "$@" contacts.tsv || echo "status $?"; }
t --customers customers.tsv --window 1d
t --customers customers.tsv --window 30d,30d
t --customers customers.tsv --window 10y
t --customers customers.tsv --window 36h
t --customers customers.tsv --window 1d,2d,3d,4d,5d,6d,7d,8d,9d
t --customers customers.tsv --gap never
t --customers customers.tsv --quiet 0d
t --customers customers.tsv --tenure 1y,90d
t --customers customers.tsv --against unsolved
t --customers customers.tsv --from joined
t --customers customers.tsv --at 10y
t --customers customers.tsv --strata channel
t --customers customers.tsv --by solved_agent
t --leaving silence=90d
t --customers customers.tsv --purchases purchases.tsv --cells
t --customers customers.tsv --match nearest
sed '2s/[^	]*	EUR/99999999999999999999.99	EUR/' purchases.tsv | t --customers customers.tsv --purchases -
