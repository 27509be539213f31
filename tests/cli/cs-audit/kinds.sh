# SPDX-License-Identifier: GPL-3.0-or-later
# Kinds of games beyond the first six, each by a rule of its own: how many players and others it names.
seq -f '+49341555%05.0f' 1 40 >numbers
play() { # GAME RULE [TABLE]
	cs-gen -q --rows 40000 --agents 40 --gamers 2 --games $1 --table ${3-desk} --records --truth truth >made
	test $# = 3 || cs-kpi -q --add repeat_1d,repeat_7d,repeat_reason_3d made -o made
	cs-audit -q --rule $2 --target handle_s=5m --target wrap_s=90s --own numbers made |
	    awk -F'\t' -v g=$1 -v r=$2 'NR == FNR { if ($2 == "agent_id") p[$3] = 1; next }
		FNR > 1 && $4 == "agent_id" { if ($5 in p) t++; else f++ }
		END { print g " by " r ": " t + 0 " of 2, " f + 0 " others" }' truth -
}
play shaved_times handle_heap
play avoided_holds hold_avoided
play ring_no_answer missed
play other_codes other_grows
play own_ratings fast_ratings
play own_ratings all_top
play hurried_talks hurry
play late_transfers late_transfers
play stretched_wraps wrap_limit
play own_calls own_calls
play unready pauses states
# A survey that changes is no one's doing: the form is named, with what the same people got under the other.
cs-gen -q --rows 40000 --agents 40 --gamers 2 --games new_survey --table desk --records |
    cs-audit -q --rule survey_form | cut -f 2-5 | sort
cs-gen -q --rows 40000 --agents 40 --gamers 0 --table desk --records | cs-audit -q --rule survey_form | wc -l
# Pauses at peaks are in the states of agents; honest ones are not named.
cs-gen -q --rows 40000 --agents 40 --gamers 0 --table states --records | cs-audit -q --rule pauses | wc -l
# What no number is.
printf '# none\n\n' >empty
cs-audit --own empty made
echo $?
cs-audit --list --rule own_calls --own numbers "$TESTDATA/desk.tsv"
