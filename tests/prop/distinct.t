#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# distinct_approx() beside distinct() on generated contacts: each estimate within four standard errors
# of the exact count, their errors as large as the manual says; the same bytes whatever the threads,
# the memory and the order of rows; and the memory of 10,000 groups.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;

my $dir = tempdir(CLEANUP => 1);
my $error = .00812;

sub kpi {
	my ($ask, $file) = @_;
	my $text = `cs-kpi -q $ask $dir/$file 2>$dir/err`;
	is($?, 0, "cs-kpi $ask $file") or diag(`cat $dir/err`);
	return $text;
}

is(system("cs-gen -q --records --rows 120000 --seed 7 -o $dir/all"), 0, 'cs-gen');
my ($groups, $squares, $worst, $inside) = (0, 0, 0, 0);
for my $by ('', '--by queue', '--by week', '--by agent', '--by day,channel') {
	for my $x (qw(contact_id customer_id started_at wait_s)) {
		my (undef, @line) = split /\n/, kpi("$by -m 'e=distinct($x),a=distinct_approx($x)' --ci", 'all');
		for (@line) {
			my ($exact, $about, undef, $lo, $hi) = (split /\t/)[-5 .. -1];
			next if $exact == 0;
			# What was rounded to a whole number may be off by half of one more.
			my $off = abs($about - $exact) <= .5 ? 0 : ($about - $exact) / ($error * $exact);
			$groups++;
			$squares += $off ** 2;
			$worst = abs $off if abs $off > $worst;
			$inside += $lo <= $exact && $exact <= $hi;
		}
	}
}
cmp_ok($groups, '>', 400, 'groups');
# Of few values a rounded half is more than the error of the sketch.
cmp_ok($worst, '<', 4, 'all within four standard errors');
cmp_ok(sqrt($squares / $groups), '<', 1.3, 'one in the mean, at most');
cmp_ok($inside / $groups, '>', .95, 'the bounds of 95 % hold as many');

# Over subtotals, windows and days a sketch is that of all their rows: the figure of one group of them.
my $m = "-m 'a=distinct_approx(customer_id)'";
my ($whole) = kpi($m, 'all') =~ /^(\d+)\t/m;
is((split /\t/, (split /\n/, kpi("--by week $m --ytd", 'all'))[-1])[3], $whole, 'of the year to its last week');
is((split /\t/, (split /\n/, kpi("--by agent,week $m --subtotals=all", 'all'))[-1])[3], $whole, 'of the total');
my @two = split /\n/, kpi("--by week $m --rolling 2", 'all');
my ($from, $to) = map { (split /\t/)[0] } @two[2, 3];
is((split /\t/, $two[3])[3], (split /\t/, (split /\n/, kpi("$m --since $from --until \"\$(date -ud '$to + 6 days' +%F)\"", 'all'))[1])[0],
    'of two weeks');

# 10,000 groups of a hundred values: what they hold goes by values, not by registers.
open my $f, '>', "$dir/many" or die;
print $f "agent_id\tcustomer_id\n";
for my $i (0 .. 999_999) {
	my $k = $i * 7919 % 1_000_000;
	print $f 'a', $k % 10_000, "\tC", $k * 31 % 99_991, "\n";
}
close $f or die;
my $ask = "--by agent -m 'e=distinct(customer_id),a=distinct_approx(customer_id)'";
my $want = kpi("$ask --threads 1 --mem 1G", 'many');
ok(kpi("$ask --threads 2 --mem 1G", 'many') eq $want, 'the same from two threads');
ok(kpi("$ask --threads 2 --mem 8M", 'many') eq $want, 'and from the disk');
system("(head -n 1 $dir/many; tail -n +2 $dir/many | tac) >$dir/turned");
ok(kpi($ask, 'turned') eq $want, 'and from the last row to the first');
is(scalar(grep { /\t100\t(\d+)\t/ && abs($1 - 100) <= 5 } split /\n/, $want), 10_000, 'each of them has its hundred, nearly');
SKIP: {
	skip 'no /proc, or memory that is watched', 2 if !-r "/proc/$$/status" || ($ENV{CS_BUILD} // '') =~ /asan/;
	my $pid = open my $from, '-|',
	    "exec cs-kpi -q --mem 1G --threads 1 --by agent -m 'a=distinct_approx(customer_id)' $dir/many" or die;
	read $from, my $some, 40_000;
	my ($most) = do { local (@ARGV, $/) = ("/proc/$pid/status"); <> } =~ /^VmHWM:\s*(\d+)/m;
	1 while read $from, $some, 1 << 20;
	ok(close $from, '10,000 groups');
	cmp_ok($most, '<', 48 * 1024, 'in less than 48 MB, where all registers would be 160 MB');
}
done_testing;
