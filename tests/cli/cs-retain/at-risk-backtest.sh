# SPDX-License-Identifier: GPL-3.0-or-later
# Would what was to be told at a date have come true? With the figures of the statistics, in
# sentences, and where the data end before the horizon does.
for t in customers contacts; do
	cs-gen -q --rows 20000 --customers 6000 --days 500 --seed 4 --plant cooling,contact -r \
	    --table "retain-$t" -o "$t"
done
r() { cs-retain -q --at-risk --customers customers "$@" contacts; }
r --backtest 2027-01-01
r --backtest 2027-01-01 --explain --min-group 1000
r --backtest 2027-01-01 --say
r --backtest 2027-04-01
r --backtest 2027-04-01 --say
