# SPDX-License-Identifier: GPL-3.0-or-later
# Instants of no calendar, no hours, no as-of.
v="$TESTDATA/shop.vision"
printf 'contact_id\tstarted_at\tended_at\n1\t2026-10-05T08:00:00Z\t2026-10-05T09:00:00Z\n2\t2026-10-05T08:00:00Z\t9999-12-31T00:00:00Z\n' >c.tsv
m='b_s=sum(business_s(started_at, ended_at))'
cs-kpi --vision "$v" -m "$m" c.tsv
echo $?
cs-kpi --vision "$v" --bad null -m "$m,contacts" c.tsv
cs-kpi --vision "$v" --bad skip -m "$m,contacts" c.tsv
cs-kpi --vision "$v" -m "x_s=sum(business_s(started_at, '1969-01-01'))" c.tsv
echo $?
cs-kpi -m p90_first_reply_business c.tsv
echo $?
cs-kpi -m "$m" c.tsv
echo $?
cs-kpi -m 'a_s=max(as_of() - started_at)' c.tsv
echo $?
cs-kpi -m "a_s=max(as_of(1) - started_at)" --as-of 2026-10-06 c.tsv
echo $?
