#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Business time against a walk from minute to minute by the C library's clock: spans, holidays, days
# when clocks change; and what the metrics of tickets make of it, whatever the threads and shards.
use strict;
use warnings;
use Test::More;
use POSIX ();

require './tests/prop/prop.pl';
our $scratch;

# The wall clock of a zone: (weekday from Monday 0, "MM-DD", "YYYY-MM-DD", minutes since midnight).
sub wall {
	my ($t) = @_;
	my @l = localtime $t;
	my $day = sprintf '%02d-%02d', $l[4] + 1, $l[3];
	return (($l[6] + 6) % 7, $day, sprintf('%04d-%s', $l[5] + 1900, $day), $l[2] * 60 + $l[1]);
}

sub minutes {
	my ($clock) = @_;
	return $1 * 60 + $2 if $clock =~ /^(\d\d):(\d\d)$/;
	die $clock;
}

my @week = ('08:00-12:30 13:00-18:00', '00:00-24:00', '22:00-24:00', '00:00-06:15 09:00-09:01',
	'closed', '01:00-04:00', '02:15-02:45');
my %special = ('12-25' => 'closed', '2026-12-24' => '08:00-12:00', '10-20' => '10:00-11:00',
	'2026-10-20' => '12:00-13:00', '2026-03-29' => '00:30-02:30 02:40-24:00');
my @name = qw(mon tue wed thu fri sat sun);

sub vision {
	my ($zone) = @_;
	return join '', "[hours]\nzone = $zone\n", map({ "$name[$_] = $week[$_]\n" } 0 .. 6),
	    "[holidays]\n", map { "$_ = $special{$_}\n" } sort keys %special;
}

sub is_open {
	my ($weekday, $yearly, $dated, $m) = wall($_[0]);
	my $spans = $special{$dated} // $special{$yearly} // $week[$weekday];
	for (split ' ', $spans) {
		next if $_ eq 'closed';
		my ($from, $to) = map { minutes($_) } split /-/;
		return 1 if $m >= $from && $m < $to;
	}
	return 0;
}

sub at {
	return POSIX::strftime('%Y-%m-%dT%H:%M:%SZ', gmtime $_[0]);
}

# Nearest rank.
sub rank {
	my ($q, @x) = @_;
	@x = sort { $a <=> $b } @x;
	return @x ? $x[POSIX::ceil($q * @x) - 1] : '\N';
}

seed(20261005);
for my $case (['Europe/Berlin', 1774569600], ['Europe/Berlin', 1792713600], ['UTC', 1797984000],
	['America/New_York', 1772841600], ['Australia/Lord_Howe', 1790985600],
	['Asia/Kathmandu', 1791936000]) {
	my ($zone, $begin) = @$case;
	local $ENV{TZ} = $zone;
	POSIX::tzset();

	# Business minutes before each minute of eight days.
	my @before = (0);
	push @before, $before[-1] + is_open($begin + $_ * 60) for 0 .. 8 * 1440 - 1;
	my $now = 7 * 1440;
	my (@row, %want);
	for my $id (1 .. 300) {
		my @m = sort { $a <=> $b } map { below(7 * 1440) } 1 .. 3;
		my ($open, $reply, $solved) = (below(4) == 0, 1, 1);
		($reply, $solved) = (0, 0) if $open;
		$reply = 0 if below(5) == 0;
		my ($f, $s) = ($before[$m[1]] - $before[$m[0]], $before[$m[2]] - $before[$m[0]]);
		my $age = $before[$now] - $before[$m[0]];
		my $queue = one_of('a', 'b');
		push @row, join "\t", $id, $queue, at($begin + $m[0] * 60),
		    $reply ? at($begin + $m[1] * 60) : '\N', $solved ? at($begin + $m[2] * 60) : '\N';
		my $w = $want{$queue} //= {first => [], solution => [], untouched => 0, kept => 0, due => 0};
		push @{$w->{first}}, $f * 60 if $reply;
		push @{$w->{solution}}, $s * 60 if $solved;
		$w->{untouched}++ if $open && $age > 8 * 60;
		$w->{due}++ if $reply || ($solved ? $s : $age) > 120;
		$w->{kept}++ if $reply && $f <= 120;
	}
	my $vision = spew("$scratch/vision", vision($zone));
	my $file = spew("$scratch/tickets.tsv", map { "$_\n" }
	    "contact_id\tqueue\tstarted_at\tfirst_reply_at\tsolved_at", shuffled(@row));
	my @ask = ('--vision', $vision, '--as-of', at($begin + $now * 60), '--by', 'queue', '-m',
	    'p50_first_reply_business,p90_first_reply_business,p95_full_solution_business,' .
	    'untouched_business_8h,first_reply_business_kept_2h');
	my ($status, $got, $said) = run(undef, 'cs-kpi', @ask, $file);
	my $table = join "\t", 'queue', map({ ($_, "${_}_n") } 'p50_first_reply_business',
	    'p90_first_reply_business', 'p95_full_solution_business'), 'untouched_business_8h',
	    map { ($_, "${_}_n") } 'first_reply_business_kept_2h';
	for my $queue (sort keys %want) {
		my $w = $want{$queue};
		my ($n, $m) = (scalar @{$w->{first}}, scalar @{$w->{solution}});
		$table .= "\n" . join "\t", $queue, rank(.5, @{$w->{first}}), $n, rank(.9, @{$w->{first}}), $n,
		    rank(.95, @{$w->{solution}}), $m, $w->{untouched},
		    sprintf('%.8f', $w->{kept} / $w->{due}), $w->{due};
	}
	is($got, "$table\n", "$zone: as minute by minute") or diag($said);
	for my $threads (1, 4) {
		is((run(undef, 'cs-kpi', @ask, '--threads', $threads, $file))[1], $got,
		    "$zone: with $threads threads");
	}

	# Shards, at random, some empty.
	my @shard = map { [] } 1 .. 5;
	push @{$shard[below(5)]}, $_ for @row;
	my @cells;
	for my $i (0 .. $#shard) {
		my $part = spew("$scratch/part$i.tsv", map { "$_\n" }
		    "contact_id\tqueue\tstarted_at\tfirst_reply_at\tsolved_at", @{$shard[$i]});
		my ($status, $text, $said) = run(undef, 'cs-kpi', '--partial', @ask, $part);
		is($status, 0, "$zone: shard $i") or diag($said);
		push @cells, spew("$scratch/part$i.cells", $text);
	}
	is((run(undef, 'cs-kpi', '--render', shuffled(@cells)))[1], $got, "$zone: the sum of shards");

	# By another calendar they do not add up.
	spew("$scratch/other", vision($zone) . "2026-12-31 = closed\n");
	my @other = map { $_ eq $vision ? "$scratch/other" : $_ } @ask;
	spew("$scratch/other.cells",
	    (run(undef, 'cs-kpi', '--partial', @other, '--shard', 'x', "$scratch/part0.tsv"))[1]);
	($status, undef, $said) = run(undef, 'cs-kpi', '--merge', "$scratch/other.cells", $cells[1]);
	is($status, 65, "$zone: not with another calendar");
	like($said, qr/the calendar of business hours/, 'which is said');
}
done_testing;
