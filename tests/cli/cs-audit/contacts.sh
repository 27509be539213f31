# SPDX-License-Identifier: GPL-3.0-or-later
# The contacts behind the signals, the worst first. A pipe cannot be read twice, no name be there twice.
cs-gen -q --table desk --rows 40000 --agents 40 --gamers 4 --records |
    cs-kpi -q --add repeat_1d,repeat_7d >contacts
cs-audit -q --rule transfers,unasked_after_bad contacts --contacts behind --limit 3 >signals
sed 1d signals | while IFS="$(printf '\t')" read -r kind rule rest; do
	echo "$rule: $(grep -c "	$rule	agent_id$" behind)"
done
# The longest waits first, and all of them are of the agent.
awk -F'\t' '$(NF - 1) == "unasked_after_bad" { print $4, $15 + $17 }' behind | sort -c -k2,2nr && echo sorted
awk -F'\t' '$(NF - 1) == "unasked_after_bad" { print $4 }' behind | uniq | wc -l
# As many as the share says.
cs-audit -q --rule transfers contacts --contacts all --limit 10000 >signals
awk -F'\t' 'NR > 1 { x += int($9 * $10 + .5) } END { print (x > 40) }' signals
test "$(awk -F'\t' 'NR > 1 { x += int($9 * $10 + .5) } END { print x }' signals)" = "$(sed 1d all | wc -l)" && echo equal
stat -c %a behind
cs-audit -q --contacts behind <contacts
cs-audit -q --contacts x behind
cs-audit -q --contacts contacts --rule reopened contacts | cut -f 1
# Without what says which are the worst, the first come first.
cut -f 4,9,20,22 contacts >few
cs-audit -q --rule transfers few --contacts first --limit 1 >signals
cut -f 4- first
