# SPDX-License-Identifier: GPL-3.0-or-later
# What --at-risk cannot do, and says.
c=$TESTDATA/retain/customers.tsv
r() { cs-retain -q --at-risk --customers "$c" "$@" "$TESTDATA/retain/contacts.tsv"; echo "$?"; }
r --by plan
r --strata plan
r --landmark 14d
r --agents
r --limit 20
r --signs nothing
r --signs plan,segment,region,currency,consent
r --by-signs
r --backtest 2999-01-01
r --backtest soon
r --backtest 2026-06-01 --top 5
r --cells
r --curve
cs-retain -q --limit 20% --customers "$c" "$TESTDATA/retain/contacts.tsv"
echo $?
