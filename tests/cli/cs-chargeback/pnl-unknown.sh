# SPDX-License-Identifier: GPL-3.0-or-later
# Ten customers, so that all can be reckoned by hand. Five of plan a pay 10.00 a week from week 0 to
# 3, of which one is waived and one refunded; five of plan b are not concerned. Each calls once a
# week for an invoice before (a: 5 and in every other week 6, b: 5), 60 s at 1.00 a minute, avoidable
# by half; after it those of plan a call 8 times, four for the fee for 120 s, of which one gets a
# credit of 1.50. So
#
#	expected	5.5 a week, 22 of 32: 10 more
#	cost		4 x 60 + 4 x 120 s = 12.00 a week: 48.00, less 5.5 x 4 = 22.00: 26.00
#	avoidable	half: 13.00	credits		4 x 1.50 = 6.00
#	revenue		20 - 2 charges of 10.00: 180.00
#	lost margin	7.00
#	net		180 - 26 - 6 - 7 = 141.00; by what is avoidable 154.00
#	a charge	10 / 18 contacts; a contact for the fee costs 2.00: at 5 it brings nothing
#
# Without charges nobody knows what it earns: no revenue, and no net. A file of no charges says that
# there are none.
perl -e 'use POSIX;
	print "contact_id\tcustomer_id\tplan\tstarted_at\treason\thandle_s\tcredit\tcurrency\n";
	for my $w (-30 .. 3) {
		my $day = strftime("%Y-%m-%d", gmtime(1772409600 + $w * 604800));
		my $row = sub { printf "%d-%s%d\t%s%d\t%s\t%sT12:00:00Z\t%s\t%d\t%s\n", $w, @_[0, 1], $_[0],
		    $_[1] % 5, $_[0], $day, @_[2 .. 4] };
		$row->("b", $_, "invoice", 60, "\\N\t\\N") for 1 .. 5;
		$row->("a", $_, "invoice", 60, "\\N\t\\N") for 1 .. ($w >= 0 ? 4 : 5 + $w % 2);
		$row->("a", $_, "late_fee", 120, $_ == 5 ? "1.50\tEUR" : "\\N\t\\N") for $w >= 0 ? 5 .. 8 : ();
	}' >contacts.tsv
perl -e 'print "customer_id\tcharged_at\tamount\tcurrency\twaived_at\trefunded_at\n";
	for my $w (0 .. 3) {
		printf "a%d\t2026-03-%02dT09:00:00Z\t10.00\tEUR\t%s\t%s\n", $_, 3 + 7 * $w,
		    $w == 1 && $_ == 2 ? "2026-04-20T09:00:00Z" : "\\N",
		    $w == 2 && $_ == 3 ? "2026-04-20T09:00:00Z" : "\\N" for 0 .. 4;
	}' >charged.tsv
printf 'rate_amount\trate_unit\tcurrency\tavoidable_share\n1.00\tminute\tEUR\t0.5\n' >rates.tsv
printf 'segment\tworth\tworth_lo\tworth_hi\tcurrency\nhome\t-7.00\t-9.00\t-5.00\tEUR\n' >uplift.tsv
cat >d.ini <<'INI'
[late_fee]
decided_at = 2026-03-02
reasons = late_fee
parent = invoice
baseline = untouched
untouched = plan = 'b'
INI
pnl() {
	cs-chargeback -q --pnl late_fee --decisions d.ini --rates rates.tsv \
		--as-of 2026-03-29T12:00:00Z "$@" contacts.tsv
}
down() {
	perl -F'\t' -lane 'if (!@h) { @h = @F; next } print "$h[$_]\t$F[$_]" for 0 .. $#F'
}
pnl --charged charged.tsv --lost-margin uplift.tsv | down | grep -v '_lo\|_hi\|more_s'
pnl --charged charged.tsv --lost-margin uplift.tsv --say | head -n 3
echo
pnl | down | grep '^revenue\|^charges\|^cost\|^net\|^loss\|^verdict\|^break'
pnl --say | head -n 2
echo
head -n 1 charged.tsv >none.tsv
pnl --charged none.tsv | down | grep '^revenue\|^charges\|^cost\|^net\|^loss\|^verdict\|^break'
pnl --charged none.tsv --say | head -n 2
