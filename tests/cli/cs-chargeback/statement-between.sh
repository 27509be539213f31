# SPDX-License-Identifier: GPL-3.0-or-later
# Nothing was billed of September, between closed months. A late contact of it is billed in November:
# the statement of September says that the month is closed, and shows no contact that it does not
# charge. A contact of July, before all that was billed, is billed in July.
contacts() {
	printf 'contact_id\tstarted_at\treason\thandle_s\tcredit\tcurrency\n'
	for c in "$@"; do printf 'c%s\t2026-%s-10T09:00:00Z\tfee\t60\t%s.00\tEUR\n' "$c" "$c" "${c#0}"; done
}
printf 'reason\towner\tcause\nfee\tBilling\tlate_fee\n' >map.tsv
printf 'pool\tperiod_from_at\tperiod_to_at\tamount\tcurrency\nrent\t2026-12-01\t2027-01-01\t1.00\tEUR\n' >costs.tsv
set -- --costs costs.tsv --map map.tsv
contacts 08 10 | cs-chargeback -q --postings --until 2026-10-31 "$@" >billed.tsv
contacts 07 08 09 10 11 >contacts.tsv
cs-chargeback -q --statement --month 2026-09 --closed billed.tsv "$@" contacts.tsv
cs-chargeback -q --statement --say --closed billed.tsv "$@" contacts.tsv
cs-chargeback -q --postings --closed billed.tsv "$@" contacts.tsv
