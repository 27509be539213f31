#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Stretches of time against brute force: stocks at each edge, seconds spent in each interval, and
# schedules against states minute by minute; over random rows with NULLs, ties at edges, ends before
# begins and a day of 25 hours; and whatever the threads, the order of rows and the shards.
use strict;
use warnings;
use List::Util qw(max min);
use POSIX qw(strftime);
use Test::More;
use Time::Local qw(timegm);

require './tests/prop/prop.pl';
our $scratch;

my $change = timegm(0, 0, 1, 25, 9, 2026); # Berlin goes back from +02:00 to +01:00
my $zero = $change - 2 * 86400;

sub offset {
	return $_[0] < $change ? 7200 : 3600;
}

sub at {
	my ($t) = @_;
	return '\N' if !defined $t;
	my $s = strftime('%Y-%m-%dT%H:%M:%S', gmtime(POSIX::floor($t)));
	$s .= '.5' if $t != POSIX::floor($t);
	return $s . 'Z';
}

# The interval of an instant: its key, begin and end.
sub interval {
	my ($by, $t) = @_;
	if ($by eq '1h') {
		my $begin = POSIX::floor($t / 3600) * 3600;
		my $off = offset($begin);
		return (strftime('%Y-%m-%dT%H:%M:%S', gmtime($begin + $off)) .
			    sprintf('+%02d:00', $off / 3600), $begin, $begin + 3600);
	}
	my $day = POSIX::floor(($t + offset($t)) / 86400);
	my @edge = map { my $m = $_ * 86400; $m - offset($m - 7200) } $day, $day + 1;
	return (strftime('%Y-%m-%d', gmtime($day * 86400)), @edge);
}

sub text_of {
	return join '', map { join("\t", @$_) . "\n" } @_;
}

sub kpi {
	my ($why, @arg) = @_;
	my ($status, $out, $err) = run(undef, 'cs-kpi', '-q', '--tz', 'Europe/Berlin', @arg);
	is($status, 0, "$why: cs-kpi @arg") or diag($err);
	my ($head, @row) = map { [split /\t/, $_, -1] } split /\n/, $out;
	return ($out, map { my $r = $_; +{map { $head->[$_] => $r->[$_] } 0 .. $#$head} } @row);
}

# One run, and the same by threads, in another order, and over shards that keep a column together.
sub law {
	my ($why, $fill, $together, $head, $rows, @ask) = @_;
	my ($all, @shard);
	$all = spew("$scratch/all.tsv", text_of($head, @$rows));
	my ($want, @table) = kpi($why, @ask, @$fill, $all);
	my ($threads) = kpi($why, @ask, @$fill, '--threads', 3, spew("$scratch/all2.tsv", text_of($head, shuffled(@$rows))));
	is($threads, $want, "$why: another order, three threads");
	my %shard;
	for my $r (shuffled(@$rows)) {
		my $to = defined $together ? ord(substr $r->[$together], -1) % 3 : below(3);
		push @{$shard{$to}}, $r;
	}
	my @cells;
	my $n = 0;
	for my $part (values %shard, []) {
		my $file = spew("$scratch/part$n.tsv", text_of($head, @$part));
		my ($cells) = kpi($why, @ask, (grep { $_ ne '--fill' } @$fill), '--partial', '--shard', "s$n", $file);
		push @cells, spew("$scratch/part$n.cells", $cells);
		$n++;
	}
	my ($status, $got) = run(undef, 'cs-kpi', '-q', '--render', '--tz', 'Europe/Berlin', @$fill, shuffled(@cells));
	is($got, $want, "$why: shards") or diag(slurp("$scratch/.err"));
	return @table;
}

sub rank {
	my ($q, @x) = @_;
	@x = sort { $a <=> $b } @x;
	return $x[max(1, POSIX::ceil($q * @x)) - 1];
}

# ceil of a tenth of n, in integers
sub rank90 {
	my (@x) = sort { $a <=> $b } @_;
	return $x[max(1, int((9 * @x + 9) / 10)) - 1];
}

my $stocks = 'opened,solved,backlog,backlog_age_mean,backlog_age_p50,backlog_age_p90,backlog_oldest,backlog_older_6h';

sub check_stock {
	my ($by, $r, $of, $p) = @_;
	my (undef, $begin, $end) = $by eq '' ? ('', -1e18, 1e18) : @$r{qw(key begin end)};
	my @in = grep { $_->{in} <= $p->{as_of} && $_->{in} < $p->{to} && (!defined $_->{out} || $_->{out} >= $_->{in}) } @$of;
	my $gone = sub { my ($x, $t) = @_; defined $x->{out} && $x->{out} < $t && $x->{out} <= $p->{as_of} && $x->{out} < $p->{to} };
	my $from = max($begin, $p->{from});
	my $to = min($end, $p->{to});
	my $edge = POSIX::floor(min($to, $p->{as_of}));
	is($r->{opened}, scalar(grep { $_->{in} >= $from && $_->{in} < $to } @in), 'opened');
	is($r->{solved}, scalar(grep { defined $_->{out} && $_->{out} >= $from && $gone->($_, $to) } @in), 'solved');
	if ($begin > $p->{as_of}) {
		is($r->{$_}, '\N', "$_: too early to say") for qw(backlog backlog_age_mean backlog_oldest);
		return;
	}
	my @open = grep { $_->{in} < $to && !$gone->($_, $to) } @in;
	my @age = map { POSIX::floor($edge - $_->{in}) } @open;
	is($r->{backlog}, scalar @open, 'backlog');
	is($r->{backlog_oldest}, @age ? max(@age) : '\N', 'oldest');
	is($r->{backlog_age_p50}, @age ? rank(.5, @age) : '\N', 'p50');
	is($r->{backlog_age_p90}, @age ? rank90(@age) : '\N', 'p90');
	my $sum = 0;
	$sum += $_ for @age;
	is($r->{backlog_age_mean}, @age ? sprintf('%.3f', $sum / @age) : '\N', 'mean') if !@age || ($sum * 2000) % @age == 0;
	is($r->{backlog_older_6h}, scalar(grep { $edge - $_->{in} > 6 * 3600 || ($edge - $_->{in} == 6 * 3600 && $edge == $p->{as_of} && $to > $edge) } @open), 'older');
}

sub stocks {
	my ($round) = @_;
	my @item;
	for (1 .. below(60)) {
		my $in = $zero + below(96) * 3600 + one_of(0, 0, 1800, 1799.5, 600.5, 1);
		my $out = one_of(undef, $in + below(40) * 1800, $in + below(9) * 3600, $in, $in - 60);
		push @item, {in => $in, out => $out, queue => one_of('a', 'b', '\N'), leg => one_of(1, 1, 2)};
	}
	my $as_of = $zero + 3600 * (20 + below(100)) + one_of(0, 0, 1800.5);
	my %p = (as_of => $as_of, from => -1e18, to => 1e18);
	my @period = ();
	if (below(2)) {
		$p{from} = $zero + 86400 + 3600 * below(10);
		$p{to} = $p{from} + 3600 * (1 + below(40));
		@period = ('--since', at($p{from}), '--until', at($p{to}));
	}
	my $by = one_of('', 'day', '1h');
	my @keys = $by ne '' ? ('queue', $by) : 'queue';
	my @rows = map { [at($_->{in}), at($_->{out}), '\N', $_->{queue}, $_->{leg}] } @item;
	my @table = law("stocks $round", $by ne '' ? ['--fill', @period] : [], undef,
	    [qw(started_at solved_at closed_at queue leg)], \@rows,
	    '-m', $stocks, '--by', join(',', @keys), '--as-of', at($as_of), $by ne '' ? () : @period);
	my $column = $by eq 'day' ? 'day' : 'interval';
	for my $r (@table) {
		my @of = grep { $_->{queue} eq $r->{queue} && $_->{leg} == 1 } @item;
		if ($by ne '') {
			my $t = $by eq 'day' ? timegm(0, 0, 12, (split /-/, $r->{day})[2], 9, 2026)
			    : timegm(0, 0, substr($r->{interval}, 11, 2), substr($r->{interval}, 8, 2), 9, 2026)
			    - 3600 * substr($r->{interval}, 20, 2);
			@$r{qw(key begin end)} = interval($by, $t);
			is($r->{key}, $r->{$column}, 'interval');
		}
		check_stock($by, $r, \@of, \%p);
	}
	# All that came or went has its row.
	my %there = map { ($_->{queue} . ' ' . ($by ne '' ? $_->{$column} : '') => 1) } @table;
	for my $x (grep { $_->{leg} == 1 } @item) {
		next if $x->{in} > $p{as_of} || $x->{in} >= $p{to} || (defined $x->{out} && ($x->{out} < $x->{in} || $x->{out} < $p{from}));
		my ($key) = $by ne '' ? interval($by, max($x->{in}, $p{from})) : '';
		ok($there{"$x->{queue} $key"}, "a row for $x->{queue} $key");
	}
}

# Schedules and states in minutes, each agent by itself.
my $times = "p=overlap(activity <> 'off', activity <> 'off', 0)," .
    "w0=overlap(activity = 'contacts', state in ('ready', 'wrap'), 0)," .
    "w2=overlap(activity = 'contacts', state in ('ready', 'wrap'), 2m)," .
    "l=spent(started_at, ended_at) filter (where state = 'ready')";

# Credits minutes: what => {agent and keys => seconds}.
sub minutes {
	my ($rows, $p, $is_a, $is_b, $tolerance) = @_;
	my (%credit, %cover, %agent);
	for my $r (sort { $a->{begin} <=> $b->{begin} || $b->{end} <=> $a->{end} ||
		    $a->{activity} cmp $b->{activity} } @$rows) {
		next if !defined $r->{end} || $r->{agent} eq '\N';
		$agent{$r->{agent}} = 1;
		for my $m ($r->{begin} .. $r->{end} - 1) {
			$credit{$r->{agent}}{$m} //= $r if $is_a->($r);
			$cover{$r->{agent}}{$m} = 1 if $is_b->($r);
		}
	}
	my %sum;
	for my $agent (keys %agent) {
		my $c = $credit{$agent} // {};
		my @m = sort { $a <=> $b } keys %$c;
		while (@m) {
			my @run = shift @m;
			push @run, shift @m while @m && $m[0] == $run[-1] + 1;
			my @in = grep { $cover{$agent}{$_} } @run;
			next if !@in;
			my %in = map { $_ => 1 } @in;
			my @edge = ($run[0] - 1, @in, $run[-1] + 1);
			for my $i (1 .. $#edge) {
				next if $edge[$i] - $edge[$i - 1] - 1 > $tolerance;
				$in{$_} = 1 for $edge[$i - 1] + 1 .. $edge[$i] - 1;
			}
			for my $m (keys %in) {
				my $t = $zero + 60 * $m;
				next if $t >= $p->{as_of} || $t < $p->{from} || $t >= $p->{to};
				my ($key) = interval('1h', $t);
				$sum{"$agent $c->{$m}{activity} $key"} += 60;
			}
		}
	}
	return \%sum;
}

sub schedules {
	my ($round) = @_;
	my @row;
	for (1 .. below(50)) {
		my $begin = 2760 + below(200) + one_of(0, 0, 60);
		my $plan = below(2);
		push @row, {agent => one_of('ann', 'bob', 'bob', 'cem', '\N'), begin => $begin,
		    end => one_of(undef, map { $begin + below(60) } 1 .. 9),
		    activity => $plan ? one_of('contacts', 'contacts', 'break', 'off') : '\N',
		    state => $plan ? '\N' : one_of('ready', 'ready', 'wrap', 'pause')};
	}
	my %p = (as_of => $zero + 60 * (2850 + below(300)), from => -1e18, to => 1e18);
	my @period = ();
	if (below(2)) {
		$p{from} = $zero + 60 * (2790 + below(60));
		$p{to} = $p{from} + 60 * (20 + below(200));
		@period = ('--since', at($p{from}), '--until', at($p{to}));
	}
	my @rows = map { [at($zero + 60 * $_->{begin}), defined $_->{end} ? at($zero + 60 * $_->{end}) : '\N',
	    @$_{qw(agent activity state)}] } @row;
	# A row without an end ends at as-of.
	$_->{end} //= ($p{as_of} - $zero) / 60 for @row;
	my @table = law("schedules $round", [], 2, [qw(started_at ended_at agent_id activity state)], \@rows,
	    '-m', $times, '--by', 'agent,activity,1h', '--as-of', at($p{as_of}), @period);
	my $plan = sub { $_[0]{activity} =~ /^[cb]/ };
	my $work = sub { $_[0]{activity} eq 'contacts' };
	my $done = sub { $_[0]{state} =~ /ready|wrap/ };
	my %want = (p => minutes(\@row, \%p, $plan, $plan, 0), w0 => minutes(\@row, \%p, $work, $done, 0),
	    w2 => minutes(\@row, \%p, $work, $done, 2));
	for my $x (grep { $_->{state} eq 'ready' } @row) {
		for my $m ($x->{begin} .. $x->{end} - 1) {
			my $t = $zero + 60 * $m;
			next if $t >= $p{as_of} || $t < $p{from} || $t >= $p{to};
			my ($key) = interval('1h', $t);
			$want{l}{"$x->{agent} $x->{activity} $key"} += 60;
		}
	}
	for my $what (qw(p w0 w2 l)) {
		my %got = map { ("$_->{agent_id} $_->{activity} $_->{interval}" => $_->{$what}) } grep { $_->{$what} ne '0' } @table;
		is_deeply(\%got, $want{$what} // {}, "schedules $round: $what");
	}
}

seed(20261025);
for my $round (1 .. rounds(24)) {
	stocks($round);
	schedules($round);
}
done_testing();
