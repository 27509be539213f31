# SPDX-License-Identifier: GPL-3.0-or-later
# The customers of some are asked by thumbs, up or down: most marks become the best. Held against the
# others they stand out, or hide who does; against the same form nobody does but who answers surveys himself.
look() { # SEED GAMERS EACH: every so many agents
	echo "each of $3, $2 play"
	gen="cs-gen -q --rows 40000 --agents 40 --seed $1 --gamers $2 --games own_ratings --records"
	$gen --table skills | awk -F '\t' '$2 == "own_ratings" {print $1}' | sort >truth
	$gen --table desk | awk -F '\t' -v OFS='\t' 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i }
	NR > 1 && $c["survey_version"] != "\\N" && substr($c["agent_id"], 2) % '$3' == 0 {
		$c["survey_version"] = "thumbs"
		if ($c["csat"] != "\\N") $c["csat"] = $c["csat"] > 1 ? 5 : 1 }
	{ print }' >made
	for how in apart together; do
		cs-audit --print-rules | sed "s/^forms = apart/forms = $how/" >rules
		cs-audit -q --rules rules --rule all_top made | awk -F '\t' 'FNR > 1 && $4 == "agent_id" {print $5}' | sort >named
		echo "$how: $(comm -12 named truth | wc -l) of $(wc -l <truth), $(comm -23 named truth | wc -l) others"
	done
}
look 1 2 4
look 2 2 4
look 3 0 4
look 3 0 8
look 4 0 8
# The threads do not matter.
cs-audit -q --rule survey_form,all_top,fast_ratings --threads 4 made >4
cs-audit -q --rule survey_form,all_top,fast_ratings --threads 1 made | cmp - 4
printf '[rule r]\nmetric = csat_top2\ntest = share\nwhen = csat = 5\nforms = mixed\nunits = agent_id\nsays = s\nquestion = q\n' >bad
cs-audit --rules bad made
