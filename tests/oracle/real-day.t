#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# A real day: 2,375 calls of a bank's call centre, whose quarter-hours somebody else counted. Every
# cell must agree; a sum of nothing is NULL here and 0 there.
use strict;
use warnings;
use Test::More;

my $data = '../shared/data/calls/anonymous_bank';
plan skip_all => 'the calls of the anonymous bank are not here' unless -r "$data/calls_one_day.csv";

my $metrics = join ',', 'calls=contacts', 'offered', 'served=answered',
    'within_20s=count(wait_s <= 20) filter (where handled)', 'abandoned_in_queue=abandoned',
    'wait_s_served=sum(wait_s) filter (where handled)', 'talk_s=sum_talk';

sub table {
	my ($command) = @_;
	my @line = split /\n/, `$command`;
	is($?, 0, "it runs: $command") or return ();
	return map { [split /\t/] } @line;
}

sub lines {
	my ($path) = @_;
	open my $f, '<', $path or die "$path: $!";
	chomp(my @line = <$f>);
	return map { [split /\t/] } @line;
}

my @want = lines("$data/EXPECTED_one_day_15min.tsv");
for my $extra ('', '--threads 1', '--fill') {
	my @got = table("cs-ingest -q --map testdata/maps/anonymous-bank.map --set date=1999-03-01 " .
	    "$data/calls_one_day.csv | cs-kpi -q --by 15m $extra -m '$metrics'");
	is("@{$got[0]}", "@{$want[0]}", 'the columns');
	my %got = map { substr($_->[0], 11, 5) => $_ } @got[1 .. $#got];
	my $agree = 0;
	for my $row (@want[1 .. $#want]) {
		my $mine = delete $got{$row->[0]} // [];
		my @cell = map { defined $_ && $_ eq '\N' ? 0 : $_ } @$mine[1 .. $#$row];
		my $same = "@{[map { $_ // 'absent' } @cell]}" eq "@$row[1 .. $#$row]";
		$agree += $same * @cell;
		diag("$row->[0]: @{[map { $_ // 'absent' } @cell]}, not @$row[1 .. $#$row]") unless $same;
	}
	is($agree, $#want * $#{$want[0]}, "all cells agree $extra");
	# What --fill adds is empty.
	is(scalar(grep { $_->[1] ne '0' } values %got), 0, 'and nothing else happened');
	is(scalar(keys %got), $extra eq '--fill' ? 96 - $#want : 0, 'quarter-hours');
}
done_testing;
