# SPDX-License-Identifier: GPL-3.0-or-later
#
# Random contacts for tests: every column that metrics read, NULL in each of them, keys with tabs
# and newlines, several legs, customers that come back. The same seed gives the same rows.
use strict;
use warnings;
no warnings 'portable'; # numbers of 64 bits are meant
use POSIX qw(strftime);

my $state = 1;

# A whole number from 0 to n - 1; the state wraps at 64 bits, so it must not become a float.
sub below {
	my ($n) = @_;
	{
		use integer;
		$state = $state * 6364136223846793005 + 1442695040888963407;
	}
	return (($state & 0x7fffffffffffffff) >> 32) % $n;
}

sub maybe {
	my ($odds, $value) = @_;
	return below($odds) == 0 ? '\N' : $value;
}

our @contact_columns = qw(contact_id leg customer_id agent_id queue direction started_at wait_s
    talk_s hold_s handle_s disposition transfer csat nps cost survey_sent_at survey_answered_at
    themes);

sub contact {
	my ($i) = @_;
	my $at = 1772409600 + below(40 * 86400);
	my $end = (qw(answered answered answered answered abandoned abandoned timeout callback key
	    voicemail closed vru open))[below(13)];
	my $answered = $end eq 'answered';
	my $wait = below(7) == 0 ? below(4000) : below(60);
	my $talk = 20 + below(600);
	my $sent = $answered && below(2);
	return (
		maybe(40, "c" . ($i - (below(8) == 0 ? below(3) : 0))),
		maybe(2, 1 + below(2)),
		maybe(6, 'k' . below(90)),
		$answered ? maybe(30, ('ann', 'bob', 'o\tn', "zo\xc3\xab", 'eve\nb', '')[below(6)]) : '\N',
		maybe(20, (qw(billing support), 'a\\\\b')[below(3)]),
		maybe(3, (qw(inbound inbound inbound outbound))[below(4)]),
		maybe(50, strftime('%Y-%m-%dT%H:%M:%SZ', gmtime $at)),
		maybe(15, $wait),
		$answered ? maybe(12, $talk) : '\N',
		$answered ? maybe(3, below(5) == 0 ? below(200) : 0) : '\N',
		$answered ? maybe(9, $talk + below(90)) : '\N',
		maybe(60, $end),
		$answered ? maybe(8, (qw(none none none blind attended))[below(5)]) : '\N',
		$sent ? maybe(3, 1 + below(5)) : '\N',
		$sent ? maybe(3, below(11)) : '\N',
		maybe(4, (below(9) == 0 ? '-' : '') . below(50) . '.' . sprintf('%02d', below(100))),
		$sent ? strftime('%Y-%m-%dT%H:%M:%SZ', gmtime $at + 3600) : '\N',
		$sent ? maybe(2, strftime('%Y-%m-%dT%H:%M:%SZ', gmtime $at + 7200)) : '\N',
		maybe(3, join ',', grep { below(2) } qw(bill late login)),
	);
}

# Head line and $n rows, as records.
sub contacts {
	my ($n, $seed) = @_;
	$state = $seed;
	below(2) for 1 .. 10;
	my @row = map { join("\t", contact($_)) . "\n" } 1 .. $n;
	return (join("\t", @contact_columns) . "\n", @row);
}

1;
