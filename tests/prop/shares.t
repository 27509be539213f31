#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# The count behind a share can always be had again: NAME times NAME_n, rounded, is what the cells have
# as x; for every share of the dictionary, and however large the counts are.
use strict;
use warnings;
use Math::BigInt;
use Test::More;

require './tests/prop/prop.pl';
our ($scratch, @columns);

# round(share * n) without a float on the way.
sub count_of {
	my ($share, $n) = @_;
	my ($whole, $digits) = $share =~ /^(\d+)(?:\.(\d+))?$/ or return 'no number';
	my $d = length($digits // '');
	my $x = Math::BigInt->new($whole . ($digits // '')) * Math::BigInt->new($n);
	my $unit = Math::BigInt->new(10)->bpow($d);
	return (($x * 2 + $unit) / ($unit * 2))->bstr;
}

is(count_of('0.33333333', 3), 1, 'the check itself');

# ---- the dictionary -----------------------------------------------------------------------------

seed(11);
my $file = spew("$scratch/rows", stream(\@columns, contacts(900, 1772000000, 40 * 86400)));
my ($status, $names) = run(undef, 'cs-kpi', '--complete-words', 'metrics');
my $checked = 0;
for my $name (split /\n/, $names) {
	my @ask = ('cs-kpi', '-q', '--by', 'queue,disposition', '-m', $name, '--as-of', '2026-04-01', '--vision',
	    'testdata/shop.vision');
	($status, my $cells) = run($file, @ask, '--cells');
	next if $status != 0 || $cells !~ /^metric\t\\N\t\\N\t\Q$name\E\tunit\tshare$/m;
	my %x = map { my @c = split /\t/; $c[0] eq 'cell' && $c[4] eq 'x' ? ("$c[1]\t$c[2]" => $c[5]) : () }
	    split /\n/, $cells;
	my %n = map { my @c = split /\t/; $c[0] eq 'cell' && $c[4] eq 'n' ? ("$c[1]\t$c[2]" => $c[5]) : () }
	    split /\n/, $cells;
	next if !%x;
	($status, my $wide) = run($file, @ask);
	my @bad;
	for my $r (table($wide)) {
		my $key = "$r->{queue}\t$r->{disposition}";
		next if $r->{$name} eq '\N';
		my $got = count_of($r->{$name}, $r->{"${name}_n"});
		push @bad, "$key: $r->{$name} of $r->{\"${name}_n\"} is $got, not " . ($x{$key} // 0)
		    if $got ne ($x{$key} // 0) || $r->{"${name}_n"} ne $n{$key};
		$checked++;
	}
	is_deeply(\@bad, [], $name);
}
cmp_ok($checked, '>', 500, 'many shares were looked at');

# ---- counts of any size -------------------------------------------------------------------------

my @size = map { Math::BigInt->new($_) } qw(1 7 99999999 100000000 100000001 3000000007 1000000000000
    1000000000000003 100000000000000009);
my (@cell, %want);
for my $n (@size) {
	for my $x (map { "$_" } 0, 1, $n / 3, $n / 2, $n - 1, $n) {
		my $key = "$n-$x";
		next if exists $want{$key};
		$want{$key} = $x;
		push @cell, "cell\t$key\t\\N\trows\t$n\n", "cell\t$key\tm\tn\t$n\n", "cell\t$key\tm\tx\t$x\n";
	}
}
my $text = join '', "kind\tqueue\tmetric\tpart\tvalue\n", "meta\t\\N\t\\N\tversion\t2\n",
    "meta\t\\N\t\\N\tcolumn\twait_s\n", "key\t\\N\tqueue\tkind\tcolumn\n", "key\t\\N\tqueue\ttype\tid\n",
    "shard\t\\N\t\\N\ta\t1\n", "metric\t\\N\tm\tformula\tshare(wait_s > 20)\n",
    "metric\t\\N\tm\tunit\tshare\n", @cell, "end\t\\N\t\\N\tcells\t" . @cell . "\n";
($status, my $wide, my $err) = run(spew("$scratch/cells", $text), 'cs-kpi', '-q', '--render');
is($status, 0, 'large counts') or diag($err);
for my $r (table($wide)) {
	is(count_of($r->{m}, $r->{m_n}), $want{$r->{queue}}, "$r->{queue}: $r->{m}");
}
is(scalar(table($wide)), scalar(keys %want), 'all of them');
done_testing;
