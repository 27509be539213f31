#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# The law of cells for every metric of the dictionary: over random rows in which every column of the
# schema has NULLs, dealt to random shards, empty ones too, in random order, by cat or by merging
# merges, render(merge(partial)) is the plain run, byte for byte; whatever the threads, the order of
# the rows, the locale and the zone of the process. What needs all rows of a customer or an agent
# holds after cs-part by it.
use strict;
use warnings;
use Test::More;

require './tests/prop/prop.pl';
our $scratch;

use constant {ROWS => 260, DAY => 86400};

# ---- random rows of the schema ------------------------------------------------------------------

my $begin;
my %words = (
	disposition => [('answered') x 6, qw(abandoned abandoned timeout full closed key callback voicemail
	    withdrawn empty blocked failed vru open)],
	direction => [qw(inbound inbound inbound outbound internal)],
	transfer => [qw(none none blind attended)],
	ended_by => [qw(customer agent system)],
	state => [qw(ready ready contact wrap pause training out)],
	activity => [qw(contacts contacts contacts break lunch off)],
	sent_label => [qw(negative neutral positive mixed)],
	currency => ['EUR'],
	queue => ['billing', 'support', "a\tb", "c\nd", 'e\\f', '', "\303\244", '\N'],
	csat_scale => ['1-5'],
);
my %numbers = (csat => [1, 5], nps => [0, 10], ces => [1, 7], leg => [1, 3], fte => [0, 1], severity => [1, 3]);
my %many = (customer_id => 70, agent_id => 9, contact_id => ROWS, issue_id => 90);

my @columns = do {
	open my $f, '<', 'lib/data/columns' or die;
	map { [(split /(?:\[_window\])? *\| */)[0, 2, 3]] } grep { /^\w+(?:\[_window\])? \|/ && !/^(?:interval|day|week|month) / } <$f>;
};

sub value {
	my ($name, $type, $unit, $at) = @_;
	return one_of(@{$words{$name}}) if $words{$name};
	return substr($name, 0, 1) . below($many{$name}) if $many{$name};
	return $numbers{$name}[0] + below($numbers{$name}[1] - $numbers{$name}[0] + 1) if $numbers{$name};
	return instant($at) if $name eq 'started_at';
	return instant($at + below(2) * below(3 * DAY) + below(4000)) if $type eq 'time';
	return one_of('t', 'f') if $type eq 'bool';
	return join ',', grep { below(2) } qw(bill late login) if $type eq 'list';
	return (below(12) ? '' : '-') . below(30) . '.' . below(100) if $type eq 'dec';
	return below(30) ? below(90) : below(2) ? below(5000) : -below(9) if $type eq 'int';
	return substr($name, 0, 1) . below(4);
}

sub rows {
	my ($n) = @_;
	return map {
		my $at = $begin + below(35 * DAY);
		+{map { my ($name, $type, $unit) = @$_;
			$name => below(9) ? value($name, $type, $unit, $at) : undef } @columns}
	} 1 .. $n;
}

# ---- the metrics, by what their cells need ------------------------------------------------------

# What shards must keep together: nothing, customers or agents. The cells say it.
my (%metrics, $asked);
{
	seed(1);
	$begin = 1772000000;
	my $few = spew("$scratch/few", stream([map { $_->[0] } @columns], rows(3)));
	my ($status, $names) = run(undef, 'cs-kpi', '--complete-words', 'metrics');
	is($status, 0, 'the names of all metrics');
	for my $name (split /\n/, $names) {
		($status, my $cells, my $err) = run($few, 'cs-kpi', '-q', '-m', $name, '--cells', '--vision',
		    'testdata/shop.vision', '--as-of', '2026-05-01');
		is($status, 0, "cells of $name") or diag($err);
		$asked++;
		my $needs = $cells =~ /^meta\t\\N\trepeats\t/m ? 'customer' : $cells =~ /^meta\t\\N\toverlaps\t/m ? 'agent' : '';
		push @{$metrics{$needs}}, $name;
	}
}
cmp_ok($asked, '>', 300, 'there are as many as there should be');
is(join(' ', sort keys %metrics), ' agent customer', 'of three kinds');

# ---- the law ------------------------------------------------------------------------------------

sub kpi {
	my (@command) = @_;
	my ($status, $out, $err) = run(undef, 'cs-kpi', '-q', @command);
	is($status, 0, 'cs-kpi ' . join ' ', map { length > 60 ? substr($_, 0, 60) . '...' : $_ } @command) or diag($err);
	return $out;
}

# Writes rows to files that are shards: of any rows, or of those that cs-part puts together.
sub shards {
	my ($head, $keep, @row) = @_;
	my $n = 1 << below(4);
	if ($keep) {
		system 'rm', '-rf', "$scratch/parts";
		my ($status, undef, $err) = run(spew("$scratch/in", $head, @row), 'cs-part', '-q', '--by', $keep,
		    '--into', "$scratch/parts", '--buckets', $n, below(2) ? '--gz' : ());
		is($status, 0, "cs-part --by $keep") or diag($err);
		return glob "$scratch/parts/part-*";
	}
	my @text = map { [] } 1 .. $n;
	push @{$text[below($n)]}, $_ for @row;
	return map { spew("$scratch/shard$_", $head, @{$text[$_]}) } 0 .. $n - 1;
}

sub law {
	my ($round, $keep, $by, $zone) = @_;
	seed(100 + $round);
	# The clocks of both zones change within these five weeks.
	$begin = $zone =~ /York/ ? 1771900000 : 1773400000;
	my @row = rows(below(5) ? ROWS : below(3));
	my ($head, @line) = split /^/, stream([map { $_->[0] } @columns], @row);
	my @ask = ('-m', join(',', @{$metrics{$keep}}), '--vision', 'testdata/shop.vision', '--as-of',
	    '2026-04-20', '--tz', $zone, $by ? ('--by', $by) : ());
	my @see = $by =~ /15m|day|week/ && below(3) ? ('--fill') : below(2) ? ('--ci') : ();
	push @ask, '--time', 'solved_at' if $by =~ /day/ && $keep eq '' && below(2);

	spew("$scratch/all", $head, @line);
	my $want = kpi(@ask, @see, '--threads', 1, "$scratch/all");
	{
		local @ENV{qw(TZ LC_ALL)} = @{(['Asia/Kathmandu', 'de_DE.UTF-8'], ['', 'tr_TR'])[below(2)]};
		spew("$scratch/shuffled", $head, shuffled(@line));
		ok(kpi(@ask, @see, '--threads', 1 + below(8), "$scratch/shuffled") eq $want,
		    'shuffled, other threads, locale, TZ');
	}
	my @file = map {
		my $name = s{.*/}{}r;
		spew("$scratch/$name.cells", kpi(@ask, '--partial', '--threads', 1 + below(8), $_));
	} shards($head, $keep, @line);
	my @manifest = $keep ? ('--manifest', "$scratch/parts/manifest.tsv") : ();
	ok(kpi('--render', @see, @manifest, shuffled(@file)) eq $want, 'rendered together');
	spew("$scratch/cat", map { slurp($_) } shuffled(@file));
	ok(kpi('--render', @see, "$scratch/cat") eq $want, 'joined by cat');
	my @left = shuffled(@file);
	for (my $i = 0; @left > 1; $i++) {
		my @some = splice @left, 0, 2 + below(3);
		@left = shuffled(@left, spew("$scratch/sum$i", kpi('--merge', @some)));
	}
	ok(kpi('--render', @see, @left) eq $want, 'merged, and merges merged');
}

my @keys = ('', 'queue,day', '15m', 'each(themes),agent', 'week,queue', 'late=wait_s > 20', 'month,agent,queue',
    'customer_id', 'disposition,transfer');
my $round = 0;
for my $keep (sort keys %metrics) {
	for my $by (@keys) {
		# Time that is spent is cut at the edges of intervals; of a list it is not one's own.
		next if $keep eq 'agent' && $by =~ /each|15m/;
		next if ++$round % 3 >= rounds(3); # of each three
		law($round - 1, $keep ? "${keep}_id" =~ s/_id$//r : '', $by, ('Europe/Berlin', 'America/New_York')[$round % 2]);
	}
}
done_testing;
