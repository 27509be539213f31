# SPDX-License-Identifier: GPL-3.0-or-later
# Newcomers are held against newcomers.
awk -f "$SRC/tests/cli/cs-rank/half.awk" >contacts.tsv
cs-rank --window all --strata none --tenure 90d,1y contacts.tsv | cut -f 1-4,18
cs-rank -q --window all --strata queue --tenure 90d,1y contacts.tsv >both
cs-kpi -q -m contacts,csat_top2 --cells contacts.tsv --by "agent,queue,late=case when tenure_days is null then null when tenure_days < 90 then 0 when tenure_days < 365 then 1 else 2 end" |
	cs-rank -q | cmp - both
for bad in 1y,30d 30d,30d 12h x 0d '30d,,1y'; do
	cs-rank --tenure "$bad" contacts.tsv
	echo $?
done
cut -f 1-7 contacts.tsv | cs-rank --tenure 90d -m contacts
echo $?
