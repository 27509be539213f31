#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# cs-chargeback --pnl against planted truth: companies of cs-gen's that begin to charge a fee, whose
# reasons are as new as the fee and under which some contacts are coded that would be there anyway.
# It is known of each contact whether there would be one without the fee, so the truth is what
# happened, not an expectation: contacts, and the net of charges, cost and credits.
#
# A few companies by default; `make simulate' looks at many (CS_SEEDS), CS_JOBS at a time. Few can
# only contradict what is asked: a count fails when it would be rarer than one in a thousand. Of 100
# and more as many must hold the truth as 463 to 487 of 500 are.
use strict;
use warnings;
use Test::More;

require './tests/prop/prop.pl';
our $scratch;

use constant {
	SEEDS => $ENV{CS_SEEDS} // 3,
	FIRST => $ENV{CS_FIRST} // 1,
	JOBS => $ENV{CS_JOBS} // 2,
	ROWS => 60000,
	CUSTOMERS => 4000,
	DAYS => 910, # two years before the fee, half a one with it
	NONE_FROM => 10000, # companies that nothing is planted in are others
	PLAIN => .5, # at most as many hold the truth where contacts are counted by their new reasons
};

sub ask {
	my (@command) = @_;
	my ($status, $out, $err) = run(undef, @command);
	die "@command: $status $err" if $status != 0;
	return $out;
}

# Makes a company; what is planted, by name.
sub company {
	my ($seed, $plant) = @_;
	for my $t (qw(contacts charged costs)) {
		ask('cs-gen', '-q', '--rows', ROWS, '--customers', CUSTOMERS, '--days', DAYS, '--seed', $seed,
		    '--plant', $plant, '-r', '--table', "decision-$t", '-o', "$scratch/$t", '--truth',
		    "$scratch/truth");
	}
	return map { $_->{what} => $_->{value} } grep { $_->{effect} eq 'decision' } table(slurp("$scratch/truth"));
}

# The row of --pnl with a baseline and reasons before the fee.
sub pnl {
	my ($truth, $parent, @baseline) = @_;
	spew("$scratch/d.ini", "[late_fee]\ndecided_at = $truth->{day}\nreasons = $truth->{reasons}\n",
	    $parent, map { "$_\n" } @baseline);
	my ($row) = table(ask('cs-chargeback', '-q', '--threads', 1, '--pnl', 'late_fee', '--decisions',
	    "$scratch/d.ini", '--charged', "$scratch/charged", '--costs', "$scratch/costs", "$scratch/contacts"));
	die 'weeks' if substr($row->{period_to_at}, 0, 10) ne $truth->{told_until};
	return $row;
}

# Lines for the parent: whether an interval holds the truth.
sub holds {
	my ($name, $lo, $hi, $truth) = @_;
	my $yes = $lo ne '\N' && $hi ne '\N' && $lo <= $truth && $truth <= $hi;
	return "$name\t" . ($yes ? 1 : 0) . "\t$lo\t$hi\t$truth\n";
}

my %baseline = (
	seasonal => [],
	untouched => ['baseline = untouched', "untouched = plan <> 'basic'"],
);

sub look {
	my ($seed) = @_;
	my @line;
	my %fee = company($seed, 'fee');
	for my $name (sort keys %baseline) {
		my $row = pnl(\%fee, "parent = $fee{parent}\n", @{$baseline{$name}});
		push @line, "exact\trevenue and charges\t" . ($row->{revenue} == $fee{revenue} &&
		    $row->{charges_n} == $fee{charges} && $row->{kept_n} == $fee{kept} ? 1 : 0) . "\n";
		push @line, "holds\t" . holds("net, $name", @$row{qw(net_lo net_hi)}, $fee{net});
		push @line, "holds\t" . holds("contacts, $name", @$row{qw(more_lo more_hi)}, $fee{contacts});
	}
	# By the new reasons alone: contacts that are only coded so are taken for caused, and those
	# which are not coded so are missed.
	my $row = pnl(\%fee, '', 'season = week');
	my $plain = $row->{contacts} - $fee{contacts};
	push @line, "far\tby the new reasons alone\t" . (abs($plain) < .02 * $fee{contacts} ? 1 : 0) . "\n";
	my %none = company(NONE_FROM + $seed, 'none');
	for my $name (sort keys %baseline) {
		$row = pnl(\%none, "parent = $none{parent}\n", @{$baseline{$name}});
		push @line, "holds\t" . holds("nothing planted: no contacts, $name", @$row{qw(more_lo more_hi)}, 0);
		push @line, "holds\t" . holds("nothing planted: no cost, $name", @$row{qw(cost_lo cost_hi)}, 0);
		push @line, "holds\t" . holds("nothing planted: net, $name", @$row{qw(net_lo net_hi)}, $none{net});
	}
	return @line;
}

# All companies, dealt to the jobs.
sub simulate {
	return dealt(JOBS, \&look, FIRST .. FIRST + SEEDS - 1);
}

my ($n, $k) = counted(simulate());
for my $name (sort keys %{$n->{exact}}) {
	is($k->{exact}{$name}, $n->{exact}{$name}, "$name: as planted, to the cent");
}
for my $name (sort keys %{$n->{holds}}) {
	my ($k, $n) = ($k->{holds}{$name}, $n->{holds}{$name});
	ok(as_many_hold($k, $n), "$name: $k of $n intervals hold the truth");
}
for my $name (sort keys %{$n->{far}}) {
	my ($k, $n) = ($k->{far}{$name}, $n->{far}{$name});
	ok(no_more_than($k, $n, PLAIN), "$name: $k of $n are near the truth");
}
done_testing;
