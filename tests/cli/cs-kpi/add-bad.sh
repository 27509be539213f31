# SPDX-License-Identifier: GPL-3.0-or-later
# What --add refuses.
printf 'contact_id\tcustomer_id\tstarted_at\trepeat_7d\n1\tk\t2026-03-01T08:00:00Z\tx\n' >c.tsv
cs-kpi --add repeats_7d c.tsv
echo $?
cs-kpi --add repeat_7 c.tsv
cs-kpi --add repeat_fixed_7d c.tsv
cs-kpi --add chain_id_7d_fixed c.tsv
cs-kpi --add chain_id,chain_id c.tsv
cs-kpi --add added_handle_s c.tsv
echo $?
cs-kpi --add repeat_7d c.tsv
echo $?
cs-kpi -q --replace --add chain_n,repeat_7d c.tsv
cs-kpi --add chain_n --by queue c.tsv
cut -f 2-3 c.tsv | cs-kpi --add root_contact_id
cut -f 1,3 c.tsv | cs-kpi --add chain_n
# A stream without records, and one that was cut.
head -1 c.tsv | cs-kpi -q --add chain_n
printf 'contact_id\tcustomer_id\tstarted_at\n1\tk\t2026-03-01T08' | cs-kpi --add chain_n
