#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# The law of cs-chargeback: however contacts are dealt to shards (of one record, or of none), whose
# cells are added up in any order and in any steps, by any number of threads, what is paid is what one
# run over everything says, byte for byte.
use strict;
use warnings;
use Cwd qw(abs_path getcwd);
use FindBin;
use Test::More;

require "$FindBin::Bin/prop.pl";
our $scratch;

my $data = abs_path(($ENV{TESTDATA} // getcwd . '/testdata') . '/charge');
my @costs = ('--costs', "$data/costs.tsv", '--rates', "$data/rates.tsv");
my @map = ('--map', "$data/map.tsv");

# What is asked of contacts, and once more of their cells.
my @ask = (
	[[@map], []],
	[[@map, '--by', 'month,cause'], []],
	[[@map, '--by', 'vendor,pool'], []],
	[[@map, '--by', 'repeat,demand,late=wait_s > 600'], []],
	[[@map, '--where', "channel = 'phone'", '--period', '2026-08', '--by', 'week'], []],
	[[@map, '--tz', 'America/New_York', '--by', 'day'], []],
	[[@map, '--say'], ['--say']],
	[['--pools'], ['--pools']],
	[[@map, '--statement'], ['--statement']],
	[[@map, '--journal'], ['--journal']],
	[[@map, '--postings'], ['--postings']],
);

sub charge {
	my (@arg) = @_;
	my $command = join ' ', 'cs-chargeback', map { "'" . s/'/'\\''/gr . "'" } @arg;
	my $text = `cd $scratch && $command 2>err`;
	is($?, 0, "cs-chargeback @arg") or diag(slurp("$scratch/err"));
	return $text . slurp("$scratch/err");
}

my ($head, @record) = slurp("$data/contacts.tsv") =~ /(.*\n)/g;

# Contacts dealt to shards, the first of which gets none; their cells, as files in a random order.
sub cells_of {
	my ($n, @asked) = @_;
	my @shard = map { [] } 1 .. $n;
	push @{$shard[$n > 1 ? 1 + below($n - 1) : 0]}, $_ for @record;
	for my $i (0 .. $n - 1) {
		spew("$scratch/shard$i.tsv", $head, @{$shard[$i]});
		spew("$scratch/cells$i", cells_from(@costs, @asked, '--partial', '--threads',
		    1 + below(3), "shard$i.tsv"));
	}
	return shuffled(map { "cells$_" } 0 .. $n - 1);
}

sub cells_from {
	my (@arg) = @_;
	my @cells = grep { $_ ne '--say' } @arg;
	return charge('-q', @cells);
}

seed(7);
spew("$scratch/contacts.tsv", $head, @record);
for my $round (1 .. rounds(3)) {
	for my $ask (@ask) {
		my ($asked, $again) = @$ask;
		my $plain = charge(@costs, @$asked, 'contacts.tsv');
		my @cells = cells_of(1 + below(6), @$asked);
		is(charge(@costs, @$again, '--merge', @cells), $plain, "merged is plain: @$asked");
		# Streams that were joined are one stream.
		spew("$scratch/joined", map { slurp("$scratch/$_") } shuffled(@cells));
		is(charge(@costs, @$again, '--merge', 'joined'), $plain, "joined is plain: @$asked");
	}
}

# What was not counted alike does not add up, and what was cut is not added.
spew("$scratch/a", cells_from(@costs, @map, '--cells', '--shard', 'a', 'contacts.tsv'));
spew("$scratch/b", cells_from(@costs, @map, '--by', 'month', '--cells', '--shard', 'b', 'contacts.tsv'));
for my $bad (['a', 'a'], ['a', 'b']) {
	my $said = `cd $scratch && cs-chargeback @costs --merge @$bad 2>&1 >out`;
	isnt($?, 0, "refused: @$bad: $said");
}
my $whole = slurp("$scratch/a");
spew("$scratch/cut", $whole =~ s/[^\n]*\n\z//r);
isnt(system("cd $scratch && cs-chargeback @costs --merge cut >out 2>&1"), 0, 'a cut stream is refused');
spew("$scratch/other", $whole =~ s/(handle_s\t0\t)(\d+)/$1 . ($2 + 1)/er);
isnt(system("cd $scratch && cs-chargeback @costs --merge other >out 2>&1"), 0, 'so is a changed one');

done_testing;
