# SPDX-License-Identifier: GPL-3.0-or-later
# A survey or an action may be about no contact; a contact is one, whatever else it has.
printf 'survey_id,contact_id,customer_id,csat\ns1,,K1,4\ns2,c2,K2,5\n,c3,K3,1\n' >surveys.csv
cs-ingest --max-rejects 50% surveys.csv
printf 'action_id,contact_id\na1,unknown\n' >actions.csv
printf '[source]\nunknown = unknown\nothers = typed\n' >actions.map
cs-ingest -q --map actions.map actions.csv
printf 'contact_id,survey_id,started_at\n,s1,2026-10-05T08:00:00Z\n' >contacts.csv
cs-ingest -q --max-rejects 100% contacts.csv
