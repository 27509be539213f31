# SPDX-License-Identifier: GPL-3.0-or-later
# What chooses contacts has no meaning for cells; and units or kinds of work that are not there.
awk -f "$SRC/tests/cli/cs-rank/half.awk" >contacts.tsv
cs-kpi -q --by agent,queue,month -m csat_top2 --cells contacts.tsv >cells.tsv
while read -r options; do
	eval "cs-rank $options cells.tsv"
	echo $?
done <<'END'
--where "queue = 'first'"
--keep-only "queue = 'first'"
--period 2026-03
--time ended_at
--bad=skip
--tenure 30d
--tz Europe/Berlin
--unit vendor
--strata reason
--strata agent
END
cs-rank --unit tem contacts.tsv
echo $?
cs-rank --strata reson contacts.tsv
echo $?
cs-rank --strata agent contacts.tsv
echo $?
cs-rank -q --strata month contacts.tsv | head -n 2 | cut -f 1-4
cut -f 1,4-7,10 contacts.tsv | cs-rank
echo $?
cs-rank -m reopened contacts.tsv
echo $?
cut -f 1-7 contacts.tsv | cs-rank
echo $?
