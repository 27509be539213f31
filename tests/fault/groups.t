#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# More groups than memory: the temporary file that they go to finds no room, no folder, or is cut off by
# signals; what is written says so, and nothing is left behind.
use strict;
use warnings;
use Test::More;

require './tests/fault/faults.pl';
our ($scratch, @chain);

my $tmp = "$scratch/tmp";
mkdir $tmp or die;
$ENV{TMPDIR} = $tmp;
spew("$scratch/c.tsv", join '', "contact_id\twait_s\n", map { "contact number $_\t" . $_ % 977 . "\n" } 1 .. 60000);
my @kpi = ('cs-kpi', '-q', '--by', 'contact_id', '-m', 'contacts,p50_wait');
my @small = (@kpi, '--mem', '300K', '--threads', '1');

sub left {
	opendir my $d, $tmp or die;
	return join ' ', grep { !/^\.\.?$/ } readdir $d;
}

is(run([@kpi, '--mem', '1G', 'c.tsv']), 0, 'in memory');
my $want = slurp("$scratch/out");
is(run([@small, 'c.tsv']), 0, 'from the disk');
ok(slurp("$scratch/out") eq $want, 'the same table');
is(left(), '', 'and nothing is left');


# Groups that cannot go to the disk, by the hundred thousand, in less than they need: an end of the
# tool's own making, with what helps, and no table that looks whole. With enough they are counted.
spew("$scratch/stocks.tsv", join '', "contact_id\tcustomer_id\tagent_id\tstarted_at\tended_at\tsolved_at\twait_s\n", map {
	my $at = sprintf '2026-01-%02dT%02d', 1 + $_ % 28, $_ % 24;
	"c$_\tu" . $_ % 60000 . "\ta" . $_ % 70001 . "\t$at:00:00Z\t$at:30:00Z\t$at:45:00Z\t" . $_ % 977 . "\n"
} 1 .. 100000);
for my $ask (['stocks', qw(--as-of 2026-02-01 --by), 'agent,1d', qw(-m backlog)],
    ['--vs', qw(--by contact_id -m contacts --vs), "started_at < '2026-01-15'"],
    ['repeats', qw(--as-of 2026-02-01 --by agent -m repeat_7d)]) {
	SKIP: {
		skip 'memory that is watched', 5 if ($ENV{CS_BUILD} // '') =~ /asan/;
		my ($name, @ask) = @$ask;
		my ($rc, %seen);
		for my $limit (25000, 30000, 45000, 70000) {
			$rc = run(['sh', '-c', "ulimit -v $limit; exec \"\$@\"", 'sh', 'cs-kpi', '-q', @ask, 'stocks.tsv']);
			$seen{$rc}++;
			next if $rc == 0;
			$seen{said}++ if slurp("$scratch/err") =~ /^cs-kpi: out of memory\nhint: fewer keys/;
			$seen{rows}++ if slurp("$scratch/out") =~ /^[ac]\d+\t/m;
		}
		ok($seen{71}, "$name: too little memory is 71");
		is(($seen{0} // 0) + ($seen{71} // 0), 4, "$name: or enough, and nothing else");
		is($seen{said}, $seen{71}, "$name: it is said, with a hint");
		is($seen{rows}, undef, "$name: no rows before");
		is(run(['cs-kpi', '-q', @ask, 'stocks.tsv']), 0, "$name: with enough it is done");
	}
}
unlink "$scratch/stocks.tsv";

# Threads that write what they have counted at the same time lose nothing, whatever the memory.
spew("$scratch/many.tsv", join '', "contact_id\twait_s\tcomment\n",
    map { 1000000 + $_ . "\t" . $_ % 977 . "\t" . 'x' x 80 . "\n" } 1 .. 400000);
my @count = ('cs-kpi', '-q', '--by', 'contact_id', '-m', 'contacts');
run([@count, '--mem', '4G', 'many.tsv']);
my $all = slurp("$scratch/out");
for my $mem (qw(1M 2M 3M 4M 5M 6M 8M 12M)) {
	is(run([@count, '--threads', '2', '--mem', $mem, 'many.tsv']), 0, "two threads in $mem");
	ok(slurp("$scratch/out") eq $all, 'the same table');
}

# What the process holds at its most, asked when it waits for us to read on: --mem and what it needs
# for blocks and programs, whatever is doubled, merged, put in order and begun anew on the way.
spew("$scratch/most.tsv", join '', "contact_id\twait_s\n", map { 1000000 + $_ . "\t" . $_ % 977 . "\n" } 1 .. 1000000);
for my $threads (1, 2) {
	for my $ask ('--mem 32M --by contact_id -m contacts,p50_wait,mean_wait',
	    "--mem 32M --by 'k=wait_s,contact_id' -m contacts",
	    '--mem 32M --by contact_id -m "d=distinct(wait_s)" --cells', '--mem 3M --by contact_id -m contacts,mean_wait') {
		SKIP: {
			skip 'no /proc, or memory that is watched', 2 if !-r "/proc/$$/status" || ($ENV{CS_BUILD} // '') =~ /asan/;
			my $pid = open my $from, '-|', "exec cs-kpi -q --threads $threads $ask $scratch/most.tsv" or die;
			my ($mem) = $ask =~ /--mem (\d+)M/;
			read $from, my $some, 100000;
			my ($most) = slurp("/proc/$pid/status") =~ /^VmHWM:\s*(\d+)/m;
			1 while read $from, $some, 1 << 20;
			ok(close $from, "$ask, $threads threads");
			cmp_ok($most, '<', ($mem + 16) * 1024, 'holds --mem and 16 MB at most');
		}
	}
}
unlink "$scratch/most.tsv";

is(run(['sh', '-c', 'trap "" XFSZ; ulimit -f 200; exec "$@"', 'sh', @small, 'c.tsv']), 74, 'no room');
like(slurp("$scratch/err"), qr/^cs-kpi: .*File too large$/m, 'is said');
unlike(slurp("$scratch/out"), qr/^contact number/m, 'before there are rows');
is(left(), '', 'nothing is left');

is(run([@small, 'c.tsv'], out => '/dev/full'), 74, 'a full disk for the table');
is(left(), '', 'nothing is left');

# A reader that goes away in the midst of the pieces, and one that waits while signals come.
is(run(['sh', '-c', '"$@" | head -n 3 >got', 'sh', @small, 'c.tsv']), 0, 'a reader that has enough');
is(slurp("$scratch/got"), join('', map { "$_\n" } (split /\n/, $want)[0 .. 2]), 'has what it wants');
for my $signal (qw(TERM INT KILL)) {
	pipe my $read, my $write or die;
	my $pid = fork // die;
	if ($pid == 0) {
		close $write;
		chdir $scratch or POSIX::_exit(126);
		POSIX::dup2(fileno $read, 0);
		open STDOUT, '>', 'out';
		exec {$small[0]} @small or POSIX::_exit(127);
	}
	close $read;
	syswrite $write, slurp("$scratch/c.tsv");
	my @open;
	for (1 .. 500) {
		@open = grep { (readlink($_) // '') =~ m{^\Q$tmp\E/} } glob "/proc/$pid/fd/*";
		last if @open;
		select undef, undef, undef, 0.01;
	}
	is(scalar @open, 1, "$signal: the file is there, open") if -d "/proc/$pid/fd";
	is(left(), '', "$signal: and has no name");
	kill $signal, $pid;
	waitpid $pid, 0;
	close $write;
	is(left(), '', "$signal: nothing is left");
}
done_testing();
