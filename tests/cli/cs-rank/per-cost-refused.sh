# SPDX-License-Identifier: GPL-3.0-or-later
# Money that cannot be compared, and what else --per-cost cannot do.
here=$SRC/tests/cli/cs-rank
try() {
	echo "$*:"
	cs-rank -q "$@" 2>&1
	echo "$?"
}
awk -f "$here/per-cost.awk" >euros.tsv
awk -f "$here/per-cost.awk" -v currency=USD | sed '/^contact_id/d; s/near/west/; s/^/d/' >dollars.tsv
cat euros.tsv dollars.tsv >both.tsv
sed 's/\tEUR$/\t\\N/' euros.tsv >unknown.tsv
cut -f 1-5 euros.tsv >free.tsv
grep -e near -e contact_id euros.tsv >one.tsv
try --unit vendor --per-cost both.tsv
cs-kpi -q --by vendor,queue,currency -m solved_customer_share,cost_mean --cells both.tsv >both.cells
try --unit vendor --per-cost both.cells
try --unit vendor --per-cost=contacts both.cells
try --unit vendor --per-cost=cost_per_solved both.cells
try --unit vendor --per-cost free.tsv
try --unit vendor --per-cost one.tsv
try --unit vendor --per-cost --detail euros.tsv
echo 'no currency is no two:'
cs-rank -q --unit vendor --per-cost unknown.tsv | cut -f 1-4,8-9 | head -3
