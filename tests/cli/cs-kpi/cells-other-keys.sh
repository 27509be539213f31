# SPDX-License-Identifier: GPL-3.0-or-later
# Cells by other keys, and records among them: said with the file, and with what helps.
printf 'agent_id\tqueue\tcsat\nada\tx\t5\n' >a.tsv
cs-kpi -q --by agent -m csat_mean --cells a.tsv >a.cells || exit
cs-kpi -q --by queue -m csat_mean --cells a.tsv >b.cells || exit
cs-kpi --render a.cells b.cells
echo $?
cs-kpi --render a.tsv
echo $?
cs-kpi --vs prev -m csat_mean a.tsv
echo $?
