# SPDX-License-Identifier: GPL-3.0-or-later
# Customers really come back: the repeats that cs-kpi finds are those that the skills say, of all
# agents and, twice as many, of one who avoids holds; as far as the mix of their work goes.
cs-gen --rows 120000 --agents 60 --gamers 1 --games avoided_holds --table skills -r >skills.tsv
cs-gen --rows 120000 --agents 60 --gamers 1 --games avoided_holds --table desk -r |
	cs-kpi -q --add repeat_7d | awk -F '\t' '
	FNR == 1 { for (i = 1; i <= NF; i++) at[FILENAME, $i] = i; next }
	FILENAME == "skills.tsv" {
		truth[$1] = $at[FILENAME, "true_repeat_7d"]
		if ($at[FILENAME, "game"] != "\\N")
			player = $1
		next
	}
	{
		agent = $at[FILENAME, "agent_id"]
		again = $at[FILENAME, "repeat_7d"]
		if (agent == "\\N" || again == "\\N")
			next
		n[agent]++
		x[agent] += again == "t"
	}
	END {
		for (a in n) {
			if (a == player)
				continue
			found += x[a]
			all += n[a]
			meant += truth[a] * n[a]
		}
		r = found / meant
		print "found of meant, honest:", (r > 0.95 && r < 1.05 ? "as many" : r)
		r = x[player] / n[player] * all / found
		print "who avoids holds, of others:", (r > 1.5 && r < 2.9 ? "about twice" : r)
	}' skills.tsv -
