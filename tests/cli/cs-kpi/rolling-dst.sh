# SPDX-License-Identifier: GPL-3.0-or-later
# Days of 92 and of 100 quarter-hours, and windows over the change of the clocks.
printf 'started_at\n2026-03-29T00:45:00Z\n2026-03-29T01:00:00Z\n2026-10-25T00:45:00Z\n2026-10-25T01:00:00Z\n' >c.tsv
berlin='--tz Europe/Berlin -m contacts'
cs-kpi -q $berlin --by 15m --rolling 2 c.tsv
cs-kpi -q $berlin --by 1h --rolling 3 --fill --period 2026-10-25 c.tsv | head -5
for day in 2026-03-29 2026-10-25; do
	cs-kpi -q $berlin --by 15m --fill --rolling 4 --subtotals --period $day c.tsv | wc -l
	cs-kpi -q $berlin --by 15m --fill --pivot interval --period $day c.tsv | awk -F '\t' '{ print NF }'
	cs-kpi -q $berlin --by 15m --fill --long --of-total --period $day c.tsv | wc -l
	cs-kpi -q $berlin --by 15m --fill --rolling 1000 --period $day c.tsv | tail -1
	cs-kpi -q $berlin --by day --fill --ytd --period $day c.tsv
done
