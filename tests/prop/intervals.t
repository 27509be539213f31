#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Intervals on days when clocks change and in zones off the hour, against the C library's local time;
# and the same table whatever the order of rows, the threads, the packing and the cut into files.
use strict;
use warnings;
use Test::More;
use POSIX ();

require './tests/prop/prop.pl';
our ($scratch, @columns);

sub local_time {
	my ($zone, $t) = @_;
	local $ENV{TZ} = $zone;
	POSIX::tzset();
	return localtime $t;
}

# Seconds by which the zone is ahead of UTC at t.
sub offset {
	my ($zone, $t) = @_;
	my @l = local_time($zone, $t);
	my $days = local_days(@l);
	return $days * 86400 + $l[2] * 3600 + $l[1] * 60 + $l[0] - $t;
}

sub local_days {
	my (@l) = @_;
	my $y = $l[5] + 1900;
	return ($y - 1970) * 365 + int(($y - 1969) / 4) + $l[7];
}

sub stamp {
	my ($begin, $off) = @_;
	my $sign = $off < 0 ? '-' : '+';
	return POSIX::strftime('%Y-%m-%dT%H:%M:%S', gmtime $begin + $off) .
	    sprintf '%s%02d:%02d', $sign, int(abs($off) / 3600), abs($off) / 60 % 60;
}

# The begin of the interval of step seconds that holds t, by its own offset: right where clocks change
# by whole steps.
sub interval {
	my ($zone, $step, $t) = @_;
	my $off = offset($zone, $t);
	my $begin = $t + $off - ($t + $off) % $step - $off;
	return stamp($begin, $off);
}

my @zone = (
	# zone, an instant shortly before its clocks change
	['Europe/Berlin', 1774746000],       # 2026-03-29, forward at 01:00 UTC
	['Europe/Berlin', 1792890000],       # 2026-10-25, back at 01:00 UTC
	['Asia/Kolkata', 1774746000],
	['Asia/Kathmandu', 1774746000],
	['America/St_Johns', 1772947800],    # 2026-03-08
	['America/St_Johns', 1793507400],    # 2026-11-01
	['UTC', 1774746000],
);
for my $case (@zone) {
	my ($zone, $around) = @$case;
	my $name = "$zone " . substr instant($around), 0, 10;
	seed($around % 1000);
	my @row = contacts(600, $around - 43200, 86400);
	spew("$scratch/in", stream(\@columns, @row));
	for my $by ('15m', '30m', '1h', 'day') {
		my %n;
		for my $r (@row) {
			my $key = '\N';
			if (defined $r->{started_at}) {
				my ($d, $h, $m, $s) = $r->{started_at} =~ /-(\d\d)T(..):(..):(..)/;
				my $t = $around - 43200;
				$t += ($h * 3600 + $m * 60 + $s - $t) % 86400;
				my @l = local_time($zone, $t);
				$key = $by eq 'day' ? POSIX::strftime('%Y-%m-%d', @l)
				    : interval($zone, {'15m' => 900, '30m' => 1800, '1h' => 3600}->{$by}, $t);
			}
			$n{$key} += !defined $r->{leg} || $r->{leg} == 1;
		}
		my ($status, $out, $err) = run(undef, 'cs-kpi', '-q', '--by', $by, '--tz', $zone, '-m',
		    'contacts', "$scratch/in");
		is($status, 0, "$name $by: status") or diag($err);
		my @got = table($out);
		my $column = $by eq 'day' ? 'day' : 'interval';
		is_deeply({map { $_->{$column} => $_->{contacts} } @got}, \%n, "$name $by: counts");
		# In the order of instants, not of the texts, and NULL at the end.
		my @order = map { $_->{$column} } @got;
		my $null = @order && $order[-1] eq '\N' ? pop @order : undef;
		ok(!(grep { $_ eq '\N' } @order), "$name $by: NULL is last");
		is_deeply(\@order, [sort { utc($a) cmp utc($b) } @order], "$name $by: by instant");
	}

	# All metrics of the default set, quantiles, repeats: one table.
	my $metrics = 'contacts,answered,asa,p50_wait,p95_talk,max_talk,sum_talk,sl_offered(20),repeat_1d,' .
	    'repeat_free_1d,nps,nps_margin,csat_mean,cost_mean,customers,late_share=share(wait_s > 60)';
	my @tool = ('cs-kpi', '-q', '--by', 'queue,15m', '--tz', $zone, '-m', $metrics, '--ci');
	my ($status, $want, $err) = run(undef, @tool, "$scratch/in");
	is($status, 0, "$name: all metrics") or diag($err);
	my $same = sub {
		my ($what, @command) = @_;
		my ($status, $out, $err) = run(undef, @command);
		ok($status == 0 && $out eq $want, "$name: $what") or diag("status $status: $err");
	};
	my @mixed = shuffled(@row);
	spew("$scratch/mixed", stream(\@columns, @mixed));
	$same->("shuffled, $_ threads", @tool, '--threads', $_, "$scratch/mixed") for 1, 2, 4;
	my @cut = (0, sort { $a <=> $b } map { below(601) } 1 .. 3);
	my @file = map {
		my $to = ($_ < $#cut ? $cut[$_ + 1] : @mixed) - 1;
		spew("$scratch/part $_", stream(\@columns, @mixed[$cut[$_] .. $to]))
	} 0 .. $#cut;
	$same->('in files of any size', @tool, @file);
	$same->('in any order of files', @tool, reverse @file);
	system 'gzip', '-kf', $file[1], $file[2];
	$same->('some of them packed', @tool, $file[0], "$file[1].gz", "$file[2].gz", $file[3]);
	spew("$scratch/part 0", stream([reverse @columns], @mixed[$cut[0] .. $cut[1] - 1]));
	$same->('with columns in other places', @tool, '--union', @file);
	$same->('and those first', @tool, '--union', @file[1, 0, 2, 3]);

	# The law of cells: the sum of any parts is the whole, and so is a sum of sums.
	my ($newest) = sort { $b cmp $a } map { $_->{started_at} // () } @row;
	my @asof = ('--as-of', $newest);
	my $plain = $metrics =~ s/repeat_1d,repeat_free_1d,//r;
	@tool = ('cs-kpi', '-q', '--by', 'queue,15m', '--tz', $zone, '-m', $plain);
	($status, $want, $err) = run(undef, @tool, '--ci', @asof, "$scratch/in");
	is($status, 0, "$name: the whole") or diag($err);
	spew("$scratch/part 0", stream(\@columns, @mixed[$cut[0] .. $cut[1] - 1]));
	spew("$scratch/part 9", stream(\@columns));
	my @cells;
	for my $file (shuffled(@file, "$scratch/part 9")) {
		push @cells, "$file.cells";
		($status, my $out, $err) = run(undef, @tool, '--partial', @asof, '-o', $cells[-1], $file);
		is($status, 0, "$name: a part") or diag($err);
	}
	$same->('the sum of parts', 'cs-kpi', '-q', '--render', '--ci', @cells);
	($status, my $sum, $err) = run(undef, 'cs-kpi', '-q', '--merge', @cells[0, 1, 2]);
	is($status, 0, "$name: a sum of some") or diag($err);
	spew("$scratch/sum", $sum);
	$same->('the sum of a sum and parts', 'cs-kpi', '-q', '--render', '--ci', "$scratch/sum", @cells[3, 4]);
	($status, $sum, $err) = run(undef, 'cs-kpi', '-q', '--render', @cells, $cells[1]);
	is($status, 65, "$name: a part that is there twice");
	like($err, qr/\Q$file[0]\E|part/, "$name: is named");
}

# The instant of a key in UTC; days as they are.
sub utc {
	my ($key) = @_;
	my ($y, $m, $d, $h, $min, $s, $sign, $oh, $om) =
	    $key =~ /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)([+-])(\d+):(\d+)$/ or return $key;
	local $ENV{TZ} = 'UTC';
	POSIX::tzset();
	my $t = POSIX::mktime($s, $min, $h, $d, $m - 1, $y - 1900) - ($sign . 1) * ($oh * 3600 + $om * 60);
	return instant($t);
}
done_testing;
