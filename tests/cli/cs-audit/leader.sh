# SPDX-License-Identifier: GPL-3.0-or-later
# A whole team passes on a bit more, nobody by so much that it could not be luck; in another one person
# does so a lot, and is named without the team. In three months of three.
cs-gen -q --table desk --rows 120000 --agents 120 --days 90 --start 2026-01-01 --gamers 0 --records |
    awk -F'\t' -v OFS='\t' 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i }
	NR > 1 && $c["disposition"] == "answered" && $c["transfer"] == "none" &&
	    ($c["leader"] == "l3" && NR % 14 == 0 || $c["agent_id"] == "a50" && NR % 4 == 0) {
		$c["transfer"] = "blind" }
	{ print }' >contacts
show() {
	awk -F'\t' '$6 == "l3" || $5 == "a50" { print $2, $4, $5, $6, $13, $14, $15 }'
}
cs-audit -q --rule transfers contacts | show
cs-audit -q --rule transfers --periods week --strata queue contacts | show
cs-audit -q --rule transfers --periods none contacts | show
