# SPDX-License-Identifier: GPL-3.0-or-later
# An instant may have escapes that need not be there, wherever one is read.
printf 'contact_id\tcustomer_id\tstarted_at\tended_at\ttransfer\n' >calls.tsv
printf '1\tk1\t\\x32026-10-05T09:00:00Z\t2026-10-05T09:10:00\\x5a\tblind\n' >>calls.tsv
printf '2\tk1\t2026-10-05T09:1\\x31:00Z\t\\N\tnone\n' >>calls.tsv
printf 'cust\tset_at\tplan\nk1\t\\x32026-10-01T00:00:00Z\tpro\n' >plans.tsv
printf 'id_kind\tid_value\tcustomer_id\tvalid_from_at\n' >who.tsv
printf 'account\tk1\tK\t2026-10-0\\x31T00:00:00Z\n' >>who.tsv
printf 'event\tevent_at\tcustomer_id\nrefund\t2026-10-04T08:00:00\\x5A\tk1\n' >events.tsv
printf 'survey_id\tcontact_id\tsurvey_sent_at\ns1\t2\t2026-10-0\\x36T08:00:00Z\n' >surveys.tsv
cs-join -q --side 'plans.tsv on customer=cust latest set_at add plan, days(set_at) = age_days' \
    calls.tsv | cut -f 1,6-
cs-join -q --issues --transfer-window 2m calls.tsv | cut -f 1,7-
cs-join -q --events events.tsv calls.tsv | cut -f 1,6-9
cs-join -q --surveys surveys.tsv calls.tsv | cut -f 1,6-7
cs-join -q --identity who.tsv calls.tsv | cut -f 1-2
cs-join -q --timeline --customer k1 calls.tsv events.tsv
