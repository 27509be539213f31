#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# cs-audit and cs-rank on large companies: all rules against cs-kpi reading the same columns, ranks
# of 100,000 agents from cells, and memory that follows the agents, never the contacts.
#
#	tests/bench/audit.sh [ROWS] [WORD]	default 1,000,000 rows; only the races with WORD
#
# All rules take less than twice as long as reading, where each agent has some 900 contacts and where
# each has 100, units being much of the work then. What is over its limit is said, and no failure
# below one and a half times of it: machines are noisy.
set -eu
SLACK=${SLACK:-1.5}
# shellcheck source=tests/bench/lib/race.sh
. "$(dirname "$0")/lib/race.sh"

agents=$((rows / 900 + 25))
cs-gen -q --rows "$rows" --agents "$agents" --table desk --records |
	cs-kpi -q --add repeat_1d,repeat_7d,repeat_reason_3d,next_contact_at -o "$dir/desk.tsv"

# Each column that a rule reads, looked at once.
reads=
for c in talk_s wait_s hold_s wrap_s handle_s ended_by transfer missed_n reopened_n solved_at closed_at \
	survey_sent_at survey_answered_at csat survey_version reason repeat_1d repeat_7d repeat_reason_3d; do
	reads="$reads,has_$c=count(handled and $c is not null)"
done
audit="cs-audit -q --target handle_s=5m"
race "all rules, same columns" 2 "$audit $dir/desk.tsv >/dev/null" \
	"cs-kpi -q --by agent,queue,channel -m 'contacts$reads' $dir/desk.tsv >/dev/null"
race "all rules, figures by agent" - "$audit $dir/desk.tsv >/dev/null" \
	"cs-kpi -q --by agent $dir/desk.tsv >/dev/null"

# Ten times the agents, of 100 contacts each: a group to seven contacts, and 180,000 tests.
cs-gen -q --rows "$rows" --agents $((rows / 100)) --table desk --records |
	cs-kpi -q --add repeat_1d,repeat_7d,repeat_reason_3d,next_contact_at -o "$dir/few.tsv"
race "all rules, many agents" 2 "$audit $dir/few.tsv >/dev/null" \
	"cs-kpi -q --by agent,queue,channel -m 'contacts$reads' $dir/few.tsv >/dev/null"
memory "all rules, many agents" $((262144 * rows / 1000000 + 65536)) "$audit $dir/few.tsv"

# The same agents with twice the contacts: what is kept is by agent.
cs-gen -q --rows $((rows / 2)) --agents "$agents" --table desk --records |
	cs-kpi -q --add repeat_1d,repeat_7d,repeat_reason_3d,next_contact_at -o "$dir/half.tsv"
half=$(peak "$audit $dir/half.tsv")
memory "all rules, as of half the rows" $((half * 3 / 2)) "$audit $dir/desk.tsv"

# 100,000 agents in six kinds of work; the peer is a second on the clock.
awk 'BEGIN {
	OFS = "\t"
	print "queue", "agent_id", "started_at", "csat", "contact_id", "disposition"
	for (a = 1; a <= 100000; a++)
		for (q = 1; q <= 6; q++)
			for (i = 0; i < 3; i++)
				print "q" q, "a" a, "2026-01-05T00:00:00Z", 1 + (a * 7919 + q * 104729 + i * 31 * (a % 13)) % 5,
				    a "-" q "-" i, "answered"
}' >"$dir/many.tsv"
cs-kpi -q --by agent,queue -m csat_top2 --cells "$dir/many.tsv" -o "$dir/many.cells"
race "ranks of 100,000 agents" 10 "cs-rank -q $dir/many.cells >/dev/null" "sleep 1"
memory "ranks of 100,000 agents" 1000000 "cs-rank -q $dir/many.cells"
exit "$failed"
