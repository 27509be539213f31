# SPDX-License-Identifier: GPL-3.0-or-later
# A fee whose sums are known by hand: 12,000 charges of 4.00, 900 of them waived; 2,600 contacts of
# 412 seconds where there were 350; a minute costs 0.95. It brings 44,400.00 and costs 14,677.50,
# and at 0.613183444047 contacts a charge it would bring nothing.
perl -e 'use POSIX;
	print "contact_id\tstarted_at\treason\thandle_s\n";
	for my $w (-10 .. 9) {
		my $day = strftime("%Y-%m-%d", gmtime(1772409600 + $w * 604800));
		for my $i (1 .. ($w < 0 ? 35 : 260)) {
			printf "%d-%d\t%sT12:00:00Z\t%s\t412\n", $w, $i, $day,
			    $w < 0 || $i % 3 == 0 ? "payment" : "late_fee";
		}
	}' >contacts.tsv
perl -e 'print "customer_id\tcharged_at\tamount\tcurrency\twaived_at\n";
	printf "C%d\t2026-03-%02dT09:00:00Z\t4.00\tEUR\t%s\n", $_, 2 + $_ % 28,
	    $_ <= 900 ? "2026-04-20T09:00:00Z" : "\\N" for 1 .. 12000' >charged.tsv
printf 'rate_amount\trate_unit\tcurrency\n0.95\tminute\tEUR\n' >rates.tsv
printf '[late_fee]\ndecided_at = 2026-03-02\nreasons = late_fee\nparent = payment\n' >d.ini
cs-chargeback --pnl late_fee --decisions d.ini --charged charged.tsv --rates rates.tsv \
	--as-of 2026-05-10T12:00:00Z contacts.tsv >pnl.tsv
perl -F'\t' -lane 'if (!@h) { @h = @F; next } print "$h[$_]\t$F[$_]" for 0 .. $#F' pnl.tsv
