# SPDX-License-Identifier: GPL-3.0-or-later
# What other systems call the customer goes too: their account there, the number that a log of
# telephones has for a customer, however it is written, and the timeline that was kept. Somebody
# else's account 0 and number stay. Whatever is left of the customer is printed at the end.
mkdir hold
printf 'customer_id\tid_kind\tid_value\nC-1001\tmobile\ttel:0171 / 555-0001\nC-1001\temail\tErika <erika@x.example>\nC-1001\taccount\tT-70001\nC-1001\taccount\t0000\nC9\taccount\t0000\nC9\tphone\t+49305550009\n' >hold/ids.tsv
printf 'contact_id\tcustomer_id\tcaller\tstarted_at\ncall-1\t+491715550001\t+491715550001\t2026-10-05T08:00:00Z\ncall-2\t01715550001\t0171/555 0001\t2026-10-05T09:00:00Z\ncall-3\t+49305550009\t+49305550009\t2026-10-05T10:00:00Z\ncall-4\t0000\t\\N\t2026-10-05T11:00:00Z\n' >hold/calls.tsv
printf 'contact_id\tcustomer_id\tstarted_at\tcomment\ntick-1\tT-70001\t2026-10-06T08:00:00Z\twrite to ERIKA@x.example\ntick-2\tW-70009\t2026-10-06T09:00:00Z\tfine\ntick-3\tT-2\t2026-10-06T10:00:00Z\tnot T-70001 but 0171 / 555-0001\n' >hold/tickets.tsv
printf 'contact_id\tcustomer_id\taccount_id\tstarted_at\ntick-2\tC-1001\tW-70009\t2026-10-06T09:00:00Z\ntick-4\tC9\t0000\t2026-10-06T09:00:00Z\n' >hold/joined.tsv
printf 'id_kind\tid_value\tsame_kind\tsame_value\nphone\t+4930777111\temail\terika@X.example\n' >hold/equal.tsv
printf 'contact_id\tcaller\tstarted_at\ncall-5\t030/777111\t2026-10-05T08:00:00Z\n' >hold/more.tsv
cs-join -q --timeline --records --customer C-1001 hold/joined.tsv >hold/timeline.tsv
cs-kpi -q --by customer_id -m contacts --cells hold/calls.tsv >hold/calls.cells
cs-kpi -q -m contacts,customers hold/calls.tsv hold/tickets.tsv --union >before.tsv
cs-privacy --erase --customer C-1001 hold | cut -f 2-
cs-kpi -q -m contacts,customers hold/calls.tsv hold/tickets.tsv --union | cmp - before.tsv
sed 's/[a-z2-7]\{32\}/TOKEN/g' hold/ids.tsv hold/calls.tsv hold/tickets.tsv hold/joined.tsv hold/timeline.tsv hold/equal.tsv hold/more.tsv
grep -riE '777111|C-1001|71[ /]*555|erika|T-70001|W-70009|(tick|call)-[12]' hold
cs-privacy -q --erase --customer C-1001 hold
