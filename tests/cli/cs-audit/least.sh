# SPDX-License-Identifier: GPL-3.0-or-later
# Two rows where nobody else has any are improbable, and no pattern: a rule says how many are. No
# chance is so small that it is written as none.
rule() {
	printf '[rule cut]\nmetric = aht\ntest = share\nwhen = talk_s < 5\nunits = agent_id\n%s\n' "$1"
	printf 'says = cut\nquestion = why?\n'
}
made() {
	awk -v few="$1" -v OFS='\t' 'BEGIN {
		print "contact_id", "agent_id", "started_at", "talk_s"
		for (a = 1; a <= 30; a++)
			for (i = 1; i <= 2000; i++)
				print a "-" i, "a" a, "2026-10-01T08:00:00Z", (a == 7 && i <= few ? 1 : 60 + i % 7)
	}'
}
rule '# as it is' >five
rule 'least = 2' >two
made 2 >rows
cs-audit -q --rules five --rule cut rows | cut -f 5,8,9,11
cs-audit -q --rules two --rule cut --explain rows | cut -f 5,8,9,19
made 2000 >rows
cs-audit -q --rules five --rule cut --explain rows | cut -f 5,8,9,19
rule 'least = 0' >none
cs-audit --rules none --rule cut rows
echo $?
