#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# A stage that dies or fails never gives a short report: what follows it ends with 65, and the last
# one prints nothing.
use strict;
use warnings;
use Test::More;

require './tests/fault/faults.pl';
our ($scratch, $root, @chain, $header);

# Writes contacts without end; dies when nobody reads any more.
sub endless {
	my ($to) = @_;
	$SIG{PIPE} = 'DEFAULT';
	syswrite $to, $header;
	my @piece = map { my $k = $_; join '', map { contact($_ + 1000 * $k) } 1 .. 1000 } 0 .. 9;
	for (my $i = 0;; $i++) {
		syswrite $to, $piece[$i % 10];
	}
}

# Kills stage k of the pipeline in the middle of the stream.
sub killed {
	my ($stages, $k) = @_;
	pipe my $read, my $write or die;
	my $feeder = fork // die;
	if ($feeder == 0) {
		close $read;
		endless($write);
		POSIX::_exit(0);
	}
	close $write;
	my @pid = start_pipeline($stages, in => '/dev/fd/' . fileno $read);
	close $read;
	select undef, undef, undef, 0.3;
	kill 'KILL', $pid[$k];
	select undef, undef, undef, 0.1;
	# Stages before it die of SIGPIPE; a first stage that waits for its input sees the end of it.
	kill 'TERM', $feeder;
	waitpid $feeder, 0;
	return wait_all(@pid);
}

$^F = 255; # descriptors of pipes stay open for /dev/fd in children
my %pipelines = (
	long => [@chain],
	short => [$chain[0], ['cs-kpi', '-q', '--by', 'queue,15m'], $chain[-1]],
	html => [$chain[0], ['cs-kpi', '-q', '--by', 'queue'], ['cs-report', '-q', '--html']],
);
for my $name (sort keys %pipelines) {
	my $stages = $pipelines{$name};
	for my $k (0 .. $#$stages - 1) {
		my @status = killed($stages, $k);
		is($status[$k], 128 + 9, "$name: $stages->[$k][0] is killed");
		is(join(' ', @status[$k + 1 .. $#status]), join(' ', (65) x ($#status - $k)),
		    "$name: stages after it: 65");
		is(slurp("$scratch/out"), '', "$name: no report");
	}
}

# A stage that ends with an error of its own.
spew("$scratch/good", calls(3000));
spew("$scratch/bad", calls(3000), "c9,q,a,k,never,,x,1,answered,\n");
for my $name (sort keys %pipelines) {
	my @stages = @{$pipelines{$name}};
	my @status = wait_all(start_pipeline(\@stages, in => "$scratch/good"));
	is(join(' ', @status), join(' ', (0) x @stages), "$name: all is well");
	isnt(slurp("$scratch/out"), '', "$name: a report");
	local $stages[0] = ['cs-ingest', '-q', '--map', 'contacts', '--max-rejects', '0'];
	@status = wait_all(start_pipeline(\@stages, in => "$scratch/bad"));
	is(join(' ', @status), join(' ', (65) x @stages), "$name: too many rejects");
	is(slurp("$scratch/out"), '', "$name: no report");
	like(slurp("$scratch/err.1"), qr/^\S+: stdin: .*reject/m, "$name: the second stage says why");
}

# A stage that never begins.
for my $k (0 .. $#chain - 1) {
	my @stages = @chain;
	$stages[$k] = [$chain[$k][0], '--no-such-option'];
	my @status = wait_all(start_pipeline(\@stages, in => "$scratch/good"));
	is($status[$k], 2, "$chain[$k][0]: wrong usage");
	is($status[-1], 65, 'the last one ends with 65');
	is(slurp("$scratch/out"), '', 'and says nothing');
}
# Who writes to nobody dies of SIGPIPE, whichever of its threads it is.
my $many = "$scratch/many.tsv";
system('cs-gen', '-r', '--rows', '60000', '-o', $many) == 0 or die;
my %writers = (
	'cs-join' => "--side \"$many on contact_id last add started_at=again_at\"",
	'cs-tag' => '--text comment',
	'cs-kpi' => '--add repeat_7d',
);
for my $tool (sort keys %writers) {
	my %status;
	for (1 .. 5) {
		my $all = qx{bash -c '$tool -q --threads 4 $writers{$tool} $many 2>$scratch/err | head -n 1 >/dev/null; echo \${PIPESTATUS[0]}'};
		$status{$all}++;
	}
	is(join(',', keys %status), "141\n", "$tool ends with who read it") or diag(slurp("$scratch/err"));
}
done_testing;
