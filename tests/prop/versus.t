#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Laws of --vs: each side is what a run over its rows alone says; sides swapped change signs and
# nothing else; a side against itself differs by 0; p are those of single tests, adjusted together;
# the order of rows, threads and cells make no difference.
use strict;
use warnings;
use Test::More;

require './tests/prop/prop.pl';
our ($scratch, @columns);

my $metrics = 'contacts,answered,asa,p50_wait,p90_talk,sum_wait,sl_offered(20),csat_top2,csat_mean,nps,' .
    'customers,drop_answered,cost_mean,max_wait,repeat_1d,repeat_free_1d';
my @metric = map { s/\((\d+)\)/_$1/r } split /,/, $metrics;
my @tested = qw(contacts answered asa p50_wait p90_talk sl_offered_20 csat_top2 csat_mean nps cost_mean
    repeat_1d repeat_free_1d);

sub kpi {
	my ($status, $out, $err) = run(undef, 'cs-kpi', '-q', @_);
	is($status, 0, "@_") or diag($err);
	return wantarray ? table($out) : $out;
}

# A group's keys as one text.
sub key {
	my ($row, @by) = @_;
	return join "\t", map { $row->{$_} } @by;
}

# The rows of a run by their keys.
sub by_key {
	my ($by, @arg) = @_;
	return map { key($_, @$by) => $_ } kpi(@arg);
}

# What a metric is in a group in which there is nothing.
my %nothing = map { $_ => 0 } qw(contacts answered customers);

sub is_side {
	my ($got, $name, $want, $what) = @_;
	for my $m (@metric) {
		is($got->{"$m$name"}, $want ? $want->{$m} : $nothing{$m} // '\N', "$what: $m$name");
		is($got->{"$m${name}_n"}, $want ? $want->{"${m}_n"} : 0, "$what: $m${name}_n")
		    if exists $got->{"$m${name}_n"};
	}
}

# A text that is the other's, with another sign.
sub minus {
	my ($text) = @_;
	return $text if $text eq '\N' || $text =~ /^[-0.]*$/;
	return $text =~ s/^-// ? $text : "-$text";
}

# Benjamini and Hochberg.
sub adjusted {
	my @p = @_;
	my @order = sort { $p[$a] <=> $p[$b] } 0 .. $#p;
	my ($least, @q) = 1;
	for my $i (reverse 0 .. $#order) {
		my $one = $p[$order[$i]] * @p / ($i + 1);
		$least = $one if $one < $least;
		$q[$order[$i]] = $least;
	}
	return @q;
}

sub near {
	my ($got, $want, $what) = @_;
	ok(abs($got - $want) <= 1e-5 * $want, $what) or diag("$got, want $want");
}

for my $try (1 .. rounds(3)) {
	seed(71 * $try);
	# Eight weeks from Monday 2026-09-07 on.
	my $begin = 1788739200;
	my @row = contacts(900, $begin, 56 * 86400);
	my $in = spew("$scratch/in", stream(\@columns, @row));
	my @by = ('queue');
	my ($a, $b) = ("direction = 'inbound'", "wait_s > 40 or direction = 'outbound'");
	my @m = ('-m', $metrics, '--as-of', '2026-11-10');

	# Other rows, some of them on both sides.
	my %one = by_key(\@by, @m, '--by', 'queue', '--where', $a, $in);
	my %two = by_key(\@by, @m, '--by', 'queue', '--where', $b, $in);
	my %both = by_key(\@by, @m, '--by', 'queue', '--where', $a, '--vs', $b, $in);
	is_deeply([sort keys %both], [sort keys %{{%one, %two}}], 'all groups of both sides');
	for my $k (sort keys %both) {
		is_side($both{$k}, '', $one{$k}, "rows $k");
		is_side($both{$k}, '_before', $two{$k}, "rows $k");
	}

	# Swapped.
	my %back = by_key(\@by, @m, '--by', 'queue', '--where', $b, '--vs', $a, $in);
	for my $k (sort keys %both) {
		for my $m (@tested) {
			is($back{$k}{"${m}_diff"}, minus($both{$k}{"${m}_diff"}), "swapped: ${m}_diff");
			is($back{$k}{"${m}_diff_lo"}, minus($both{$k}{"${m}_diff_hi"}), "swapped: ${m}_diff_lo");
			is($back{$k}{"${m}_diff_hi"}, minus($both{$k}{"${m}_diff_lo"}), "swapped: ${m}_diff_hi");
			is($back{$k}{"${m}_$_"}, $both{$k}{"${m}_$_"}, "swapped: ${m}_$_") for qw(p luck);
		}
	}

	# Against itself.
	my %self = by_key(\@by, @m, '--by', 'queue', '--where', $a, '--vs', $a, $in);
	for my $row (values %self) {
		for my $m (@tested) {
			like($row->{"${m}_diff"}, qr/^(0(\.0+)?|\\N)$/, "itself: ${m}_diff");
			like($row->{"${m}_p"}, qr/^(1|\\N)$/, "itself: ${m}_p");
			is($row->{"${m}_diff_lo"}, minus($row->{"${m}_diff_hi"}), "itself: ${m}_diff_lo");
		}
	}

	# The tests of a table together.
	my ($all) = kpi(@m, '--where', $a, '--vs', $b, $in);
	my @there = grep { $all->{"${_}_p"} ne '\N' } @tested;
	cmp_ok(scalar @there, '>', 6, 'tests to adjust');
	my @p = map { my ($row) = kpi('-m', s/_20$/(20)/r, '--as-of', '2026-11-10', '--where', $a, '--vs', $b, $in);
	    $row->{"${_}_p"} } @there;
	my @q = adjusted(@p);
	near($all->{"$there[$_]_p"}, $q[$_], "adjusted: $there[$_]") for 0 .. $#there;
	for my $m (@there) {
		my $luck = $all->{"${m}_p"} <= .05 ? 'hardly luck' : 'could be luck';
		is($all->{"${m}_luck"}, $luck, "in words: $m");
	}

	# The period before.
	my @now = ('--period', '2026-10-05..2026-10-18');
	%one = by_key(\@by, @m, '--by', 'queue', @now, $in);
	%two = by_key(\@by, @m, '--by', 'queue', '--period', '2026-09-21..2026-10-04', $in);
	%both = by_key(\@by, @m, '--by', 'queue', @now, '--vs', 'previous', $in);
	is_deeply([sort keys %both], [sort keys %{{%one, %two}}], 'all groups of both periods');
	for my $k (sort keys %both) {
		is_side($both{$k}, '', $one{$k}, "period $k");
		is_side($both{$k}, '_before', $two{$k}, "period $k");
	}

	# The week before; of the first week of the period as well.
	@by = ('queue', 'week');
	@now = ('--period', '2026-09-21..2026-10-18');
	my %plain = by_key(\@by, @m, '--by', 'queue,week', $in);
	my %weeks = by_key(\@by, @m, '--by', 'queue,week', @now, '--vs', 'previous', $in);
	my %before = ('2026-09-21' => '2026-09-14', '2026-09-28' => '2026-09-21',
	    '2026-10-05' => '2026-09-28', '2026-10-12' => '2026-10-05');
	for my $k (sort keys %weeks) {
		my $row = $weeks{$k};
		is_side($row, '', $plain{$k}, "week $k");
		is_side($row, '_before', $plain{"$row->{queue}\t$before{$row->{week}}"}, "week $k");
	}

	# Nothing else makes a difference.
	my @tool = (@m, '--by', 'week,agent', '--fill');
	my $want = kpi(@tool, '--vs', 'previous', $in);
	my $mixed = spew("$scratch/mixed", stream(\@columns, shuffled(@row)));
	is(scalar kpi(@tool, '--vs', 'previous', '--threads', 3, $mixed), $want, 'rows in any order');
	my $cells = kpi(@m, '--by', 'week,agent', '--cells', $mixed);
	spew("$scratch/cells", $cells);
	is(scalar kpi('--render', '--fill', '--vs', 'previous', "$scratch/cells"), $want, 'of cells');
	@tool = (@m, '--by', 'agent', '--where', $a, '--vs', $b);
	is(scalar kpi(@tool, '--threads', 3, $mixed), scalar kpi(@tool, '--threads', 1, $in),
	    'two sides in any order');
}
done_testing;
