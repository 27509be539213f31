# SPDX-License-Identifier: GPL-3.0-or-later
# Durations below zero (clocks that were set back) are counted as they are, exactly; to leave them out
# is the user's to say.
printf 'queue\tstarted_at\tended_at\twait_s\ttalk_s\tdisposition\nq\t2026-10-05T08:00:00Z\t2026-10-05T07:59:50Z\t-3\t60\tanswered\nq\t2026-10-05T08:00:00Z\t2026-10-05T08:00:10Z\t0\t-60\tanswered\nq\t2026-10-05T08:00:00Z\t2026-10-05T08:01:00Z\t7\t-1\tabandoned\n' >c.tsv
cs-kpi -q --by queue -m "asa,sum_wait,p50_wait,max_wait,sl_offered(20),sum_talk,d=sum(ended_at - started_at),least=min(wait_s)" --ci c.tsv
cs-kpi -q --by queue -m "asa,sum_wait,mean_talk" --where 'wait_s >= 0' c.tsv
cs-kpi -q --by queue -m "asa,sum_wait,p50_wait,mean_talk,d=sum(ended_at - started_at)" --cells c.tsv | cs-kpi -q --render
