# SPDX-License-Identifier: GPL-3.0-or-later
# Cells of parts add up to the run over all, in any order, and say themselves what they are of, the
# mode included; what is told again must be the same.
as_of=2026-10-15T00:00:00Z
for t in contacts customers purchases; do
	cs-part -q --by customer_id --buckets 4 --into $t "$TESTDATA/retain/$t.tsv" >/dev/null
done
ask='--window 30d,60d --gap 7d --at 1mo,45d --tenure 60d,1y --quiet 200d'
run() { cs-retain -q --uplift $ask --by channel,plan --currency EUR "$@"; }
for i in 3 1 0 2; do
	f=part-00$i.tsv
	run --as-of $as_of --partial --shard "s$i" --customers customers/$f \
	    --purchases purchases/$f contacts/$f >cells$i
done
run --as-of $as_of --customers "$TESTDATA/retain/customers.tsv" \
    --purchases "$TESTDATA/retain/purchases.tsv" "$TESTDATA/retain/contacts.tsv" >plain
cs-retain -q --merge cells3 cells1 cells0 cells2 | cmp plain - && wc -l <plain
cs-retain -q --merge --uplift $ask cells3 cells1 cells0 cells2 | cmp plain - && echo same
cat cells2 cells0 | cs-retain -q --merge --cells - cells1 | cs-retain -q --merge - cells3 |
    cmp plain - && echo same
cs-retain -q --merge --value-bands 2 --match cem --say cells0 cells1 cells2 cells3 | wc -l
cs-retain -q --merge --explain --level 90 cells0 cells1 cells2 cells3 | wc -l
for other in '--gap 8d' '--window 30d' '--quiet 100d' '--tenure 90d' '--against unsolved' '--at 2mo' \
    '--curve' '--steps' '--uplift --curve'; do
	cs-retain -q --merge $other cells1 cells2
	echo $?
done
# What no run can have said, with a checksum that holds.
forge() {
	sed "$1" cells1 | grep -v crc32 >forged
	awk -F '\t' 'NR == 1 { n = NF; s = "end"; for (i = 2; i < n - 2; i++) s = s "\t\\N"; printf "%s\tcrc32\t\\N\t", s }' cells1 >end
	tail -n +2 forged | gzip -c | tail -c 8 | od -A n -t x4 -N 4 | tr -d ' ' >>end
	cat end >>forged
	cs-retain -q --merge forged
	echo $?
}
forge 's/\(uplift_gap.*\t\)7$/\199999/'
forge 's/\(uplift_window.*\t\)30,60$/\160,30/'
forge 's/\(said.*\tmode\t.*\t\)uplift$/\1juggle/'
