# SPDX-License-Identifier: GPL-3.0-or-later
# Cells of periods that lie apart add up to the run over all of them; such that overlap do not.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
night() {
	cs-kpi -q --by queue,day -m "$1" --cells --period "$2" --as-of "${3:-2026-10-31}" --tz Europe/Berlin \
	    c.tsv >"$2" || exit
}
plain='contacts,p50_wait,csat_mean,customers'
night "$plain" 2026-10-05 2026-10-06
night "$plain" 2026-10-06 2026-10-07
night "$plain" 2026-10-07 2026-10-08
cs-kpi -q --by queue,day -m "$plain" --period 2026-10-05..2026-10-07 --tz Europe/Berlin c.tsv >want
cs-kpi --render 2026-10-06 2026-10-05 2026-10-07 | cmp want
cs-kpi --merge 2026-10-07 2026-10-05 >two
grep '^shard\|as_of' two
cs-kpi --render 2026-10-06 two | cmp want
night "$plain" 2026-10-06..2026-10-08
night "$plain" 2026-10
for other in 2026-10-07 2026-10-06..2026-10-08 2026-10; do
	cs-kpi --render two "$other"
	echo $?
done
# What depends on the instant that counts as now only adds up when that is one.
for d in 05 06; do
	night contacts,repeat_1d 2026-10-$d
done
cs-kpi -q --by queue,day -m contacts,repeat_1d --as-of 2026-10-31 --period 2026-10-05..2026-10-06 --tz Europe/Berlin \
    c.tsv >want
cs-kpi -q --render 2026-10-05 2026-10-06 | cmp want
night contacts,repeat_1d 2026-10-07 2026-10-08
cs-kpi -q --render 2026-10-05 2026-10-07
