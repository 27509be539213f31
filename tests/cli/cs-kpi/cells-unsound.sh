# SPDX-License-Identifier: GPL-3.0-or-later
# Cells that no counting gives, here by a hand that changed a figure: a share of 900 %.
printf 'agent_id\tcsat\nada\t5\n' | cs-kpi -q --by agent -m csat_top2 --cells |
	sed 's/\(csat_top2	x	\)1/\19/' >cells || exit
cs-kpi --render cells
