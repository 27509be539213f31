# SPDX-License-Identifier: GPL-3.0-or-later
# The default card: what customers got, each with the same weight.
here=$SRC/tests/cli/cs-rank
awk -f "$here/team.awk" "$here/team" >contacts.tsv
cs-kpi -q --by agent -m csat_top2,csat_mean,solved_customer_share,nps,mean_talk --cells contacts.tsv |
	cs-rank
