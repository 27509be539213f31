# SPDX-License-Identifier: GPL-3.0-or-later
# The same metric twice, the same key twice.
cs-kpi -m contacts,contacts "$TESTDATA/sl-205.tsv"
echo $?
cs-kpi --by agent,agent_id /dev/null
echo $?
printf 'agent_id\n' | cs-kpi -q --by agent,agent_id -m r_n='count(*)'
echo $?
