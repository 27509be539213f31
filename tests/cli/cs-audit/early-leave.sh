# SPDX-License-Identifier: GPL-3.0-or-later
# Who makes pauses in the last half-hour of the planned shift, by states and schedules; nobody else is
# named, and of honest people nobody. Without schedules it is said how to have what is missing.
look() {
	gen="cs-gen -q --rows 30000 --days 84 --agents 60 --seed 302 --gamers $1 --games unready --records"
	$gen --table skills | awk -F '\t' '$2 == "unready" {print $1}' | sort >truth
	$gen --table states >states
	$gen --table schedules | cs-kpi -q --by agent_id,day -m 'shift_end_at=max(ended_at)' >ends
	cs-join -q --dated-by started_at \
	    --side 'ends on agent_id next shift_end_at within 12h add shift_end_at' states >joined
	cs-audit -q --rule early_leave joined >signals
	awk -F '\t' 'FNR > 1 && $4 == "agent_id" {print $5}' signals | sort >named
	echo "$(comm -12 named truth | wc -l) of $(wc -l <truth), $(comm -23 named truth | wc -l) others"
}
look 6
cut -f 2-5,9-12 signals | sed -n '1p;$p'
cs-audit -q --rule early_leave --contacts behind --limit 2 joined >again
cmp signals again
awk -F '\t' -v OFS='\t' 'FNR == 1 { next } { early[$1 FS $4 FS (substr($8, 12, 2) * 60 - substr($6, 12, 2) * 60 - substr($6, 15, 2) <= 30)]++ }
	END { for (k in early) print k, early[k] }' behind | sort
look 0
wc -l <signals
cs-audit --rule early_leave states
