# SPDX-License-Identifier: GPL-3.0-or-later
# A group in which all is NULL, one row, no rows: NULL and counts of 0, never a number made of nothing.
m='contacts,asa,p50_wait,p90_talk,sl_offered(20),csat_mean,csat_top2,nps,customers,repeat_1d,repeat_free_7d,sum_wait,max_wait,cost_mean,transfer_share'
head='contact_id\tcustomer_id\tqueue\tstarted_at\twait_s\ttalk_s\tdisposition\tcsat\tnps\tcost\ttransfer\n'
printf "$head"'a\tk\tfull\t2026-10-05T08:00:00Z\t5\t60\tanswered\t4\t9\t1.50\tnone\n\\N\t\\N\tnull\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\n\\N\t\\N\tnull\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\n\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\n' >c.tsv
cs-kpi -q --by queue -m "$m" --ci --as-of 2026-10-20 c.tsv
head -n 2 c.tsv >one
cs-kpi -q -m "$m" --ci --as-of 2026-10-20 one
head -n 1 c.tsv >none
cs-kpi -q -m "$m" --ci --as-of 2026-10-20 none
cs-kpi -q --by queue,day -m "$m" --as-of 2026-10-20 none
cs-kpi -q --by queue -m "$m" --as-of 2026-10-20 --cells none | cs-kpi -q --render
