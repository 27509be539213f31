# SPDX-License-Identifier: GPL-3.0-or-later
# Tickets of Zendesk: minutes become seconds, ratings numbers, times of the account UTC.
cs-ingest --map zendesk --set zone=Europe/Berlin "$TESTDATA/tickets.csv.gz" | cut -f 1-19,47- | sed -n 1,6p
cs-ingest --map zendesk "$TESTDATA/tickets.csv" | cut -f 8 | sed -n 2p
