# SPDX-License-Identifier: GPL-3.0-or-later
# The year up to each interval; that of a week is the one of ISO 8601.
printf 'started_at\tcustomer_id\n%s\ta\n%s\tb\n%s\ta\n%s\tb\n%s\tc\n' 2026-12-26T12:00:00Z 2026-12-29T12:00:00Z \
    2027-01-01T12:00:00Z 2027-01-05T12:00:00Z 2027-01-05T13:00:00Z >c.tsv
for by in day week month; do
	cs-kpi --by $by --ytd -m contacts,customers c.tsv
done
cs-kpi --by month --ytd --period 2027-02 --fill -m contacts,customers c.tsv
cs-kpi --by 1h --ytd -m contacts c.tsv
true
