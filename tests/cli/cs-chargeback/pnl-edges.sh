# SPDX-License-Identifier: GPL-3.0-or-later
# Too early; until with a lag, and days behind the last whole week; charges in two currencies;
# contacts of neither group, and --where; no charges; shards, in any order; what is not known.
perl -e 'use POSIX;
	print "contact_id\tstarted_at\treason\tplan\thandle_s\tcredit\tcurrency\n";
	for my $d (-84 .. 44) {
		my $day = strftime("%Y-%m-%d", gmtime(1772409600 + $d * 86400));
		for my $i (0 .. 5 + ($d * 7 + 100) % 5 + ($d >= 0 ? 3 : 0)) {
			printf "%d-%d\t%sT%02d:00:00Z\t%s\t%s\t%s\t%s\n", $d, $i, $day, 8 + $i,
			    $i % 2 ? "payment" : $d < 0 ? "invoice" : "late_fee",
			    qw(basic plus \N)[($i + $d) % 3], $i == 4 && $d == 2 ? "\\N" : 200 + 10 * $i,
			    $i == 5 && $d % 9 == 0 ? "2.50\tEUR" : "\\N\t\\N";
		}
	}' >contacts.tsv
{
	printf 'charged_at\tamount\tcurrency\trefunded_at\tdecision\n'
	printf '2026-03-03T10:00:00Z\t10.00\tEUR\t\\N\tfee\n'
	printf '2026-03-04T10:00:00Z\t10.00\tUSD\t\\N\tfee\n'
	printf '2026-03-04T11:00:00Z\t10.00\tUSD\t2026-03-05T10:00:00Z\tfee\n'
	printf '2026-03-04T11:00:00Z\t99.00\tEUR\t\\N\tother\n'
	printf '2026-03-30T11:00:00Z\t7.00\tEUR\t\\N\tfee\n'
} >charged.tsv
printf 'currency\tto_currency\trate\tvalid_from_at\tvalid_to_at\n' >rates.tsv
printf 'USD\tEUR\t0.9\t2026-01-01\t2027-01-01\n' >>rates.tsv
printf 'pool\tperiod_from_at\tperiod_to_at\tamount\tcurrency\n' >costs.tsv
printf 'all\t2025-12-01\t2026-06-01\t12000\tEUR\n' >>costs.tsv
cat >d.ini <<'INI'
[fee]
decided_at = 2026-03-02
until = 2026-03-21
lag = 14d
reasons = late_fee
parent = invoice, payment
[plans]
decided_at = 2026-03-02T09:00:00+01:00
reasons = late_fee
parent = invoice, payment
baseline = untouched
touched = plan = 'basic'
untouched = plan = 'plus'
[new]
decided_at = 2026-04-13
reasons = late_fee
[odd]
decided_at = 2026-03-02
reasons = it's so
parent = payment
INI
pnl() {
	cs-chargeback -q --decisions d.ini --costs costs.tsv --pnl "$@" contacts.tsv
}
down() {
	perl -F'\t' -lane 'if (!@h) { @h = @F; next } print "$h[$_]\t$F[$_]" for 0 .. $#F'
}
pnl new | down | grep -v '\\N'
pnl new --say
echo
pnl fee --charged charged.tsv --exchange rates.tsv | down
pnl fee --charged charged.tsv --exchange rates.tsv --say
echo
pnl plans --say --tz Europe/Berlin
echo
pnl plans --where "plan is not null" --say | tail -n 2
pnl odd | down | grep '^contacts\|^own\|^break\|^revenue'
echo
head -n 1 contacts.tsv | tee a.tsv >b.tsv
awk 'NR > 1 { print >>(NR % 3 ? "a.tsv" : "b.tsv") }' contacts.tsv
for s in a b; do
	cs-chargeback -q --decisions d.ini --costs costs.tsv --pnl plans --partial --shard $s \
		--as-of 2026-04-15T00:00:00Z $s.tsv >$s.cells
done
cs-chargeback -q --decisions d.ini --costs costs.tsv --pnl plans --merge b.cells a.cells >merged.tsv
pnl plans --as-of 2026-04-15T00:00:00Z | cmp - merged.tsv && echo merged
printf 'pool\tperiod_from_at\tperiod_to_at\tamount\tcurrency\n' >costs.tsv
printf 'all\t2026-03-09\t2026-06-01\t12000\tEUR\n' >>costs.tsv
pnl plans --say | tail -n 1
echo
# What cannot be compared, and a fee that gives back more than it takes.
cat >d.ini <<'INI'
[alone]
decided_at = 2026-03-02
reasons = late_fee
[nobody]
decided_at = 2026-03-02
reasons = late_fee
parent = invoice, payment
baseline = untouched
untouched = plan = 'gold'
[back]
decided_at = 2026-03-02
reasons = late_fee
parent = invoice, payment
season = week
[gone]
decided_at = 2026-03-02
reasons = late_fee
parent = invoice, payment
baseline = untouched
touched = plan = 'gold'
untouched = plan = 'plus'
[short]
decided_at = 2026-03-02
until = 2026-03-05
reasons = late_fee
parent = invoice, payment
[typo]
decided_at = 2026-03-02
reasons = late_fees
parent = invoice, payment
INI
printf 'pool\tperiod_from_at\tperiod_to_at\tamount\tcurrency\n' >costs.tsv
printf 'all\t2025-12-01\t2026-06-01\t12000\tEUR\n' >>costs.tsv
printf 'charged_at\tamount\tcurrency\n' >back.tsv
printf '2026-03-03T10:00:00Z\t10.00\tEUR\n2026-03-03T11:00:00Z\t-30.00\tEUR\n' >>back.tsv
for d in alone nobody back typo; do
	pnl $d --charged back.tsv --say
	pnl $d --charged back.tsv | down | grep '^cost\|^net\|^break\|^verdict\|^flag'
	echo
done
pnl gone --say | head -n 1
pnl short --say
pnl short | down | grep '^verdict'
printf 'rate_amount\trate_unit\tcurrency\n0\tminute\tEUR\n' >free.tsv
cs-chargeback -q --decisions d.ini --rates free.tsv --pnl back --say contacts.tsv | head -n 1
