# SPDX-License-Identifier: GPL-3.0-or-later
# Business time: nights, the lunch break, a holiday, both days when clocks change, backwards, NULL.
printf 'contact_id\tstarted_at\tended_at\n' >c.tsv
cat >>c.tsv <<'X'
friday to monday	2026-10-02T17:30:00Z	2026-10-05T06:20:00Z
lunch	2026-10-05T10:29:30Z	2026-10-05T11:00:10Z
christmas	2026-12-24T10:00:00Z	2026-12-28T07:10:00Z
clocks forward	2026-03-27T18:00:00Z	2026-03-30T07:00:00Z
clocks back	2026-10-23T18:00:00Z	2026-10-26T08:00:00Z
backwards	2026-10-05T11:00:10Z	2026-10-05T10:29:30Z
not ended	2026-10-05T11:00:10Z	\N
X
v="$TESTDATA/shop.vision"
cs-kpi --vision "$v" --by contact_id -m 'business_s=sum(business_s(started_at, ended_at)),all_s=sum(ended_at - started_at)' c.tsv
cs-kpi --vision "$v" --where 'business_s(started_at, ended_at) > 1h' -m contacts c.tsv
cs-kpi --vision "$v" --by 'long=business_s(started_at, ended_at) > 1h' -m contacts c.tsv
cs-kpi --vision "$v" --as-of 2026-10-06T08:00:00Z -m 'age_s=min(business_s(started_at, as_of()))' \
    --where "contact_id = 'not ended'" c.tsv
