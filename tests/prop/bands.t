#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# cs-rank against planted truth: companies of cs-gen's in which the work is of different difficulty,
# and who does which has nothing to do with how good they are. Whether the bands are right, where a
# plain order is not; whether the chances that are said come true; and whether the hard queue turns
# its people red. `prove -v' shows the tables.
#
# A few companies by default; `make simulate' looks at 200 (CS_SEEDS), CS_JOBS at a time. Of few,
# shares may be three standard deviations less than what is asked of many.
use strict;
use warnings;
use Test::More;

BEGIN { require './tests/prop/prop.pl' } # rounds() is asked below
our $scratch;

use constant {
	SEEDS => $ENV{CS_SEEDS} // rounds(3),
	FIRST => $ENV{CS_FIRST} // 1,
	JOBS => $ENV{CS_JOBS} // 2,
	AGENTS => 150,
	BAND => 30, # a fifth
	TENTH => 15,
	HARD => 'tech', # customers come again about twice as often
	MANY => 100,
	PLAIN_MOST => .45, # of the worst and best tenth, in a plain order
	RIGHT => .85, # of decided bands
};

# By name: rows (540 or 900 contacts an agent are answered), metrics of the card, how the truth has it.
my %card = (
	repeats => [155000, 'repeat_7d', ['true_repeat_7d', -1]],
	csat => [155000, 'csat_top2', ['true_satisfied', 1]],
	both => [155000, 'csat_top2,repeat_7d', ['true_satisfied', 1], ['true_repeat_7d', -1]],
	few => [93000, 'csat_top2,repeat_7d', ['true_satisfied', 1], ['true_repeat_7d', -1]],
);

sub mean {
	my $sum = 0;
	$sum += $_ for @_;
	return @_ ? $sum / @_ : 0;
}

# As many standard deviations from the mean, by key.
sub standard {
	my (%x) = @_;
	my $m = mean(values %x);
	my $sd = sqrt mean(map { ($_ - $m) ** 2 } values %x);
	return map { $_ => ($x{$_} - $m) / $sd } keys %x;
}

# 0 for the best, by key; more is better.
sub places {
	my (%x) = @_;
	my @key = sort { $x{$b} <=> $x{$a} || $a cmp $b } keys %x;
	return map { $key[$_] => $_ } 0 .. $#key;
}

# Sums of standardised figures: a scorecard of equal weights.
sub card_of {
	my (@part) = @_;
	my %sum;
	for my $p (@part) {
		my %z = standard(%$p);
		$sum{$_} += $z{$_} / @part for keys %z;
	}
	return %sum;
}

sub ask {
	my ($in, @command) = @_;
	my ($status, $out, $err) = run($in, @command);
	die "@command: $status $err" if $status != 0;
	return $out;
}

# One agent a line: card, true score, true place, plain place, queue, and what cs-rank says.
sub rank {
	my ($name, $seed, $rows, $cells, $plain, @skill) = @_;
	my (undef, $metrics, @true) = @{$card{$name}};
	my @number = table(ask($cells, 'cs-rank', '-q', '--strata', 'queue,reason,channel', '-m', $metrics));
	my %truth = card_of(map { my ($c, $sign) = @$_; +{map { $_->{agent_id} => $sign * $_->{$c} } @skill} } @true);
	my %place = places(%truth);
	my @naive = map {
		my ($c, $sign) = ($_, $_ =~ /repeat/ ? -1 : 1);
		+{map { $_->{agent_id} => $sign * $_->{$c} } @$plain}
	} split /,/, $metrics;
	my %naive = places(card_of(@naive));
	my %queue = map { $_->{agent_id} => $_->{queue} } @skill;
	return map {
		my $id = $_->{agent_id};
		join("\t", $name, $truth{$id}, $place{$id}, $naive{$id}, $queue{$id},
		    @$_{qw(band score lo hi p_top p_bottom)}) . "\n"
	} @number;
}

sub look {
	my ($seed) = @_;
	my (%cells, %plain, %skill, @line);
	for my $name (sort keys %card) {
		my $rows = $card{$name}[0];
		if (!defined $cells{$rows}) {
			my @gen = ('cs-gen', '-q', '--rows', $rows, '--agents', AGENTS, '--days', 28, '--seed', $seed,
			    '--gamers', 0, '--records', '--table');
			my @count = ('cs-kpi', '-q', '--threads', 1, '--where', 'agent_id is not null',
			    '-m', 'csat_top2,repeat_7d');
			my $desk = spew("$scratch/desk", ask(undef, @gen, 'desk'));
			$cells{$rows} = spew("$scratch/cells$rows", ask($desk, @count, '--by', 'agent_id,queue,reason,channel', '--cells'));
			$plain{$rows} = [table(ask($desk, @count, '--by', 'agent_id'))];
			$skill{$rows} = [table(ask(undef, @gen, 'skills'))];
		}
		push @line, rank($name, $seed, $rows, $cells{$rows}, $plain{$rows}, @{$skill{$rows}});
	}
	return @line;
}

# All companies, dealt to the jobs.
sub simulate {
	my @name = qw(card truth place plain queue band score lo hi p_top p_bottom);
	return map { my %r; @r{@name} = @$_; \%r } dealt(JOBS, \&look, FIRST .. FIRST + SEEDS - 1);
}

# The part of the list for which it is true.
sub part {
	my ($true, @list) = @_;
	return @list ? scalar(grep { $true->($_) } @list) / @list : 0;
}

# Whether a share, of n, is enough where p is asked.
sub enough {
	my ($share, $n, $p) = @_;
	return $share >= $p - (SEEDS >= MANY ? 0 : 3 * sqrt($p * (1 - $p) / ($n || 1)));
}

sub top { $_[0]{place} < BAND }
sub bottom { $_[0]{place} >= AGENTS - BAND }

# Whether the truth is in the band: that of green, leaning green and so on.
sub right {
	my ($r) = @_;
	return $r->{band} =~ /green/ ? top($r) : $r->{band} =~ /red/ ? bottom($r) : !top($r) && !bottom($r);
}

# Chances said, by tenths, and how often it was so. The last column: how many standard deviations apart.
sub calibration {
	my ($name, @row) = @_;
	my @said = map { ([$_->{p_top}, top($_)], [$_->{p_bottom}, bottom($_)]) } grep { $_->{p_top} ne '\N' } @row;
	my ($worst, $judged) = (0, 0);
	note("$name: chance said, of how many, on average, came true");
	for my $tenth (0 .. 9) {
		my @in = grep { my $t = int($_->[0] * 10); ($t > 9 ? 9 : $t) == $tenth } @said;
		next if !@in;
		my ($p, $true) = (mean(map { $_->[0] } @in), part(sub { $_[0][1] }, @in));
		my $sd = sqrt(mean(map { $_->[0] * (1 - $_->[0]) } @in) / @in + 1e-9);
		note(sprintf '  %.1f to %.1f %7d   %.3f   %.3f', $tenth / 10, ($tenth + 1) / 10, scalar @in, $p, $true);
		# chances of one company hang together
		my $off = abs($p - $true) - 4 * $sd;
		$worst = $off if $off > $worst;
		$judged += @in;
	}
	cmp_ok($worst, '<=', .05, "$name: $judged chances that were said are within .05 of what came true");
}

my @all = simulate();
for my $name (sort keys %card) {
	my @row = grep { $_->{card} eq $name } @all;
	my @best = grep { $_->{place} < TENTH } @row;
	my @worst = grep { $_->{place} >= AGENTS - TENTH } @row;
	my $plain = (part(sub { $_[0]{plain} < TENTH }, @best) + part(sub { $_[0]{plain} >= AGENTS - TENTH }, @worst)) / 2;
	cmp_ok($plain, '<=', PLAIN_MOST + (SEEDS >= MANY ? 0 : .1), sprintf '%s: a plain order has %.3f of the best and worst tenth', $name, $plain);

	note("$name: band, how many, truly in the best fifth, between, in the worst");
	for my $b ('green', 'leaning green', 'orange', 'leaning red', 'red', 'cannot tell') {
		my @in = grep { $_->{band} =~ /^$b/ } @row;
		note(sprintf '  %-14s %7d   %.3f   %.3f   %.3f', $b, scalar @in, part(\&top, @in),
		    part(sub { !top($_[0]) && !bottom($_[0]) }, @in), part(\&bottom, @in));
	}
	my @decided = grep { $_->{band} =~ /^(green|red)/ } @row;
	my $share = part(\&right, @decided);
	ok(@decided > 0 && enough($share, scalar @decided, RIGHT), sprintf '%s: of %d decided bands %.3f are right', $name, scalar @decided, $share);
	calibration($name, @row);

	# Average people: by chance of the queue they sit in they are neither better nor worse.
	my @average = grep { $_->{place} >= 2 * BAND && $_->{place} < 3 * BAND && $_->{score} ne '\N' } @row;
	my @hard = grep { $_->{queue} eq HARD } @average;
	my @other = grep { $_->{queue} ne HARD } @average;
	my $moved = mean(map { $_->{score} - $_->{truth} } @hard) - mean(map { $_->{score} - $_->{truth} } @other);
	my $range = mean(map { ($_->{hi} - $_->{lo}) / 2 } @hard);
	my $held = part(sub { $_[0]{lo} <= $_[0]{truth} && $_[0]{truth} <= $_[0]{hi} }, @hard);
	my $red = part(sub { $_[0]{band} eq 'red' }, @hard);
	cmp_ok(@hard ? abs $moved : 9, '<', $range, sprintf '%s: %d average people of the hard queue are moved by %.2f, and the range is %.2f', $name, scalar @hard, $moved, $range);
	ok(enough($held, scalar @hard, .9), sprintf '%s: the ranges of %.3f of them hold the truth', $name, $held);
	ok(enough(1 - $red, scalar @hard, .98), sprintf '%s: %.3f of them are red', $name, $red);
}
done_testing;
