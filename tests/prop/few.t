#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# --min-group: nobody is named who is among few, nothing that is hidden is what remains of a total,
# and what is shown adds up to all that is not left out.
use strict;
use warnings;
use Test::More;

require './tests/prop/prop.pl';
our ($scratch, @columns);

sub number {
	my ($text, $what) = @_;
	my ($n) = $text =~ /(\d+) $what/;
	return $n // 0;
}

seed(23);
my ($hidden, $gone) = (0, 0);
for my $round (1 .. rounds(40)) {
	my $rows = 20 + below(400);
	my $file = spew("$scratch/rows", stream(\@columns, contacts($rows, 1772000000, (1 + below(5)) * 86400)));
	my @by = one_of(['queue'], ['queue', 'disposition'], ['agent_id'], ['agent_id', 'day'], ['day', 'queue', 'agent_id']);
	my $by = join ',', @{$by[0]};
	my $least = 2 + below(12);
	my @ask = ('cs-kpi', '--by', $by, '-m', 'contacts');
	my ($status, $all) = run($file, @ask, '-q');
	my %full = map { my $r = $_; (join("\t", @$r{@{$by[0]}}) => $r->{contacts}) } table($all);
	($status, my $few, my $said) = run($file, @ask, '--min-group', $least);
	is($status, 0, "$round: $by, under $least") or diag $said;
	my ($sum, $merged, @bad) = (0, 0);
	for my $r (table($few)) {
		my $key = join "\t", @$r{@{$by[0]}};
		$sum += $r->{contacts};
		$merged += $r->{others_n};
		push @bad, "$key: named, of $r->{contacts}" if $r->{contacts} < $least && $r->{contacts} > 0;
		push @bad, "$key: others are one" if $r->{others_n} == 1;
		push @bad, "$key: $r->{contacts}, not $full{$key}"
		    if $r->{others_n} == 0 && $r->{contacts} != ($full{$key} // -1);
	}
	is_deeply(\@bad, [], "$round: nobody is named who is among few");
	my $left = number($said, 'are left out');
	my $total = 0;
	$total += $_ for values %full;
	is($merged, number($said, 'groups are put together'), "$round: as many groups as were said");
	$left == 0 ? is($sum, $total, "$round: all are there")
	    : cmp_ok($total - $sum, '<=', $left * ($least - 1), "$round: all but few");
	($status, my $again) = run($file, 'cs-kpi', '-q', '--by', $by, '-m', 'contacts', '--min-group', $least, '--subtotals');
	my ($grand) = grep { split(/,/, $_->{total_over}) == @{$by[0]} } table($again);
	is($grand->{contacts}, $sum, "$round: the total is of what is shown");
	$hidden += $merged;
	$gone += $left;
}
cmp_ok($hidden, '>', 100, 'many groups were put together');
cmp_ok($gone, '>', 5, 'some were left out');
done_testing;
