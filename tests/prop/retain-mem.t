#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# cs-retain in any memory: what it counts goes to disk where --mem is small, and the table, the
# sentences, the cells and what cells add up to are the same to the byte. The sums of these runs take
# more than the 16 MiB that there are always room for.
use strict;
use warnings;
use Test::More;

BEGIN { require './tests/prop/prop.pl' }
our $scratch;

sub made {
	my ($table) = @_;
	my $path = "$scratch/$table";
	my ($status, undef, $err) = run(undef, 'cs-gen', '-q', '--rows', 20000, '--customers', 10000, '--days', 600,
	    '--start', '2026-01-05', '--seed', 4, '--records', '--table', "retain-$table", '-o', $path);
	is($status, 0, "made: $table") or BAIL_OUT($err);
	return $path;
}

my ($contacts, $customers, $purchases) = map { made($_) } qw(contacts customers purchases);

sub retain {
	my (@ask) = @_;
	my ($status, $out, $err) = run(undef, 'cs-retain', '-q', @ask);
	is($status, 0, "cs-retain @ask[0 .. $#ask - 1]") or diag($err);
	return $out;
}

my @input = ('--customers', $customers, '--purchases', $purchases, $contacts);
my @small = (['1M', 1], ['1M', 3], ['16M', 2]);

sub check {
	my ($name, @ask) = @_;
	my $want = retain(@ask, '--mem', '4G', '--threads', 1, @input);
	cmp_ok(length $want, '>', 1000, "$name: something is told");
	for my $s (@small) {
		ok(retain(@ask, '--mem', $s->[0], '--threads', $s->[1], @input) eq $want,
		    "$name: the same in $s->[0] by $s->[1] threads");
	}
	return $want;
}

my @uplift = ('--uplift', '--window', '30d,60d', '--at', '1mo,3mo', '--currency', 'EUR', '--strata', 'plan');
check('one comparison', @uplift, '--explain', '--match', 'cem');
check('sentences', @uplift, '--by', 'queue,region', '--say');
check('solved', '--uplift', '--against', 'unsolved', '--landmark', '14d', '--at', '3mo', '--by', 'region', '--explain',
    '--strata', 'reason,plan,channel', '--window', '30d,60d,90d');
my $table = check('many', @uplift, '--by', 'region,queue', '--explain');
my $cells = check('cells', @uplift, '--by', 'region,queue', '--cells');
check('cells of another mode', '--by', 'customer_id', '--agents', '--cells');

spew("$scratch/cells", $cells);
for my $mem ('1M', '16M', '1G') {
	ok(retain('--merge', '--explain', '--mem', $mem, "$scratch/cells") eq $table, "cells, read in $mem");
	ok(retain('--merge', '--cells', '--mem', $mem, "$scratch/cells") eq $cells, "cells of cells in $mem");
}
done_testing;
