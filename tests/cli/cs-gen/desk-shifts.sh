# SPDX-License-Identifier: GPL-3.0-or-later
# States and schedules fit each other: agents are there when it is planned, but for their pauses.
cs-gen --rows 1000 --days 7 --agents 5 --gamers 0 --table states -r >states.tsv
cs-gen --rows 1000 --days 7 --agents 5 --gamers 0 --table schedules -r >schedules.tsv
cs-kpi -q --union --by agent -m 'scheduled,adherence(300)' states.tsv schedules.tsv
