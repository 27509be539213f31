# SPDX-License-Identifier: GPL-3.0-or-later
# Contacts that we made wait in no queue: they are handled, and in no service level.
cat >calls.tsv <<'EOF'
contact_id	direction	disposition	wait_s
1	inbound	answered	5
2	\N	abandoned	9
3	outbound	answered	0
4	outbound	answered	0
5	outbound	failed	\N
6	internal	answered	0
EOF
cs-kpi -q -m 'queued,offered,ab_all,answered_share,sl_inbound_20,drop_answered' calls.tsv
cs-kpi -q -m 'sl_answered_20,sl_negative_20,asa,handled_legs,answered' calls.tsv
