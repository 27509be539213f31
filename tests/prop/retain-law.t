#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# The law of cs-retain: whatever the order of its inputs, the threads, the memory, and how customers
# are dealt to shards whose cells are added up, in any order and in any steps, the table is that of one
# run over everything, byte for byte.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;

my $dir = tempdir(CLEANUP => 1);
my $as_of = '2026-09-01';
my @table = qw(contacts customers purchases renewals surveys);
my @beside = map { ("--$_", "$_.tsv") } @table[1 .. 4];

# What is asked, beside the inputs; and what is asked once more of the cells.
my @ask = (
	[['--by', 'reason,segment', '--at', '1mo,6mo,30d'], ['--at', '1mo,6mo,30d']],
	[['--by', 'month', '--period', '2026-01..2026-05', '--tz', 'Europe/Berlin'], []],
	[['--where', "channel = 'phone'", '--by', 'team', '--leaving', 'silence=60d'], []],
	[['--from', 'joined', '--by', 'plan', '--known-since', '2025-09-01', '--explain'], ['--explain']],
	[['--leaving', 'renewal=20d', '--by', 'late=month_value > 30'], []],
	[['--landmark', '14d', '--status', '--compare', '--explain'], ['--status', '--compare', '--explain']],
	[['--endings', 'left_reason', '--by', 'region', '--points'], ['--endings', 'left_reason', '--points']],
	[['--nps', '--by', 'segment'], ['--nps']],
	[['--uplift', '--by', 'reason', '--since', '2026-01-01', '--at', '3mo', '--currency', 'EUR'],
		[]],
);

srand 11;

sub below { return int rand $_[0] }

sub shuffled {
	my (@x) = @_;
	for my $i (reverse 1 .. $#x) {
		my $j = below($i + 1);
		@x[$i, $j] = @x[$j, $i];
	}
	return @x;
}

sub slurp {
	my ($name) = @_;
	open my $f, '<:raw', "$dir/$name" or die "$name: $!";
	return <$f>;
}

sub spew {
	my ($name, @text) = @_;
	open my $f, '>:raw', "$dir/$name" or die "$name: $!";
	print $f @text or die;
	close $f or die;
}

sub run {
	my (@arg) = @_;
	my $command = join ' ', 'cs-retain', '-q', map { "'" . s/'/'\\''/gr . "'" } @arg;
	my $text = `cd $dir && $command 2>err`;
	is($?, 0, "cs-retain @arg") or diag(`cat $dir/err`);
	return $text;
}

sub make {
	my ($seed) = @_;
	for my $t (@table) {
		my $made = system "cs-gen -q --rows 1500 --days 400 --start 2025-07-01 --seed $seed --records " .
		    "--table retain-$t -o $dir/$t.tsv";
		is($made, 0, "made: $t") or BAIL_OUT("cs-gen: no table retain-$t");
	}
}

# The column of customer_id in a head.
sub customer_column {
	my ($head) = @_;
	my @name = split /\t/, $head =~ s/\n//r;
	my ($i) = grep { $name[$_] eq 'customer_id' } 0 .. $#name;
	return $i;
}

# Deals customers to n shards, the last of which has nobody: contacts.0.tsv ...
sub deal {
	my ($n) = @_;
	my %of;
	for my $t (@table) {
		my ($head, @row) = slurp("$t.tsv");
		my $col = customer_column($head);
		my @shard = map { [] } 1 .. $n;
		for my $row (shuffled(@row)) {
			my $who = (split /\t/, $row)[$col];
			push @{$shard[$of{$who} //= below($n - 1)]}, $row;
		}
		spew("$t.$_.tsv", $head, @{$shard[$_]}) for 0 .. $n - 1;
	}
}

sub check_merge {
	my ($ask, $again, $want) = @_;
	my $n = 2 + below(4);
	deal($n);
	for my $i (0 .. $n - 1) {
		spew("cells.$i", run(@$ask, '--partial', '--as-of', $as_of,
			(map { ("--$_", "$_.$i.tsv") } @table[1 .. 4]), "contacts.$i.tsv"));
	}
	my @cells = shuffled(map { "cells.$_" } 0 .. $n - 1);
	is(run('--merge', @$again, @cells), $want, "$n shards");
	return if $n < 3;
	spew('two', run('--merge', @$again, '--cells', @cells[0, 1]));
	is(run('--merge', @$again, 'two', @cells[2 .. $n - 1]), $want, "$n shards, two of them first");
}

for my $seed (1, 2) {
	make($seed);
	for my $t (@table) {
		my ($head, @row) = slurp("$t.tsv");
		@row = shuffled(@row);
		my $half = below(@row + 1);
		spew("$t.a", $head, @row[0 .. $half - 1]);
		spew("$t.b", $head, @row[$half .. $#row]);
		system "gzip -f $dir/$t.b";
	}
	for my $x (@ask) {
		my ($ask, $again) = @$x;
		my @arg = (@$ask, '--as-of', $as_of);
		my $want = run(@arg, '--threads', '1', @beside, 'contacts.tsv');
		cmp_ok(($want =~ tr/\n//), '>', 1, 'it has rows');
		is(run(@arg, '--threads', $_, '--mem', '1M', @beside, 'contacts.tsv'), $want, "$_ threads")
		    for 2, 3;
		is(run(@arg, (map { ("--$_", "$_.b.gz", "--$_", "$_.a") } @table[1 .. 4]),
			shuffled('contacts.a', 'contacts.b.gz')), $want, 'any order, some packed');
		check_merge($ask, $again, $want);
	}
}
done_testing;
