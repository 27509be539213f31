# SPDX-License-Identifier: GPL-3.0-or-later
# Groups and members of sets get tokens; counts and checksums hold.
calls=$TESTDATA/person/calls.tsv
cs-kpi -q --by customer_id,queue -m contacts,asa --cells "$calls" >customer.cells
cs-kpi -q --by agent -m 'customers,passed=share(count(handled) > 1 per contact_id)' \
	--where "customer_id = '4711' or queue = 'sales'" --cells "$calls" >agent.cells
cs-kpi -q --render customer.cells | cut -f 2- | sort >before
cs-kpi -q --render agent.cells >before.agent
cs-privacy -q --erase --customer 4711 --identity "$TESTDATA/person/ids.tsv" ./*.cells |
	sed 's/[a-z2-7]\{32\}/TOKEN/g'
cs-kpi -q --render customer.cells | cut -f 2- | sort | diff before - && echo 'the same by customer'
cs-kpi -q --render agent.cells | diff before.agent - && echo 'the same by agent'
sed 's/[a-z2-7]\{32\}/TOKEN/g' agent.cells | grep -e '^cell' -e where
