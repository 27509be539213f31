# SPDX-License-Identifier: GPL-3.0-or-later
# Cells say that overlaps are of shards that have all rows of an agent.
cs-kpi --union --partial --shard one --as-of 2026-10-05T10:00:00Z -m scheduled \
	"$TESTDATA/states.tsv" "$TESTDATA/schedule.tsv" | grep -e overlaps -e us
