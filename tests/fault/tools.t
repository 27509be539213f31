#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# What each tool does with full disks, closed descriptors, files that are not there, links, signals
# and no memory.
use strict;
use warnings;
use Test::More;

require './tests/fault/faults.pl';
our ($scratch, $root, @chain);

my $why = make_inputs(20000);
is($why, '', 'inputs for all tools') or BAIL_OUT($why);

mkdir "$scratch/folder";
spew("$scratch/secret", 'x');
chmod 0, "$scratch/secret";

# Beside those of the pipeline, tools that read what one of them does.
my @beside = ([1, 'cs-retain', '-q', '--leaving', 'silence=1d', '--at', '1d']);

for my $case ((map { [$_, @{$chain[$_]}] } 0 .. $#chain), @beside) {
	my ($i, @tool) = @$case;
	my ($name, $in) = ($tool[0], "$scratch/in$i");
	my $said = sub { slurp("$scratch/err") };

	is(run(\@tool, in => $in, out => '/dev/full'), 74, "$name: a full disk");
	like($said->(), qr/^$name: stdout: No space left on device$/m, "$name: is said");
	is(run(\@tool, in => $in, closed => 1), 74, "$name: closed output");
	is(run(\@tool, in => $in, closed => 0), 74, "$name: closed input");
	is(run(\@tool, in => $in, closed => 2), 0, "$name: closed error output, nothing to say");
	is(run([@tool, '--no-such-option'], closed => 2), 2, "$name: the same with something to say");
	is(run(\@tool, in => '/dev/null'), 65, "$name: no bytes are no stream");
	is(run([@tool, 'absent']), 74, "$name: a file that is not there");
	like($said->(), qr/^$name: absent: No such file or directory$/m, "$name: is named");
	is(run([@tool, 'folder']), 74, "$name: a folder");
	SKIP: {
		skip 'root may read everything', 1 if $> == 0;
		is(run([@tool, 'secret']), 74, "$name: a file that may not be read");
	}

	is(run([@tool, '-o', '/dev/null', $in]), 0, "$name: -o /dev/null");
	ok(-c '/dev/null', "$name: and it is still there");
	is(run([@tool, '-o', 'folder', $in]), 74, "$name: -o a folder");
	is(run([@tool, '-o', 'absent/x', $in]), 74, "$name: -o in a folder that is not there");
	spew("$scratch/old", "old\n");
	unlink "$scratch/link";
	symlink 'old', "$scratch/link";
	is(run([@tool, '-o', 'link', $in]), 0, "$name: -o a link");
	ok(-l "$scratch/link", "$name: it is still one");
	is(run([@tool, $in]), 0, "$name: to standard output");
	ok(slurp("$scratch/old") eq slurp("$scratch/out"), "$name: the same bytes as through the link");
	spew("$scratch/old", "old\n");
	is(run([@tool, '-o', 'old'], in => '/dev/null'), 65, "$name: -o, and it fails");
	is(slurp("$scratch/old"), "old\n", "$name: the old file is whole");
	is(join(' ', litter()), '', "$name: no litter");

	# A gzip that was cut short, and one with something behind it.
	system "gzip -c $in >$scratch/whole.gz";
	my $gz = slurp("$scratch/whole.gz");
	spew("$scratch/cut.gz", substr $gz, 0, length($gz) - 20);
	spew("$scratch/more.gz", $gz, 'garbage');
	is(run([@tool, 'cut.gz']), 65, "$name: a gzip that was cut");
	is(run([@tool, 'more.gz']), 65, "$name: a gzip with something behind it");
	is(run([@tool, 'whole.gz']), 0, "$name: a whole one");
	ok(slurp("$scratch/out") ne '', "$name: gives its output");

	# SIGTERM while the input still flows.
	pipe my $read, my $write or die;
	my $pid = fork // die;
	if ($pid == 0) {
		close $write;
		POSIX::dup2(fileno $read, 0);
		open STDOUT, '>', '/dev/null';
		open STDERR, '>', '/dev/null';
		chdir $scratch;
		exec {$tool[0]} @tool, '-o', 'old' or POSIX::_exit(127);
	}
	close $read;
	syswrite $write, substr slurp($in), 0, 2000;
	select undef, undef, undef, 0.15;
	kill 'TERM', $pid;
	waitpid $pid, 0;
	is(decode($?), 128 + 15, "$name: SIGTERM ends it");
	is(join(' ', litter()), '', "$name: without litter");
	is(slurp("$scratch/old"), "old\n", "$name: and the old file is whole");
	close $write;

	SKIP: {
		skip 'sanitizers want all of the address space', 3
		    if ($ENV{CS_VARIANT} // 'release') ne 'release';
		# How much it needs at least depends on the libraries: go up until it runs.
		my (%seen, $said);
		for (my $kb = 6000; $kb < 4000000; $kb *= 1.4) {
			my $limit = int $kb;
			my $status = run(['sh', '-c', "ulimit -v $limit; exec \"\$@\"", 'sh', @tool], in => $in);
			$seen{$status}++;
			$said = slurp("$scratch/err") if $status == 71;
			last if $status == 0;
		}
		ok($seen{0}, "$name: runs in 4 GB");
		# 127 and 139: the loader, before main.
		is(join(' ', grep { !/^(?:0|71|74|127|139)$/ } sort keys %seen), '',
		    "$name: no memory is 71, or the loader's failure");
		like($said // "$name: ", qr/^\Q$name\E: /, "$name: says who had none");
	}
}

# Names that are not there: usage, and what there is.
my %missing = (
	'cs-tag' => ['--text', 'commment', 'in1'],
	'cs-kpi' => ['--by', 'agnet_id', 'in1'],
);
for my $name (sort keys %missing) {
	is(run([$name, @{$missing{$name}}]), 2, "$name: a missing column is usage");
	my $err = slurp("$scratch/err");
	like($err, qr/^hint: /m, "$name: with a hint");
	like($err, qr/comment|agent_id/, "$name: that has the nearest name");
	is(slurp("$scratch/out"), '', "$name: and no output");
}

# Quiet under head, whatever SIGPIPE was when we were started.
system "for i in 1 2 3 4 5 6 7 8 9 10; do tail -n +2 $scratch/in1; done >$scratch/body";
system "head -n 1 $scratch/in1 >$scratch/large; for i in 1 2 3 4 5; do cat $scratch/body; done >>$scratch/large";
for my $ignored (0, 1) {
	for my $tool (['cs-tag', '-q', '--text', 'comment'], ['cs-report', '-q', '--csv', '--max-rows', '10000000']) {
		pipe my $read, my $write or die;
		my $pid = fork // die;
		if ($pid == 0) {
			$SIG{PIPE} = $ignored ? 'IGNORE' : 'DEFAULT';
			close $read;
			POSIX::dup2(fileno $write, 1);
			open STDERR, '>', "$scratch/err";
			exec {$tool->[0]} @$tool, "$scratch/large" or POSIX::_exit(127);
		}
		close $write;
		sysread $read, my $some, 100;
		close $read;
		waitpid $pid, 0;
		is(decode($?), 128 + 13, "$tool->[0]: SIGPIPE" . ($ignored ? ', inherited ignored' : ''));
		is(slurp("$scratch/err"), '', "$tool->[0]: not a word");
	}
}

# An unclosed quote costs its record, not the file.
my @rows = calls(50000);
$rows[1] =~ s/^/"/;
spew("$scratch/quote.csv", @rows);
is(run(['cs-ingest', '--map', 'contacts', '--rejects', 'rejected', 'quote.csv']), 0,
    'cs-ingest: an unclosed quote at the start of a large file');
my $lines = () = slurp("$scratch/out") =~ /\n/g;
is($lines, 50000, 'cs-ingest: one record is lost');
my ($read, $used) = slurp("$scratch/err") =~ /read (\d+) = used (\d+) /;
is($read, 50000, 'cs-ingest: all are accounted for');
is($used, 49999, 'cs-ingest: all but one used');
done_testing;
