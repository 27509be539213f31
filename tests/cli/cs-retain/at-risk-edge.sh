# SPDX-License-Identifier: GPL-3.0-or-later
# Nobody left, everybody left, nobody at all; amounts of two currencies; one contact in years, and a
# bad one; a contact that ends behind as-of.
r() { cs-retain -q --at-risk "$@"; }
printf 'customer_id\tjoined_at\tleft_at\tmonth_value\tcurrency\n' >none
i=0
while [ "$i" -lt 60 ]; do
	i=$((i + 1))
	printf 'C%s\t2024-01-01T00:00:00Z\t\\N\t%s.50\tEUR\n' "$i" "$i"
done >rows
cat none rows >stay
sed 's/\\N/2025-06-01T00:00:00Z/' rows | cat none - >left
printf 'contact_id\tcustomer_id\tstarted_at\tended_at\tsolved_agent\treason\n' >contacts
printf 'A\tC1\t2024-02-01T10:00:00Z\t2024-02-01T10:05:00Z\tt\tfee\n' >>contacts
printf 'B\tC2\t2025-11-20T10:00:00Z\t2025-11-20T10:05:00Z\tf\tfee\n' >>contacts
printf 'C\tC3\t2025-12-01T10:00:00Z\t2026-02-01T10:05:00Z\tf\tfee\n' >>contacts
for f in none stay left; do
	echo "== $f"
	r --customers "$f" --as-of 2025-12-31 --top 3 contacts
	r --customers "$f" --as-of 2025-12-31 --say contacts
	r --customers "$f" --backtest 2025-09-01 --as-of 2025-12-31 contacts
done
echo '== two currencies'
{
	printf 'customer_id\tpurchased_at\tamount\tcurrency\trefunded_at\n'
	i=0
	while [ "$i" -lt 400 ]; do
		i=$((i + 1))
		[ $((i % 2)) = 0 ] && currency=JPY || currency=EUR
		for m in 1 2 4 6 8 9 10 11 12; do
			[ $(((i + m) % 5)) -ne 0 ] ||
				printf 'C%s\t2025-%02d-%02dT10:00:00Z\t1%s.005\t%s\t\\N\n' \
				    "$i" "$m" $((i % 28 + 1)) "$i" "$currency"
		done
	done
} >purchases
r --leaving silence=60d --purchases purchases --from purchase --top 3 --currency EUR
r --leaving silence=60d --purchases purchases --from purchase --say --currency JPY
