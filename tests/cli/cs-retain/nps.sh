# SPDX-License-Identifier: GPL-3.0-or-later
# A survey of a dozen customers, small enough to count by hand: who answered late, out of the scale,
# twice, or is not known; refunds; who was no customer for as long before. In any order, by any threads.
sed 's/ /\t/g' >customers <<'X'
customer_id joined_at left_at plan
c1 2025-01-01T00:00:00Z \N a
c2 2025-01-01T00:00:00Z 2026-06-15T00:00:00Z a
c3 2025-01-01T00:00:00Z \N a
c4 2025-01-01T00:00:00Z \N b
c5 2025-01-01T00:00:00Z \N b
c6 2025-01-01T00:00:00Z \N b
c7 2025-01-01T00:00:00Z \N a
c8 2025-01-01T00:00:00Z \N a
c9 2026-05-20T00:00:00Z \N b
c10 2025-01-01T00:00:00Z \N a
c11 2025-01-01T00:00:00Z \N a
c13 2025-01-01T00:00:00Z 2026-05-01T00:00:00Z a
X
sed 's/ /\t/g' >surveys <<'X'
customer_id contact_id survey_sent_at survey_answered_at nps
c1 \N 2026-06-01T10:00:00Z 2026-06-01T12:00:00Z 10
c1 \N 2026-09-01T10:00:00Z 2026-09-01T12:00:00Z 0
c2 \N 2026-06-01T10:00:00Z 2026-06-01T12:00:00Z 9
c3 \N 2026-06-01T10:00:00Z 2026-06-03T12:00:00Z 8
c4 \N 2026-06-01T10:00:00Z 2026-06-01T10:00:05Z 3
c5 \N 2026-06-01T10:00:00Z \N \N
c6 \N 2026-06-01T10:00:00Z 2026-06-20T10:00:00Z 0
c7 \N 2026-12-25T10:00:00Z \N \N
c8 \N 2026-06-01T10:00:00Z 2026-06-01T12:00:00Z 11
c9 \N 2026-06-01T10:00:00Z 2026-06-01T12:00:00Z 9
c10 k1 2026-06-01T10:00:00Z 2026-06-01T12:00:00Z 7
c11 \N 2026-06-01T10:00:00Z 2026-06-01T12:00:00Z \N
c12 \N 2026-06-01T10:00:00Z 2026-06-01T12:00:00Z 10
c13 \N 2026-06-01T10:00:00Z 2026-06-01T12:00:00Z 6
X
sed 's/ /\t/g' >purchases <<'X'
customer_id purchased_at amount currency refunded_at
c1 2025-02-15T00:00:00Z 1.00 EUR \N
c1 2026-05-20T00:00:00Z 10.00 EUR \N
c1 2026-06-10T00:00:00Z 20.00 EUR \N
c1 2026-06-11T00:00:00Z 0.50 EUR \N
c3 2026-06-20T00:00:00Z 30.00 EUR 2026-06-25T00:00:00Z
c4 2026-05-31T00:00:00Z 5.00 EUR \N
c4 2026-07-05T00:00:00Z 40.00 EUR \N
c5 2026-06-20T00:00:00Z 50.00 EUR \N
c9 2026-06-05T00:00:00Z 60.00 EUR 2026-08-01T00:00:00Z
c10 2026-06-01T12:00:00Z 7.00 EUR \N
X
run() { cs-retain --nps --purchases purchases --at 30d,12mo --as-of 2026-12-31 "$@"; }
run --customers customers --surveys surveys >table
echo '= what they did'
cut -f 1-28 table | awk -F '\t' '$2 != "\\N"'
echo '= the score'
cut -f 1-3,29- table | awk -F '\t' 'NR == 1 || $2 == "\\N"'
backwards() { head -n 1 "$1" && tail -n +2 "$1" | sort -r; }
backwards customers | gzip >c
backwards surveys >s
backwards purchases >purchases.b && mv purchases.b purchases
for n in 1 2 3; do run -q --threads $n --mem 1M --customers c --surveys s | cmp - table && echo $n threads; done
echo '= by what customers are'
run -q --by plan --customers c --surveys s | cut -f 1-9 | awk -F '\t' '$4 == "30d"'
echo '= of larger groups alone'
for n in 1 2 3 6 7; do run -q --min-group $n --customers c --surveys s | cut -f 1-3,29,30 | awk -F "\t" -v n=$n '$3 != "12mo" && NR > 1 {print n, $0}'; done
echo '= the landmark decides who was silent'
run -q --landmark 20d --customers c --surveys s | cut -f 1-6 | awk -F '\t' '$3 == "30d"'
echo '= where purchases begin within the window before, or in its month, nobody is held against it'
for from in 2026-04-30 2026-05-01 2026-05-02; do
	awk -F '\t' 'NR == 1 || $2 >= "2026-05-20"' purchases >later
	printf 'c8\t%sT00:00:00Z\t1.00\tEUR\t\\N\n' "$from" >>later
	cs-retain -q --nps --purchases later --at 30d --as-of 2026-12-31 --customers c --surveys s |
		awk -F '\t' -v from=$from '$2 == "answered" { print from, $1, $5, $12, $13, $14, $20 }'
done
