# SPDX-License-Identifier: GPL-3.0-or-later
# Value and failure demand; preventable contacts per customer, of whole months alone.
ln -s "$TESTDATA/charge" charge
d=charge
t() { printf "$1" >"$2"; }
run() { cs-chargeback -q --costs "$d/costs.tsv" --rates "$d/rates.tsv" --map "$d/map.tsv" --demand "$@" "$d/contacts.tsv"; echo "= $?"; }
all() { run "$@" | grep -v '^charged\|^un' | cut -f 1,2,4,11-; }
run
echo '# k01 was there all the time, k02 left as August began, k03 came back, k04 left before she came'
t 'customer_id\tjoined_at\tleft_at\nk01\t\\N\t\\N\nk02\t2026-01-01T00:00:00Z\t2026-08-01T00:00:00Z\nk03\t2026-01-01T00:00:00Z\t2026-07-05T00:00:00Z\nk03\t2026-07-20T00:00:00Z\t\\N\nk04\t2026-07-20T00:00:00Z\t2026-07-10T00:00:00Z\n\\N\t\\N\t\\N\n' customers
all --customers customers --as-of 2026-08-31
echo '# August is not over; July is cut'
all --customers customers --as-of 2026-08-30
all --customers customers --as-of 2026-08-31 --since 2026-07-02
run --customers customers --as-of 2026-08-31 --say
run --say
echo '# a slope of several months: 1, 2 and 4 of 10, 10 and 20 customers; and 3 of 20'
t 'customer_id\tjoined_at\n' joined
for i in 0 1 2 3 4 5 6 7 8 9; do printf 'a%s\t\\N\nb%s\t2026-03-05T00:00:00Z\n' $i $i; done >>joined
t 'contact_id\tstarted_at\treason\n' contacts
n=0
for m in 01 02 02 03 03 03 03 04 04 04; do n=$((n + 1)); printf '%s\t2026-%s-10T00:00:00Z\tx\n' $n $m; done >>contacts
t 'rate_amount\trate_unit\tcurrency\n1\tcontact\tEUR\n' rates
t 'reason\towner\tpreventable\tdemand\nx\tA\tt\tvalue\n' map
cs-chargeback -q --rates rates --map map --demand --customers joined --as-of 2026-04-30 contacts | grep ^all | cut -f 2,4,11-
cs-chargeback -q --rates rates --map map --demand --customers joined --as-of 2026-04-30 --say contacts
echo '# cells'
cs-chargeback -q --partial --as-of 2026-04-30 --shard a --demand --rates rates --map map contacts >cells
cs-chargeback -q --merge --as-of 2026-04-30 --demand --customers joined --rates rates cells | grep ^all | cut -f 2,4,11-
echo '# errors'
cut -f 2 joined >nobody
run --customers nobody 2>&1
cs-chargeback --customers joined 2>&1
echo "= $?"
