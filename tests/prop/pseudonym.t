#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Under pseudonyms records still join and count: joined and then put under pseudonyms is put under
# pseudonyms and then joined, and metrics of customers are the same. The bytes do not depend on
# threads or on how the input is cut.
use strict;
use warnings;
use Test::More;

require './tests/prop/prop.pl';
our $scratch;

my @odd = ('a b', "tab\there", 'back\\slash', "new\nline", "\x{c3}\x{a4}", '', 'K' x 40, '0', '\\N', "\x{1}");

sub key {
	my $k = below(60);
	return undef if $k < 3;
	return $odd[$k - 3] if $k < 3 + @odd;
	return "K$k";
}

seed(31);
my ($status, undef, $said) = run(undef, 'cs-privacy', '--make-key', "$scratch/key");
is($status, 0, 'a key') or diag $said;
my @under = ('cs-privacy', '-q', '--key', "$scratch/key", '--pseudonym');
for my $round (1 .. rounds(12)) {
	my @row = map { {contact_id => "c$_", customer_id => key(), caller => key(), queue => 'q' . below(3),
	    started_at => sprintf('2026-10-%02dT%02d:%02d:00Z', 1 + below(28), below(24), below(60))} } 1 .. 50 + below(1500);
	my %seen;
	my @side = grep { !$seen{$_->{their_key} // ''}++ }
	    map { {their_key => key(), segment => one_of(qw(gold silver)), plan => 'p' . below(9)} } 1 .. 80;
	my $left = spew("$scratch/left", stream([qw(contact_id customer_id caller queue started_at)], @row));
	my $right = spew("$scratch/right", stream([qw(their_key segment plan)], @side));
	my @join = ('cs-join', '-q', '--side');
	($status, my $joined, $said) = run($left, @join, "$right on customer_id=their_key add segment,plan=plan_1",
	    '--side', "$right on caller=their_key add plan=plan_2");
	is($status, 0, "$round: joined") or diag $said;
	spew("$scratch/joined", $joined);
	($status, my $one) = run("$scratch/joined", @under, 'customer_id,caller');
	is($status, 0, "$round: then under pseudonyms");
	($status, my $hidden) = run($left, @under, 'caller,customer');
	spew("$scratch/left.hidden", $hidden);
	($status, my $their) = run($right, @under, 'their_key');
	spew("$scratch/right.hidden", $their);
	($status, my $other, $said) = run("$scratch/left.hidden", @join,
	    "$scratch/right.hidden on customer_id=their_key add segment,plan=plan_1",
	    '--side', "$scratch/right.hidden on caller=their_key add plan=plan_2");
	is($status, 0, "$round: the other way round") or diag $said;
	ok($one eq $other, "$round: the same bytes");
	my @ask = ('cs-kpi', '-q', '--by', 'queue', '-m', 'contacts,customers,identified_share,repeat_1d,repeat_7d');
	($status, my $plain) = run($left, @ask);
	($status, my $secret) = run("$scratch/left.hidden", @ask);
	is($secret, $plain, "$round: metrics are the same");
	($status, my $threads) = run($left, @under, 'caller,customer', '--threads', 1 + below(4));
	ok($threads eq $hidden, "$round: whatever the threads");
	($status, my $twice) = run("$scratch/left.hidden", @under, 'caller,customer');
	isnt($twice, $hidden, "$round: a token of a token is another");
}
done_testing;
