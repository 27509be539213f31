#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# cs-audit against planted truth: companies of cs-gen's, each of 150 agents with about 900 contacts
# in a month, in which six agents play with their numbers, and the same companies when nobody does.
# How often each kind of game is found, how many of those who are named play none, and in how many
# of the honest companies anybody is named.
#
# A few companies by default; `make simulate' looks at 200 (CS_SEEDS), CS_JOBS at a time. Few can
# only contradict what is asked: a count fails when it would be rarer than one in a thousand if the
# tool were just good enough. Of 100 and more the figures themselves must be good enough.
use strict;
use warnings;
use Test::More;

BEGIN { require './tests/prop/prop.pl' } # rounds() is asked below
our $scratch;

use constant {
	SEEDS => $ENV{CS_SEEDS} // rounds(3),
	FIRST => $ENV{CS_FIRST} // 1,
	JOBS => $ENV{CS_JOBS} // 2,
	ROWS => 155000, # 900 each are answered
	AGENTS => 150,
	DAYS => 28,
	PLAYERS => 6,
	MANY => 100,
	FALSE => .05, # of those named
	HONEST => .09, # of honest companies in which anybody is
	RARE => .001,
};

# The rules that see a game, and the power asked.
my %game = (
	short_calls => [.9, qw(short_calls repeats_after_short)],
	survey_choice => [.9, qw(unasked_after_bad)],
	early_closing => [.9, qw(reopened)],
	needless_transfers => [.9, qw(transfers)],
	shaved_times => [.5, qw(handle_heap)],
	avoided_holds => [.9, qw(hold_avoided)],
);
my $add = 'repeat_1d,repeat_7d,repeat_reason_3d,next_contact_at';

sub company {
	my ($seed, $gamers, $what) = @_;
	my @gen = ('cs-gen', '-q', '--rows', ROWS, '--agents', AGENTS, '--days', DAYS, '--seed', $seed,
	    '--gamers', $gamers, '--records');
	return @gen, '--table', $what;
}

# Who plays what in a company, and the signals of an audit of it.
sub audit {
	my ($seed, $gamers) = @_;
	my ($status, $skills) = run(undef, company($seed, $gamers, 'skills'));
	die "cs-gen: $status" if $status != 0;
	my %plays = map { $_->{game} eq '\N' ? () : ($_->{agent_id} => $_->{game}) } table($skills);
	my $contacts = join ' ', company($seed, $gamers, 'desk');
	($status, my $signals, my $said) = run(undef, 'sh', '-c',
	    "$contacts | cs-kpi -q --add $add | cs-audit -q --threads 1 --explain --target handle_s=5m");
	die "seed $seed: $status $said" if $status != 0;
	return \%plays, table($signals);
}

# What was found in a company, as lines for the parent: found GAME WHETHER; named TRUE|FALSE RULE ABOUT UNIT.
sub look {
	my ($seed, $gamers) = @_;
	my ($plays, @signal) = audit($seed, $gamers);
	my (%found, %named, @line);
	for my $s (@signal) {
		my ($about, $unit, $rule) = ($s->{about}, $s->{$s->{about}}, $s->{rule});
		my $game = $about eq 'agent_id' ? $plays->{$unit} : undef;
		$found{$unit} = 1 if defined $game && grep { $_ eq $rule } @{$game{$game}}[1 .. $#{$game{$game}}];
		$named{"$about\t$unit"} ||= defined $game ? 'true' : 'false';
		push @line, "signal\t$seed\t$gamers\t" . (defined $game ? 'true' : 'false') .
		    "\t$rule\t$about\t$unit\t$s->{n}\t$s->{observed}\t$s->{peers}\t$s->{p}\t$s->{q}\n";
	}
	push @line, map { "found\t$plays->{$_}\t" . ($found{$_} // 0) . "\n" } sort keys %$plays;
	my $false = grep { $_ eq 'false' } values %named;
	push @line, "company\t$gamers\t" . keys(%named) . "\t$false\n";
	return @line;
}

# All companies, dealt to the jobs.
sub simulate {
	return dealt(JOBS, sub { look(@{$_[0]}) }, map { ([$_, PLAYERS], [$_, 0]) } FIRST .. FIRST + SEEDS - 1);
}

# Whether k of n are enough where a share of p is asked.
sub enough {
	my ($k, $n, $p) = @_;
	return $n >= MANY ? $k >= $p * $n : at_most($k, $n, $p) > RARE;
}

my @line = simulate();
my (%hit, %of);
for my $l (grep { $_->[0] eq 'found' } @line) {
	$of{$l->[1]}++;
	$hit{$l->[1]} += $l->[2];
}
my $rules = do {
	my (undef, $text) = run(undef, 'cs-audit', '--print-rules');
	join ' ', $text =~ /^\[rule (\w+)\]/mg;
};
for my $g (sort keys %game) {
	SKIP: {
		my ($power, @rule) = @{$game{$g}};
		skip "no rule sees $g", 1 if !grep { my $r = $_; grep { $_ eq $r } split / /, $rules } @rule;
		ok(enough($hit{$g}, $of{$g}, $power),
		    sprintf '%-18s found %3d of %3d, asked %.2f', $g, $hit{$g}, $of{$g}, $power);
	}
}

my @played = grep { $_->[0] eq 'company' && $_->[1] > 0 } @line;
my @honest = grep { $_->[0] eq 'company' && $_->[1] == 0 } @line;
my ($share, $false, $named) = (0, 0, 0);
for my $l (@played) {
	$share += $l->[2] > 0 ? $l->[3] / $l->[2] / @played : 0;
	$false += $l->[3];
	$named += $l->[2];
}
my $said = sprintf 'false names are %.3f of a run on average (%d of %d), asked %.2f', $share, $false, $named, FALSE;
ok(@played >= MANY ? $share <= FALSE : enough($named - $false, $named, 1 - FALSE), $said);
my $quiet = grep { $_->[2] == 0 } @honest;
ok(enough($quiet, scalar @honest, 1 - HONEST), sprintf 'of %d honest companies %d have anybody named, asked %.0f %%',
    scalar @honest, @honest - $quiet, 100 * HONEST);

my %by;
$by{"$_->[3], $_->[4], $_->[5]" . ($_->[2] > 0 ? '' : ' (honest company)')}++ for grep { $_->[0] eq 'signal' } @line;
note(sprintf '%5d %s', $by{$_}, $_) for sort keys %by;
note(join ' ', @$_[1 .. $#$_]) for grep { $_->[0] eq 'signal' && $_->[3] eq 'false' } @line;
done_testing;
