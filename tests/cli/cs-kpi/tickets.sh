# SPDX-License-Identifier: GPL-3.0-or-later
# First reply and solution by both clocks, what is late, what nobody has touched.
printf 'contact_id\tstarted_at\tfirst_reply_at\tsolved_at\n' >t.tsv
cat >>t.tsv <<'X'
1	2026-10-02T17:00:00Z	2026-10-05T06:30:00Z	2026-10-05T12:00:00Z
2	2026-10-05T08:00:00Z	2026-10-05T08:20:00Z	\N
3	2026-10-05T09:00:00Z	\N	\N
4	2026-10-06T15:00:00Z	\N	\N
5	2026-10-06T08:00:00Z	\N	2026-10-06T09:00:00Z
X
v="$TESTDATA/shop.vision"
cs-kpi --vision "$v" --as-of 2026-10-06T16:00:00Z -m \
'mean_first_reply,mean_first_reply_business,p90_full_solution,p90_full_solution_business' t.tsv
cs-kpi --vision "$v" --as-of 2026-10-06T16:00:00Z -m \
'first_reply_within_1h,first_reply_business_within_1h,first_reply_kept_4h,first_reply_business_kept_4h,full_solution_kept_1d' t.tsv
cs-kpi --vision "$v" --as-of 2026-10-06T16:00:00Z -m \
'untouched_business,untouched_business_20h,untouched_business_30m' t.tsv
# By the source's word where it says so.
printf 'contact_id\tnext_reply_s\tnext_reply_business_s\trequester_wait_s\n1\t60\t60\t100\n2\t7200\t600\t\\N\n' |
    cs-kpi -m 'p50_next_reply,p90_next_reply,p90_next_reply_business,next_reply_within_1h,mean_requester_wait'
