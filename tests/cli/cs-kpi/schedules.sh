# SPDX-License-Identifier: GPL-3.0-or-later
# Planned and done: late by three minutes, two contacts at once, no end, nobody's row.
set -- --union "$TESTDATA/states.tsv" "$TESTDATA/schedule.tsv"
cs-kpi --by agent -m 'scheduled,worked,adherent,adherence,adherence(180),adherence(300),conformance' \
	--as-of 2026-10-05T10:00:00Z "$@"
cs-kpi --by agent,1h --where "agent_id = 'ann'" -m 'scheduled,adherence,adherence(300)' \
	--as-of 2026-10-05T10:00:00Z "$@"
cs-kpi -m scheduled,worked,adherence --since 2026-10-05T08:00:00Z --until 2026-10-05T09:00:00Z \
	--as-of 2026-10-05T10:00:00Z "$@"
cs-kpi -m worked,conformance "$@"
