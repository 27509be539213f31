# SPDX-License-Identifier: GPL-3.0-or-later
# Records through the shell's own tools are records still: cut, awk, sort, head, join with a list that
# somebody keeps by hand.
tab=$(printf '\t')
cs-ingest -q --map queue-log "$TESTDATA/queue_log.gz" >calls.tsv || exit

# The longest waits, worst first; the header stays where it is.
cut -f 5,6,9,13 calls.tsv | {
	IFS= read -r head
	printf '%s\n' "$head"
	LC_ALL=C sort -t "$tab" -k 4,4nr -k 3,3 | head -n 3
} | cs-report --markdown | head -n 5

# Some columns, in another order, and rows that awk chose: the same as what --where chooses.
awk -F '\t' -v OFS='\t' 'NR == 1 || $5 == "billing" { print $16, $13, $2 }' calls.tsv |
	cs-kpi -q -m contacts,asa,answered_share >awk.tsv
cs-kpi -q --where "queue = 'billing'" -m contacts,asa,answered_share calls.tsv | cmp - awk.tsv && cat awk.tsv

# Teams from a list by agent.
printf '%s\tnorth\n' Ann Bert Cleo >teams.tsv
printf '%s\tsouth\n' Dora Emil Gus >>teams.tsv
{
	printf 'agent_id\twait_s\tdisposition\tteam\n'
	cut -f 6,13,16 calls.tsv | tail -n +2 | LC_ALL=C sort -t "$tab" -k 1,1 |
		LC_ALL=C join -t "$tab" - teams.tsv
} | cs-kpi -q --by team -m answered,p90_wait

# Nothing found is no rows, not no stream.
grep -e '^contact_id' -e no-such-caller calls.tsv | cs-kpi -q --by queue -m contacts | cs-report --csv
