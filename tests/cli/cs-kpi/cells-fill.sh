# SPDX-License-Identifier: GPL-3.0-or-later
# Cells know their period, so --fill makes of them what it makes of the rows: empty days at its
# edges, too. Of nights apart the days between were never counted: they are not nothing.
printf 'contact_id\tqueue\tstarted_at\n1\ta\t2026-10-07T10:00:00Z\n2\tb\t2026-10-09T10:00:00Z\n3\ta\t2026-10-20T10:00:00Z\n' >rows
cells() {
	period=$1
	shift
	cs-kpi -q --by queue,day -m contacts --period "$period" --cells --as-of 2026-10-31 "$@" rows || exit
}
plain() { cs-kpi -q --by queue,day -m contacts --as-of 2026-10-31 --fill "$@" rows; }
plain --period 2026-10-06..2026-10-10 >want
cat want
cells 2026-10-06..2026-10-10 >week
cs-kpi --render --fill week | cmp want
echo 'two nights that touch'
cells 2026-10-06..2026-10-07 >one
cells 2026-10-08..2026-10-10 >two
cs-kpi --render --fill two one | cmp want
echo 'and such that do not, nor what lies beyond'
cells 2026-10-12 >apart
cs-kpi --render --fill apart one two | cut -f 2 | sort -u
cs-kpi --render --fill --period 2026-10-01..2026-10-31 apart one two | cut -f 2 | sort -u | cmp - \
    "$(cs-kpi --render --fill apart one two | cut -f 2 | sort -u >days; echo days)"
echo 'but within'
cs-kpi --render --fill --period 2026-10-08 week
echo 'a period without a row'
cells 2026-10-12..2026-10-13 >none
plain --period 2026-10-12..2026-10-13 >want
cs-kpi --render --fill none | cmp want
cs-kpi -q --by day -m contacts --period 2026-10-12..2026-10-13 --cells --as-of 2026-10-31 rows | cs-kpi --render --fill
echo 'open at one end'
cs-kpi -q --by day -m contacts --since 2026-10-19 --cells --as-of 2026-10-31 rows | cs-kpi --render --fill
