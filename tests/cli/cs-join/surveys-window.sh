# SPDX-License-Identifier: GPL-3.0-or-later
# The window begins where the contact ended; at its begin where nobody knows. The last instant is in.
printf 'contact_id\tcustomer_id\tstarted_at\tended_at\n1\ta\t2026-10-01T00:00:00Z\t2026-10-01T01:00:00Z\n2\tb\t2026-10-01T00:00:00Z\t2026-10-01T01:00:00Z\n3\tc\t2026-10-01T00:00:00Z\t\\N\n4\td\t2026-10-01T00:00:00Z\t\\N\n' >contacts.tsv
printf 'survey_id\tcustomer_id\tsurvey_sent_at\ns1\ta\t2026-10-08T01:00:00Z\ns2\tb\t2026-10-08T01:00:01Z\ns3\tc\t2026-10-08T00:00:00Z\ns4\td\t2026-10-08T00:00:01Z\n' >surveys.tsv
cs-join -q --surveys surveys.tsv contacts.tsv | cut -f 1,5,9
