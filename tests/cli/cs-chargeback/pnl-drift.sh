# SPDX-License-Identifier: GPL-3.0-or-later
# Customers whom a fee concerns and the others, who drift apart from before it on: clearly, by so
# little that it may be luck, and not at all. Only where they do not is a loss called certain.
#
# contacts DRIFT MORE: of each week contacts of both, and how many more those whom it concerns have
# by DRIFT a week, and, from the fee on, by MORE.
contacts() {
	perl -e 'use POSIX; use strict; my ($drift, $more) = @ARGV;
		print "contact_id\tstarted_at\treason\tplan\thandle_s\n";
		for my $w (-40 .. 9) {
			my $day = strftime("%Y-%m-%d", gmtime(1772409600 + $w * 604800));
			my %n = (basic => 40 + ($w + 40) * 7 % 11 + int($drift * ($w + 40)) + ($w < 0 ? 0 : $more),
			    plus => 40 + ($w + 40) * 5 % 13);
			for my $plan (sort keys %n) {
				printf "%d-%s-%d\t%sT12:00:00Z\tpayment\t%s\t300\n", $w, $plan, $_, $day, $plan
				    for 1 .. $n{$plan};
			}
		}' "$@" >contacts.tsv
}
printf 'customer_id\tcharged_at\tamount\tcurrency\nC1\t2026-03-02T09:00:00Z\t10.00\tEUR\n' >charged.tsv
printf 'rate_amount\trate_unit\tcurrency\n0.95\tminute\tEUR\n' >rates.tsv
cat >d.ini <<'END'
[fee]
decided_at = 2026-03-02
reasons = late_fee
parent = payment
baseline = untouched
untouched = plan <> 'basic'
END
pnl() {
	cs-chargeback -q --pnl fee --decisions d.ini --charged charged.tsv --rates rates.tsv \
		--as-of 2026-05-10T12:00:00Z "$@" contacts.tsv
}
for world in '.5 0' '.1 4' '0 20'; do
	contacts $world
	pnl | perl -F'\t' -lane 'if (!@h) { @h = @F; next } print "$h[$_]\t$F[$_]" for 0 .. $#F' |
		sed -n '/^more/p;/^net_lo/p;/^net_hi/p;/^loss/p;/^verdict/p'
	pnl --say | sed -n '1p;/drift/p'
	echo
done
