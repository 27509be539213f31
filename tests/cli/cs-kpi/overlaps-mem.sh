# SPDX-License-Identifier: GPL-3.0-or-later
# Rows of agents are kept to the end, as many as fit.
{
	printf 'agent_id\tactivity\tstate\tstarted_at\tended_at\n'
	i=0
	while [ $i -lt 600 ]; do
		printf 'a%d\tcontacts\t\\N\t2026-10-05T00:00:00Z\t2026-10-05T01:00:00Z\n' $i $i $i $i $i \
			$i $i $i $i $i
		i=$((i + 1))
	done
} >t.tsv
cs-kpi --threads 1 --mem 256K -m scheduled t.tsv
