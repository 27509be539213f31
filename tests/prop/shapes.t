#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Shapes of the table say what runs over the rows they stand for say, to the byte: windows of time,
# sums over keys, others. Pivoted and long tables hold the wide one; shares divide exactly; and of
# cells, in shards, a shape is the same.
use strict;
use warnings;
use File::Temp qw(tempdir);
use List::Util qw(max min);
use Math::BigInt;
use POSIX qw(mktime strftime);
use Test::More;

require './tests/contacts.pl';

$ENV{TZ} = 'Europe/Berlin';
POSIX::tzset();

my $dir = tempdir(CLEANUP => 1);
my $metrics = 'contacts,answered,asa,p50_wait,p90_wait,c=sum(cost),customers,nps,csat_mean,' .
    'response_rate,drop_answered,repeat_7d,repeat_free_7d,last_at=max(started_at),' .
    'r_ratio=@asa / @p50_wait,each_s=mean(sum(talk_s) per contact_id)';
my @common = ('-m', $metrics, '--as-of', '2026-04-11T12:00:00Z', '--tz', 'Europe/Berlin');

sub spew {
	my ($name, @text) = @_;
	open my $f, '>', "$dir/$name" or die;
	print $f @text or die;
	close $f or die;
}

# Runs cs-kpi; gives what it writes.
sub kpi {
	my (@arg) = @_;
	my $command = join ' ', 'cs-kpi', '-q', map { "'" . s/'/'\\''/gr . "'" } @arg;
	my $text = `cd $dir && $command 2>err`;
	is($?, 0, "cs-kpi @arg") or diag(`cat $dir/err`);
	return $text;
}

# A stream as its names and its rows, each a hash; cells stay as they are written.
sub table {
	my ($text) = @_;
	my ($head, @line) = split /\n/, $text, -1;
	my @name = split /\t/, $head, -1;
	pop @line;
	return (\@name, map { my %r; @r{@name} = split /\t/, $_, -1; \%r } @line);
}

# The condition that chooses the rows of a group.
sub chosen {
	my ($row, @key) = @_;
	my %byte = ('t' => "\t", n => "\n", '\\' => '\\');
	return join(' and ', map {
		my $v = $row->{$_};
		$v eq '\N' ? "$_ is null" : "$_ = '" . ($v =~ s/\\(.)/$byte{$1}/gr) . "'";
	} @key) || 'true';
}

sub some {
	my ($n, @x) = @_;
	my %seen;
	return () if !@x;
	$seen{below(scalar @x)} = 1 for 1 .. $n;
	return @x[sort { $a <=> $b } keys %seen];
}

sub instant {
	return strftime('%Y-%m-%dT%H:%M:%SZ', gmtime $_[0]);
}

# The instant that so many intervals lie before (or behind) the one a key names.
sub moved {
	my ($by, $key, $n) = @_;
	my ($y, $m, $d, $h, $min, $offset) =
	    $key =~ /^(\d+)-(\d+)-(\d+)(?:T(\d+):(\d+):00([+]\d\d):00)?$/ or die $key;
	my %step = (day => [0, 1, 0], week => [0, 7, 0], month => [1, 0, 0], '6h' => [0, 0, 6]);

	# Quarter-hours are as long on every day, and some local ones are there twice.
	return mktime(0, $min, $h, $d, $m - 1, $y - 1900, 0, 0, $offset eq '+02' ? 1 : 0) + 900 * $n
	    if $by eq '15m';
	my ($dm, $dd, $dh) = map { $_ * $n } @{$step{$by}};
	return mktime(0, 0, ($h // 0) + $dh, $d + $dd, $m - 1 + $dm, $y - 1900, 0, 0, -1);
}

sub year_begin {
	my ($by, $key) = @_;
	return mktime(0, 0, 0, 29, 11, 125, 0, 0, -1) if $by eq 'week'; # the Monday of 2026-W01
	return mktime(0, 0, 0, 1, 0, 126, 0, 0, -1);
}

# What stands under the names of a run must stand under those with a suffix in the row.
sub same_values {
	my ($row, $suffix, $text, $what) = @_;
	my ($name, $want) = table($text);
	my %got;
	for my $n (@$name) {
		my $at = $n =~ s/(_n|_lo|_hi)?$//r;
		my ($end) = $n =~ /(_n|_lo|_hi)$/;
		$at = $n, $end = '' if !defined $end || !exists $want->{$at};
		$got{$n} = $row->{"$at$suffix$end"};
	}
	is_deeply(\%got, $want, $what);
}

my ($head, @row) = contacts(1500, 77);
spew('all', $head, @row);

# Windows, of a part of the time and of all of it.
sub check_windows {
	my ($by, $key, $n, @period) = @_;
	my ($name, @table) = table(
	    kpi(@common, '--by', "$key$by", '--rolling', $n, $by =~ /^\d/ ? () : '--ytd', '--ci',
	    @period, 'all'));
	my @key = $key ne '' ? 'queue' : ();
	my $time = $by =~ /^\d/ ? 'interval' : $by;
	my @first = ($by eq 'month' ? 1 : 2, $by eq '15m' ? 1 : 0); # before this day and hour is nothing
	my $first = mktime(0, 0, $first[1], $first[0], 2, 126, 0, 0, 0);
	my $whole = 0;

	@table = grep { $_->{$time} ne '\N' } @table;
	for my $row (some(7, @table)) {
		my ($begin, $end) = (moved($by, $row->{$time}, 1 - $n), moved($by, $row->{$time}, 1));
		my @where = ('--where', chosen($row, @key));
		my @run = (@common, '--ci', @where, '--until', instant($end));
		if ($begin < $first) {
			is($row->{"contacts_rolling_$n"}, '\N', "no whole window at $row->{$time}");
		} else {
			same_values($row, "_rolling_$n", kpi(@run, '--since', instant($begin), 'all'),
			    "the window of $n that ends with $row->{$time}");
			$whole++;
		}
		next if $by =~ /^\d/;
		same_values($row, '_ytd', kpi(@run, '--since', instant(year_begin($by)), 'all'),
		    "the year to $row->{$time}");
	}
	cmp_ok($whole, '>', 0, 'some windows are whole') if !@period;
	my ($plain_name, @plain) = table(kpi(@common, '--by', "$key$by", '--ci', @period, 'all'));
	@plain = grep { $_->{$time} ne '\N' } @plain;
	is_deeply([map { my $r = $_; +{map { $_ => $r->{$_} } @$plain_name} } @table], \@plain,
	    'the intervals themselves are as without windows');
}

check_windows('day', '', 7);
check_windows('day', 'queue,', 3);
check_windows('day', '', 7, '--period', '2026-03-28..2026-03-31');
check_windows('day', 'queue,', 5, '--period', '2026-03-29..2026-04-02', '--fill');
check_windows('week', 'queue,', 2);
check_windows('week', '', 3, '--since', '2026-03-30');
check_windows('month', '', 2, '--fill');
check_windows('6h', 'queue,', 5);
check_windows('15m', '', 9, '--period', '2026-03-29');

# Sums over keys, with their shares.
sub share {
	my ($part, $whole) = @_;
	return '\N' if $whole == 0;
	my $q = (Math::BigInt->new($part) * 2 * 10 ** 8 + $whole) / (2 * $whole);
	return sprintf '%d.%08d', $q / 10 ** 8, $q % 10 ** 8;
}

for my $kind ('keys', 'all') {
	my @key = qw(queue direction day);
	for my $of ('all', 'parent') {
		my ($name, @table) = table(kpi(@common, '--by', join(',', @key), "--subtotals=$kind",
		    "--of-total=$of", 'all'));
		my ($plain_name, @plain) = table(kpi(@common, '--by', join(',', @key), 'all'));
		my %of = map { join("\t", $_->{total_over}, @$_{@key}) => $_ } @table;
		my $wrong = 0;

		is_deeply([map { my $r = $_; +{map { $_ => $r->{$_} } @$plain_name} }
		    grep { $_->{total_over} eq '' } @table], \@plain, "$kind: the groups are as they were");
		is(scalar keys %of, scalar @table, 'no row is there twice');
		for my $row (some(12, grep { $_->{total_over} ne '' && $_->{total_over} !~ /day/ &&
		    $_->{day} ne '\N' } @table), some(6, grep { $_->{total_over} =~ /day/ } @table)) {
			my %over = map { $_ => 1 } split /,/, $row->{total_over};
			my @left = grep { !$over{$_} && $_ ne 'day' } @key;
			my @day = $over{day} ? () : ('--period', $row->{day});
			same_values($row, '', kpi(@common, '--where', chosen($row, @left), @day, 'all'),
			    "over $row->{total_over}");
		}
		for my $row (@table) {
			my @over = grep { $_ ne '' } split /,/, $row->{total_over};
			my %over = map { $_ => 1 } @over;
			my ($last) = grep { !$over{$_} } reverse @key;
			my %parent = map { $_ => $over{$_} || $_ eq ($last // '') ? '\N' : $row->{$_} } @key;
			@over = sort @over, $last // ();
			%parent = map { $_ => '\N' } @key if $of eq 'all';
			@over = sort @key if $of eq 'all';
			my $whole = $of{join "\t", join(',', @over), @parent{@key}};
			my $suffix = $of eq 'all' ? 'of_total' : 'of_parent';
			$wrong++ if !defined $whole ||
			    $row->{"contacts_$suffix"} ne share($row->{contacts}, $whole->{contacts});
		}
		is($wrong, 0, "--of-total=$of divides by the right sum");
	}
}

# The first and the others.
for my $top ([3, 'contacts'], [1, 'asa'], [2, 'nps'], [100, 'contacts']) {
	my ($n, $by) = @$top;
	my ($name, @all) = table(kpi(@common, '--by', 'agent', 'all'));
	my ($top_name, @table) = table(kpi(@common, '--by', 'agent', '--top', "$n:$by", 'all'));
	my @order = sort { $all[$b]{$by} <=> $all[$a]{$by} || $a <=> $b }
	    grep { $all[$_]{$by} ne '\N' } 0 .. $#all;
	push @order, grep { $all[$_]{$by} eq '\N' } 0 .. $#all;
	my @first = @order[0 .. min($n, scalar @all) - 1];

	is_deeply([map { my $r = $_; +{map { $_ => $r->{$_} } @$name} }
	    grep { $_->{others_n} == 0 } @table], [@all[@first]], "the $n first by $by");
	my @others = grep { $_->{others_n} != 0 } @table;
	is(scalar @others, @all > $n ? 1 : 0, 'others are one row');
	next if !@others;
	is($others[0]{others_n}, @all - $n, 'it says of how many');
	my $where = join ' or ', map { '(' . chosen($all[$_], 'agent_id') . ')' } @order[$n .. $#all];
	same_values($others[0], '', kpi(@common, '--where', $where, 'all'), 'it is the sum of the others');
}

# The order of rows.
for my $sort ('-contacts', 'contacts', 'nps', '-asa') {
	my ($name, @table) = table(kpi(@common, '--by', 'agent,queue', '--sort', $sort, 'all'));
	my ($plain_name, @plain) = table(kpi(@common, '--by', 'agent,queue', 'all'));
	my ($m, $down) = ($sort =~ s/^-//r, $sort =~ /^-/ ? -1 : 1);
	my @order = sort { $down * ($plain[$a]{$m} <=> $plain[$b]{$m}) || $a <=> $b }
	    grep { $plain[$_]{$m} ne '\N' } 0 .. $#plain;
	push @order, grep { $plain[$_]{$m} eq '\N' } 0 .. $#plain;

	is_deeply(\@table, [@plain[@order]], "sorted by $sort");
}

# Layouts hold the wide table.
for my $by ('queue,day', 'day,queue', 'queue') {
	my @ask = (@common, '--by', $by, '--ci=90');
	my ($name, @wide) = table(kpi(@ask, 'all'));
	my ($long_name, @long) = table(kpi(@ask, '--long', 'all'));
	my ($pivot_name, @pivot) = table(kpi(@ask, '--pivot', 'queue', 'all'));
	my @key = split /,/, $by;
	my (%of, %cell, @back);
	my $extra = 0;

	for my $r (@long) {
		my $at = join "\t", @$r{@key};
		push @back, $of{$at} = {map { $_ => $r->{$_} } @key} if !exists $of{$at};
		my %part = (value => '', n => '_n', lo => '_lo', hi => '_hi');
		for my $part (keys %part) {
			my $column = $r->{metric} . $part{$part};
			$of{$at}{$column} = $r->{$part} if grep { $_ eq $column } @$name;
			$extra++ if $r->{$part} ne '\N' && !grep { $_ eq $column } @$name;
		}
	}
	is_deeply(\@back, \@wide, "by $by: long back to wide");
	is($extra, 0, 'and there is nothing else in it');

	my %suffix = ('a\\\\b' => 'a_b', '\N' => 'null', billing => 'billing', support => 'support');
	my @metric = grep { my $n = $_; !grep { $_ eq $n } @key } @$name;
	my @other = grep { $_ ne 'queue' } @key;
	$cell{join "\t", @$_{@other}}{$_->{queue}} = $_ for @wide;
	my $wrong = 0;
	for my $r (@pivot) {
		my $rows = $cell{join "\t", @$r{@other}} or $wrong++;
		for my $queue (keys %suffix) {
			for my $m (@metric) {
				my ($base, $end) = $m =~ /^(.*?)(_n|_lo|_hi|)$/;
				my $got = $r->{"${base}_$suffix{$queue}$end"} //
				    $r->{"${m}_$suffix{$queue}"};
				my $want = exists $rows->{$queue} ? $rows->{$queue}{$m} :
				    $m =~ /^(contacts|answered|customers)$|_n$/ ? 0 : '\N';
				$wrong++, diag("$m $queue") if !defined $got || $got ne $want;
			}
		}
	}
	is($wrong, 0, "by $by: pivoted");
	is(scalar @pivot, scalar keys %cell, 'a row for each of the other keys');
}

# Of cells, in shards.
my @shard = ([], [], []);
for my $row (@row) {
	my $customer = (split /\t/, $row)[2];
	push @{$shard[unpack('%32C*', $customer) % 3]}, $row;
}
for my $i (0 .. 2) {
	spew("s$i", $head, @{$shard[$i]});
	spew("s$i.cells", kpi(@common, '--by', 'queue,day', '--partial', "s$i"));
}
for my $shape (['--rolling', 7], ['--ytd', '--of-total=parent', '--long'],
    ['--subtotals=all', '--of-total'],
    ['--top', '2:asa', '--fill'], ['--pivot', 'queue', '--subtotals=all', '--rolling', 3],
    ['--sort', '-asa', '--ci'], ['--top', '1', '--pivot', 'queue', '--fill', '--ytd']) {
	is(kpi(@$shape, '--render', 's2.cells', 's0.cells', 's1.cells'),
	    kpi(@common, @$shape, '--by', 'queue,day', 'all'), "rendered with @$shape");
}
done_testing;
