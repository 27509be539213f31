#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# What cs-rank says of agents whose true figures are known: that places hold the true one, that a
# quota is as wrong as it says, that who does not change is seldom said to, and that who does is
# found. Twelve companies of 150 agents, half a year each, a tenth of whom change in the middle.
use strict;
use warnings;
use Test::More;

require './tests/prop/prop.pl';
our ($scratch);

my ($companies, $agents) = (12, 150);

sub uniform {
	return (below(1 << 20) + below(1 << 20) / (1 << 20)) / (1 << 20);
}

sub normal {
	my $sum = -6;
	$sum += uniform() for 1 .. 12;
	return $sum;
}

sub chance {
	my ($logit) = @_;
	return 1 / (1 + exp -$logit);
}

# Contacts of a company; gives what is true of each agent before and after the change.
sub company {
	my ($path) = @_;
	my (%true, @text, $id);
	for my $a (1 .. $agents) {
		my $name = sprintf 'a%03d', $a;
		my ($csat, $solved, $n) = (.4 * normal(), .4 * normal(), 15 + below(50));
		my $by = $a > $agents / 10 ? 0 : $a % 2 ? .8 : -.8;
		$true{$name} = {by => $by, score => ($csat + $solved + 2 * $by) / 2};
		for my $month (2 .. 7) {
			my $now = $month > 4 ? $by : 0;
			my @p = (chance(1 + $csat + $now), chance(.5 + $solved + $now));
			push @text, sprintf "%d\t%s\t2026-%02d-%02dT09:00:00Z\t%d\t%s\n", ++$id, $name,
			    $month, 1 + $_ % 28, uniform() < $p[0] ? 5 : 2,
			    uniform() < $p[1] ? 't' : 'f'
			    for 1 .. $n;
		}
	}
	spew($path, "contact_id\tagent_id\tstarted_at\tcsat\tsolved_customer\n", @text);
	return \%true;
}

sub ranks {
	my ($path, @more) = @_;
	my ($rc, $out, $err) = run(undef, 'cs-rank', '-q', @more, $path);
	is("$rc $err", '0 ', "cs-rank @more");
	return table($out);
}

my %sum;
for my $c (1 .. $companies) {
	seed(1000 + 7919 * $c);
	my $true = company("$scratch/contacts");
	my @best = sort { $true->{$b}{score} <=> $true->{$a}{score} } sort keys %$true;
	my %place = map { ($best[$_] => 1 + $_) } 0 .. $#best;

	for my $r (ranks("$scratch/contacts")) {
		my ($at, $by) = ($place{$r->{agent_id}}, $true->{$r->{agent_id}}{by});
		next if $r->{rank} eq '\N';
		$sum{told}++;
		$sum{held}++ if $r->{rank_lo} <= $at && $at <= $r->{rank_hi};
		$sum{$r->{band} eq 'green' ? 'green' : 'red'} += $r->{band} =~ /^(green|red)$/;
		$sum{right} += $at <= $agents / 5 if $r->{band} eq 'green';
		$sum{right} += $at > $agents * 4 / 5 if $r->{band} eq 'red';
		$sum{$by ? 'movers' : 'still'}++;
		$sum{$by ? 'found' : 'false'}++ if $r->{moved_how} =~ /better|worse/;
		$sum{turned}++
		    if ($by > 0 && $r->{moved_how} eq 'worse') || ($by < 0 && $r->{moved_how} eq 'better');
		$sum{uneven}++ if $r->{uneven} eq 't';
	}
	for my $r (ranks("$scratch/contacts", '--force-quota')) {
		next if $r->{band} !~ /^(green|red)$/;
		my $at = $place{$r->{agent_id}};
		$sum{labels}++;
		$sum{wrong}++ if $r->{band} eq 'green' ? $at > $agents / 5 : $at <= $agents * 4 / 5;
		$sum{said} += $r->{wrong};
	}
	for my $r (ranks("$scratch/contacts", '--recognise')) {
		next if $r->{cause} ne 'improved';
		$sum{praised}++;
		$sum{earned}++ if $true->{$r->{agent_id}}{by} > 0;
	}
}
$sum{turned} //= 0;
cmp_ok($sum{held} / $sum{told}, '>=', .95, "places hold $sum{held} of $sum{told} true ones");
cmp_ok($sum{right} / ($sum{green} + $sum{red}), '>=', .8,
    "$sum{right} of $sum{green} green and $sum{red} red are so");
cmp_ok($sum{false} / $sum{still}, '<=', .05,
    "$sum{false} of $sum{still} who do not change are said to");
cmp_ok($sum{found} / $sum{movers}, '>=', .8, "$sum{found} of $sum{movers} who do are found");
is($sum{turned}, 0, 'none the wrong way round');
cmp_ok($sum{uneven} / $sum{told}, '<=', .07, "$sum{uneven} of $sum{told} vary from month to month");
cmp_ok(abs($sum{wrong} - $sum{said}) / $sum{labels}, '<=', .04,
    sprintf '%d of %d labels of a quota are wrong, %.0f were said to be', @sum{qw(wrong labels said)});
cmp_ok($sum{earned} / $sum{praised}, '>=', .9,
    "$sum{earned} of $sum{praised} praised for it got better");
cmp_ok($sum{praised}, '>=', $companies * $agents / 20 / 2, 'and half of those who did are praised');

# Agents who are put into the hard queue in the middle, where half as many customers are content, and
# others who are let out of it: nobody changes, and hardly anybody is said to.
sub sent {
	my ($path) = @_;
	my (@text, $id);
	for my $a (1 .. $agents) {
		my ($csat, $n) = (.4 * normal(), 15 + below(50));
		for my $month (2 .. 7) {
			my $hard = $a % 3 == 0 ? .5 : ($a % 3 == 1) == ($month > 4) ? .9 : .1;
			for (1 .. $n) {
				my $queue = uniform() < $hard ? 'hard' : 'easy';
				my $p = chance(1.4 + $csat - 1.8 * ($queue eq 'hard'));
				push @text, sprintf "%d\ta%03d\t%s\t2026-%02d-%02dT09:00:00Z\t%d\n",
				    ++$id, $a, $queue, $month, 1 + $_ % 28, uniform() < $p ? 5 : 2;
			}
		}
	}
	spew($path, "contact_id\tagent_id\tqueue\tstarted_at\tcsat\n", @text);
}

my %moved;
for my $c (1 .. 4) {
	seed(31 + 7919 * $c);
	sent("$scratch/sent");
	for my $how ('like with like', 'all together') {
		my @strata = $how eq 'all together' ? ('--strata', 'none') : ();
		$moved{$how} += grep { $_->{moved_how} =~ /better|worse/ } ranks("$scratch/sent", @strata);
	}
}
cmp_ok($moved{'like with like'}, '<=', 4 * $agents * .05,
    "$moved{'like with like'} of " . 4 * $agents . ' who changed queues are said to be others');
cmp_ok($moved{'all together'}, '>=', 4 * $agents * .3,
    "by plain shares $moved{'all together'} would be");
done_testing;
