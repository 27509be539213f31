# SPDX-License-Identifier: GPL-3.0-or-later
# A table with instants: before, after, nearest, with and without a limit; ties; other names.
cut -f 1,2,4,9 "$TESTDATA/desk.tsv" | head -n 9 >calls.tsv
cat >plans.tsv <<'END'
cust	set_at	plan	value
k1	2026-10-05T08:00:00Z	pro	20
k2	2026-10-06T00:00:00Z	basic	10
k1	2026-10-01T00:00:00Z	basic	10
k3	2026-10-05T07:00:00Z	basic	11
k3	2026-10-05T09:41:00Z	plus	12
\N	2026-10-05T00:00:00Z	lost	1
k3	\N	lost	1
k3	2026-10-05T09:41:00Z	pro	21
END
for when in latest next nearest; do
    cs-join --side "plans.tsv on customer=cust $when set_at add plan" calls.tsv
done
cs-join --side 'plans.tsv on customer=cust nearest set_at within 90m first
    add value = v, days(set_at) = age_days, plan prefix x_' calls.tsv
cs-join --side 'plans.tsv on customer=cust latest set_at once' calls.tsv
