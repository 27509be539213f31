#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# A folder of parts is there whole or not at all: full disks, signals, kill -9, two runs at once.
use strict;
use warnings;
use Test::More;

require './tests/fault/faults.pl';
our ($scratch, @chain);

spew("$scratch/calls.csv", calls(20000));
is(run($chain[0], in => "$scratch/calls.csv", out => "$scratch/calls.tsv"), 0, 'records');
my @part = ('cs-part', '-q', '--by', 'customer_id', '--buckets', '8', '--into', 'd');

sub there {
	return join ' ', sort grep { /^\.?d\b/ } do { opendir my $d, $scratch or die; readdir $d };
}

sub whole {
	my ($what) = @_;
	is(run(['cs-part', '-q', '--check', 'd']), 0, "$what: the set is whole") or diag(slurp("$scratch/err"));
	is(there(), 'd', "$what: and nothing else is there");
}

# Starts a run on a pipe that stays open, once some of its input is through.
sub stuck {
	my (@command) = @_;
	pipe my $read, my $write or die;
	my $pid = fork // die;
	if ($pid == 0) {
		close $write;
		POSIX::dup2(fileno $read, 0);
		open STDOUT, '>', '/dev/null';
		open STDERR, '>', '/dev/null';
		chdir $scratch;
		exec {$command[0]} @command or POSIX::_exit(127);
	}
	close $read;
	syswrite $write, substr slurp("$scratch/calls.tsv"), 0, 60000;
	for (1 .. 500) {
		last if glob "$scratch/.d.*/manifest.tsv";
		select undef, undef, undef, 0.01;
	}
	return ($pid, $write);
}

# The parts do not fit: a file may have 20 blocks.
is(run(['sh', '-c', 'trap "" XFSZ; ulimit -f 20; exec "$@"', 'sh', @part, 'calls.tsv']), 74, 'no room');
like(slurp("$scratch/err"), qr{^cs-part: d/part-00\d\.tsv: File too large$}m, 'names the part');
is(there(), '', 'and leaves nothing');
is(run([@part, 'calls.tsv'], out => '/dev/full'), 74, 'no room for what is printed');
is(there(), '', 'leaves nothing either');
is(run([@part, 'calls.tsv'], closed => 1), 74, 'closed output');
is(there(), '', 'leaves nothing');
is(run(['sh', '-c', 'ulimit -n 40; exec "$@"', 'sh', @part[0 .. 3], '--into', 'd', '--buckets', '64',
    'calls.tsv']), 74, 'too few files may be open');
like(slurp("$scratch/err"), qr/^hint: .*ulimit -n/m, 'with a hint');
is(there(), '', 'leaves nothing');

for my $signal (qw(TERM INT HUP)) {
	my ($pid, $write) = stuck(@part);
	kill $signal, $pid;
	waitpid $pid, 0;
	cmp_ok(decode($?), '>', 128, "SIG$signal ends it");
	is(there(), '', 'and it leaves nothing');
	close $write;
}

# kill -9 leaves a folder that nobody takes for the set.
{
	my ($pid, $write) = stuck(@part);
	kill 'KILL', $pid;
	waitpid $pid, 0;
	like(there(), qr/^\.d\.\w{6}$/, 'kill -9 leaves the folder beside, and no set');
	is(run([@part, 'calls.tsv']), 0, 'the next run does not mind');
	system 'rm', '-r', glob "$scratch/.d.*";
	whole('after kill -9');
}

# Two at once: the second finds the first one's set; with --replace the last one wins.
{
	my ($pid, $write) = stuck(@part, '--replace');
	is(run([@part[0 .. 3], '--into', 'd', '--buckets', '4', '--replace', '--gz', 'calls.tsv']), 0,
	    'meanwhile the set is replaced');
	close $write;
	waitpid $pid, 0;
	is(decode($?), 65, 'a cut input');
	whole('a failed replacement');
	is(scalar(my @gz = glob "$scratch/d/*.gz"), 4, 'the set of the run that did not fail');
	system 'rm', '-r', "$scratch/d";
	my @run = map { [stuck(@part)] } 1, 2;
	my $rest = substr slurp("$scratch/calls.tsv"), 60000;
	my @status;
	for my $run (@run) {
		my $handle = $run->[1];
		print $handle $rest;
		close $handle;
	}
	for my $run (@run) {
		waitpid $run->[0], 0;
		push @status, decode($?);
	}
	is(join(' ', sort { $a <=> $b } @status), '0 75', 'of two the second is told to try again');
	whole('two at once');
}
done_testing;
