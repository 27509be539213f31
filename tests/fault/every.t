#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# A followed stream that is ended by a signal, by a reader that goes away, by a disk that is full, by
# a stage before that fails; and one in which nothing happens.
use strict;
use warnings;
use Test::More;

require './tests/fault/faults.pl';
our ($scratch, @chain);

spew("$scratch/calls.csv", calls(3000));
is(run($chain[0], in => "$scratch/calls.csv", out => "$scratch/calls.tsv"), 0, 'records');
my $calls = slurp("$scratch/calls.tsv");
my $cut = index($calls, "\n", 100000) + 1;
my ($first, $rest) = (substr($calls, 0, $cut), substr $calls, $cut);
spew("$scratch/first", $first);
my @kpi = ('cs-kpi', '-q', '--by', 'agent', '-m', 'contacts,p90_wait,repeat_1d');
is(run([@kpi, 'first']), 0, 'the table of the first records');
my $table = slurp("$scratch/out");

# Starts it on a pipe that stays open, with the first records in it.
sub follow {
	my ($out, @more) = @_;
	pipe my $read, my $write or die;
	my $pid = fork // die;
	if ($pid == 0) {
		close $write;
		POSIX::dup2(fileno $read, 0);
		chdir $scratch;
		open STDOUT, '>', $out or POSIX::_exit(126);
		open STDERR, '>', 'err';
		exec {$kpi[0]} @kpi, @more or POSIX::_exit(127);
	}
	close $read;
	syswrite $write, $first;
	return ($pid, $write);
}

sub wait_for {
	my ($good) = @_;
	for (1 .. 500) {
		return 1 if $good->();
		select undef, undef, undef, 0.01;
	}
	return 0;
}

sub states {
	return join ' ', map { /^(\d+)/ } grep { !/^state_n/ } split /^/, slurp("$scratch/out");
}

for my $signal (qw(TERM INT HUP)) {
	# Before a state was due, so that all of it is the last one's.
	unlink "$scratch/state";
	my ($pid, $write) = follow('/dev/null', '--every', '1h', '-o', 'state');
	select undef, undef, undef, 0.3;
	kill $signal, $pid;
	waitpid $pid, 0;
	cmp_ok(decode($?), '>', 128, "SIG$signal ends it");
	is(slurp("$scratch/state"), $table, 'with a last state of all that was read');
	is(join(' ', litter()), '', 'and no litter');
	close $write;
}
{
	my ($pid, $write) = follow('out', '--every', '100ms');
	ok(wait_for(sub { states() ne '' }), 'a state');
	kill 'TERM', $pid;
	waitpid $pid, 0;
	is(decode($?), 128 + 15, 'SIGTERM after it');
	unlike(states(), qr/[^1 ]/, 'writes no second one of the same records');
	rename "$scratch/out", "$scratch/states" or die;
	is(run(['cs-report', '-q', 'states']), 0, 'and what was written is whole');
	close $write;
}
{
	my ($pid, $write) = follow('out', '--every', '100ms');
	ok(wait_for(sub { states() ne '' }), 'a state');
	syswrite $write, substr $rest, 0, 50;
	close $write;
	waitpid $pid, 0;
	is(decode($?), 65, 'an input that was cut');
	like(slurp("$scratch/out"), qr/^\\! [^\n]*\n\z/m, 'is said at the end of the stream');
}
{
	my ($pid, $write) = follow('/dev/full', '--every', '100ms');
	waitpid $pid, 0;
	is(decode($?), 74, 'a full disk');
	is(slurp("$scratch/err"), "cs-kpi: stdout: No space left on device\n", 'is said once');
	close $write;
}
{
	my ($pid, $write) = follow('/dev/null', '--every', '100ms', '-o', 'absent/state');
	waitpid $pid, 0;
	is(decode($?), 74, 'a folder that is not there');
	like(slurp("$scratch/err"), qr{^cs-kpi: absent/state: No such file}, 'is named');
	close $write;
}
{
	# A reader that goes away after the first state.
	pipe my $from, my $to or die;
	pipe my $read, my $write or die;
	my $pid = fork // die;
	if ($pid == 0) {
		close $_ for $from, $write;
		POSIX::dup2(fileno $read, 0);
		POSIX::dup2(fileno $to, 1);
		open STDERR, '>', "$scratch/err";
		exec {$kpi[0]} @kpi, '--every', '100ms' or POSIX::_exit(127);
	}
	close $_ for $to, $read;
	syswrite $write, $first;
	sysread $from, my $some, 10;
	close $from;
	$SIG{PIPE} = 'IGNORE';
	syswrite $write, $rest;
	waitpid $pid, 0;
	is(decode($?), 128 + 13, 'a reader that goes away ends it');
	is(slurp("$scratch/err"), '', 'without a word');
	close $write;
}
{
	my ($pid, $write) = follow('out', '--every', '100ms');
	ok(wait_for(sub { states() ne '' }), 'a state');
	my $ticks = sub { (split / /, slurp("/proc/$pid/stat"))[13] + (split / /, slurp("/proc/$pid/stat"))[14] };
	my $before = $ticks->();
	select undef, undef, undef, 1;
	cmp_ok($ticks->() - $before, '<=', 5, 'a silent input costs nothing');
	unlike(states(), qr/[^1 ]/, 'and gives no states');
	close $write;
	waitpid $pid, 0;
	is(decode($?), 0, 'its end is the end');
	unlike(states(), qr/[^1 ]/, 'with nothing new, no state more');
}
done_testing;
