# SPDX-License-Identifier: GPL-3.0-or-later
# What cannot be known of each key, and what is no value of one.
for m in 'a_s=mean(p90(handle_s) per contact_id)' 'a_s=mean(mean(sum(handle_s) per contact_id) per agent)' \
    'a_s=mean(handle_s per contact_id)' 'a_share=share(sum(handle_s) per contact_id)' \
    'a_n=repeat_share(count(*) per contact_id)' 'a_s=mean(1 per contact_id)' \
    'a_s=mean(sum(handle_s) per contact)d)' 'a_s=sum(handle_s) per contact_id' \
    'a_s=mean(sum(handle_s) per)'; do
	cs-kpi -m "$m" "$TESTDATA/desk.tsv"
	echo $?
done
cs-kpi --where 'count(*) per agent > 1' "$TESTDATA/desk.tsv"
