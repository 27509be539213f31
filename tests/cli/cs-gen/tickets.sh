# SPDX-License-Identifier: GPL-3.0-or-later
# Tickets, which cs-ingest reads to the last row.
cs-gen --rows 5000 --days 30 --table tickets --quoted 50% |
	cs-ingest --map zendesk --set zone=UTC | wc -l
