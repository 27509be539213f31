# SPDX-License-Identifier: GPL-3.0-or-later
# Who is about to leave, in a company whose customers cool down before they do: those with most at
# stake first, with the signs; then only those of a kind of contact, and more probable than that.
g() { cs-gen -q --rows 4000 --customers 1500 --days 400 --seed 2 --plant cooling,selection -r "$@"; }
for t in customers contacts purchases surveys; do g --table "retain-$t" -o "$t"; done
r() {
	cs-retain --at-risk --customers customers --purchases purchases --surveys surveys "$@" contacts
}
r --top 4
r -q --top 2 --explain --where "reason = 'fault'" --period 2027-01 --limit 8% --signs plan
r -q --top 2 --warning-reasons invoice,fee --signs region
