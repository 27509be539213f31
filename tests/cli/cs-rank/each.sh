# SPDX-License-Identifier: GPL-3.0-or-later
# A contact with two themes is not two contacts: themes may be ranked, and are no kinds of work.
awk -f "$SRC/tests/cli/cs-rank/half.awk" |
	awk -F '\t' -v OFS='\t' '{ print $0, NR == 1 ? "themes" : NR % 3 ? "bill" : "bill,move" }' >contacts.tsv
cs-kpi -q --by 'agent,each(themes)' -m contacts,csat_top2 --cells contacts.tsv | cs-rank
echo $?
cs-rank --strata 'each(themes)' contacts.tsv
echo $?
cs-rank -q --unit 'each(themes)' --strata queue --window all -m csat_top2 contacts.tsv | cut -f 1-4
