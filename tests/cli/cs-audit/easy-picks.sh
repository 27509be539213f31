# SPDX-License-Identifier: GPL-3.0-or-later
# Who takes the easy contacts of a queue: by how long their reason usually takes. Of honest people
# nobody is named, and without the column it is said how to have it.
look() {
	cs-gen -q --rows 40000 --agents 40 --gamers $1 --games easy_picks --table desk --records --truth truth >made
	cs-kpi -q --by reason -m mean_handle made | sed 1s/mean_handle/difficulty/ >reasons
	cs-join -q --side 'reasons on reason add difficulty' made >joined
	cs-audit -q --rule easy_picks joined | cut -f 2-6
	grep easy_picks.agent_id truth
}
look 2
look 0
cs-audit --rule easy_picks made
