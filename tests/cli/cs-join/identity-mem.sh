# SPDX-License-Identifier: GPL-3.0-or-later
# Identities have their share of --mem: a table that has room alone goes to disk beside them, which
# shows where there is no disk, and in nothing else.
seq 1 20000 | sed 's/.*/account	A&	K&/; 1s/^/id_kind	id_value	customer_id\n/' >who.tsv
seq 1 5000 | sed 's/.*/K&	pro/; 1s/^/cust	plan\n/' >plans.tsv
printf 'contact_id\tcustomer_id\tstarted_at\n1\tA7\t2026-10-05T09:00:00Z\n' >calls.tsv
join() {
    cs-join -q "$@" --side 'plans.tsv on customer_id=cust add plan' calls.tsv
}
TMPDIR=nowhere join --mem 1M
TMPDIR=nowhere join --mem 1M --identity who.tsv
echo $?
join --mem 1M --identity who.tsv
