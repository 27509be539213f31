# SPDX-License-Identifier: GPL-3.0-or-later
# What no single row tells of; what is there already; what goes with --contacts and what does not.
printf 'contact_id\tcustomer_id\tstarted_at\tsolved_at\tended_at\tstate\tcontacts_n\n' >t.tsv
for list in repeat_1d contact_time 'm=mean(count(*) per customer_id)' contacts backlog; do
	cs-kpi --contacts "$list" t.tsv
done
cs-kpi --contacts backlog --by day --as-of 2026-10-01 t.tsv
cs-kpi --contacts contacts -m contacts t.tsv
cs-kpi --contacts contacts --cells t.tsv
cs-kpi --contacts nothing t.tsv
cs-kpi --contacts 'c=count(*)' t.tsv
