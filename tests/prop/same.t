#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# The same input and the same options give the same bytes: whatever the threads, the locale, the time
# zone and working folder of the process, and however the input comes: as a file, packed, through a
# pipe in pieces of any size, cut into files.
use strict;
use warnings;
use Test::More;

require './tests/fault/faults.pl';
our ($scratch, @chain);

my $why = make_inputs(3000);
is($why, '', 'inputs for all tools') or BAIL_OUT($why);

# Feeds a file to the command in pieces of the sizes given, round and round.
sub in_pieces {
	my ($command, $file, @size) = @_;
	pipe my $read, my $write or die;
	my $pid = fork // die;
	if ($pid == 0) {
		close $write;
		POSIX::dup2(fileno $read, 0);
		open STDOUT, '>', "$scratch/out";
		open STDERR, '>', "$scratch/err";
		exec {$command->[0]} @$command or POSIX::_exit(127);
	}
	close $read;
	my $text = slurp($file);
	my ($at, $i) = (0, 0);
	while ($at < length $text) {
		my $n = syswrite $write, $text, $size[$i++ % @size], $at;
		$at += $n;
	}
	close $write;
	waitpid $pid, 0;
	return decode($?);
}

for my $i (0 .. $#chain) {
	my @tool = @{$chain[$i]};
	my ($name, $in) = ($tool[0], "$scratch/in$i");

	# Cells carry the name of their input: it is the same in all of these.
	is(run(\@tool, in => $in), 0, "$name: plain");
	my $want = slurp("$scratch/out");
	my $same = sub {
		my ($status, $what) = @_;
		ok($status == 0 && slurp("$scratch/out") eq $want, "$name: $what")
		    or diag("status $status: " . slurp("$scratch/err"));
	};

	if (`$name -h` =~ /--threads/) {
		$same->(run([@tool, '--threads', $_], in => $in), "$_ threads") for 1, 2, 3, 7;
	}
	{
		local $ENV{TZ} = 'Asia/Kathmandu';
		$same->(run(\@tool, in => $in), 'another TZ');
	}
	{
		local @ENV{qw(LC_ALL LANG LC_NUMERIC)} = ('de_DE.UTF-8') x 3;
		$same->(run(\@tool, in => $in), 'another locale');
	}
	{
		local %ENV = (PATH => $ENV{PATH});
		$same->(run(\@tool, in => $in), 'no environment');
	}
	system "gzip -c $in >$scratch/in.gz";
	$same->(run(\@tool, in => "$scratch/in.gz"), 'packed');
	$same->(in_pieces(\@tool, $in, 4096, 1, 17, 65536), 'in pieces');
	$same->(in_pieces(\@tool, "$scratch/in.gz", 1, 100, 7), 'packed, in pieces');
}

# One stream or the same rows in several files.
my ($head, @row) = split /^/, slurp("$scratch/in1");
spew("$scratch/part$_", $head, @row[$_ * 1000 .. $_ * 1000 + 999]) for 0 .. 2;
for my $tool ($chain[1], ['cs-kpi', '-q', '--by', 'queue,1h']) {
	is(run($tool, in => "$scratch/in1"), 0, "$tool->[0]: one stream");
	my $want = slurp("$scratch/out");
	is(run([@$tool, map { "part$_" } 0 .. 2]), 0, "$tool->[0]: three files");
	ok(slurp("$scratch/out") eq $want, "$tool->[0]: the same");
}
my $kpi = ['cs-kpi', '-q', '--by', 'agent,day'];
is(run($kpi, in => "$scratch/in1"), 0, 'cs-kpi: in order');
my $want = slurp("$scratch/out");
my $seed = 1;
my %key = map { $seed = ($seed * 1103515245 + 12345) % 2147483648; $_ => $seed } 0 .. $#row;
spew("$scratch/shuffled", $head, @row[sort { $key{$a} <=> $key{$b} } 0 .. $#row]);
is(run($kpi, in => "$scratch/shuffled"), 0, 'cs-kpi: shuffled');
ok(slurp("$scratch/out") eq $want, 'cs-kpi: the order of rows does not matter');
done_testing;
