# SPDX-License-Identifier: GPL-3.0-or-later
# Outcomes for the money: the same from contacts and from cells, on the work that others did too.
here=$SRC/tests/cli/cs-rank
awk -f "$here/per-cost.awk" >contacts.tsv
cs-rank --unit vendor --per-cost contacts.tsv >page.tsv
cat page.tsv
cs-kpi -q --by vendor,queue -m contacts,solved_customer_share,cost_per_contact --cells contacts.tsv |
	cs-rank -q --unit vendor --per-cost | cmp - page.tsv
echo 'as if all work were alike:'
cs-rank -q --unit vendor --strata none --per-cost=cost_mean contacts.tsv | cut -f 1-6,8,10,13,16,19-
echo 'by what is not solved, and of two alone:'
grep -v only contacts.tsv |
	cs-kpi -q --by vendor,queue -m 'contacts,open=share(not solved_customer),cost_mean' --cells |
	cs-rank -q -m open:1:down --unit vendor --per-cost | cut -f 1-5,13-
echo 'far and near have no work in common:'
grep -v -e 'near.*hard' -e 'far.*easy' contacts.tsv |
	cs-rank -q --unit vendor --per-cost | cut -f 1-5,13-
