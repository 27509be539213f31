# SPDX-License-Identifier: GPL-3.0-or-later
# A pool of two months, most of which is not used: what is unused waits for its last month, so that
# closing the first one does not close both. The second is billed in full, with what its contacts
# change of the first.
cat >contacts.tsv <<'Y'
contact_id	started_at	reason	handle_s
c1	2026-09-10T10:00:00Z	a	60
c2	2026-10-10T10:00:00Z	b	90
Y
printf 'reason\towner\na\tA\nb\tB\n' >map.tsv
printf 'pool\tperiod_from_at\tperiod_to_at\tamount\tcurrency\tdriver\tcapacity_s\n%s\n%s\n' \
    'lease	2026-09-01	2026-11-01	100	EUR	minute	1000' \
    'shared	2026-09-01	2026-11-01	100	EUR	minute	\N' >costs.tsv
head -n 2 contacts.tsv >september.tsv
cs-chargeback -q --postings --until 2026-09-30 --costs costs.tsv --map map.tsv september.tsv |
    tee billed.tsv
echo
cs-chargeback -q --postings --until 2026-10-31 --closed billed.tsv --costs costs.tsv --map map.tsv \
    contacts.tsv
