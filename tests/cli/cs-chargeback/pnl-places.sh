# SPDX-License-Identifier: GPL-3.0-or-later
# What a fee brings is handled where a minute costs five times as much: 10 or 12 contacts a week of
# 100 seconds at 0.01, as before, and 6 more at 0.05, 8 weeks long: 240.00, and bounds that hold it.
# At one price of all of them, what was there before would be expected to cost twice what it did.
perl -e 'use POSIX;
	print "contact_id\tstarted_at\treason\tvendor\thandle_s\n";
	for my $w (-12 .. 7) {
		my $day = strftime("%Y-%m-%d", gmtime(1772409600 + $w * 604800));
		printf "p%d-%d\t%sT12:00:00Z\tpayment\tA\t100\n", $w, $_, $day for 1 .. 10 + $w % 2 * 2;
		next if $w < 0;
		printf "f%d-%d\t%sT12:00:00Z\tfee\tB\t100\n", $w, $_, $day for 1 .. 6;
	}' >contacts.tsv
printf 'rate_amount\trate_unit\tcurrency\tvendor\n0.60\tminute\tEUR\tA\n3\tminute\tEUR\tB\n' >rates.tsv
printf '[fee]\ndecided_at = 2026-03-02\nreasons = fee\nparent = payment\nseason = week\n' >d.ini
pnl() {
	cs-chargeback -q --pnl fee --decisions d.ini --rates rates.tsv --as-of 2026-04-26T12:00:00Z \
		contacts.tsv | perl -F'\t' -lane 'if (!@h) { @h = @F; next } print "$h[$_]\t$F[$_]" for 0 .. $#F' |
		grep '^more	\|^more_s	\|^cost\|^avoidable	'
}
pnl
# At one price for all of them.
printf 'rate_amount\trate_unit\tcurrency\n0.60\tminute\tEUR\n' >rates.tsv
pnl
