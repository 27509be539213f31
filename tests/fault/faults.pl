# SPDX-License-Identifier: GPL-3.0-or-later
#
# What the fault tests share: sample data, pipelines whose every status is known, and the tools with
# an input that each takes.
use strict;
use warnings;
use File::Temp qw(tempdir);
use POSIX qw(:sys_wait_h);

our $scratch = tempdir(CLEANUP => 1);
our $root = $ENV{SRC} // do { require Cwd; Cwd::getcwd() };

sub slurp {
	my ($path) = @_;
	open my $f, '<:raw', $path or return '';
	local $/;
	return scalar(<$f>) // '';
}

sub spew {
	my ($path, @text) = @_;
	open my $f, '>:raw', $path or die "$path: $!";
	print $f @text;
	close $f or die "$path: $!";
}

our $header = "contact_id,queue,agent_id,customer_id,started_at,answered_at,wait_s,talk_s,disposition,comment\n";

# The i-th contact of a made-up log, one every 7 seconds.
sub contact {
	my ($i) = @_;
	my $s = $i * 7;
	my @t = gmtime(1790000000 + $s);
	my $at = POSIX::strftime('%Y-%m-%dT%H:%M:%SZ', @t);
	my @u = gmtime(1790000000 + $s + $i % 50);
	return sprintf "c%d,q%d,a%02d,k%d,%s,%s,%d,%d,answered,%s\n", $i, $i % 3, $i % 17, $i * 31 % 9973,
	    $at, POSIX::strftime('%Y-%m-%dT%H:%M:%SZ', @u), $i % 50, 60 + $i % 400,
	    $i % 5 ? '"thank you, that helped"' : '"still broken, I am very angry"';
}

sub calls {
	my ($n) = @_;
	return $header, map { contact($_) } 1 .. $n;
}

# Tools in the order of the long pipeline: each reads what the one before it writes.
our @chain = (
	['cs-ingest', '-q', '--map', 'contacts'],
	['cs-tag', '-q', '--text', 'comment'],
	['cs-kpi', '-q', '--by', 'agent', '--cells'],
	['cs-rank', '-q'],
	['cs-report', '-q'],
);

# Their inputs as files in the scratch folder: 0.csv, 1.tsv ...
sub make_inputs {
	my ($n) = @_;
	spew("$scratch/in0", calls($n));
	for my $i (0 .. $#chain - 1) {
		my $to = $i + 1;
		my $status = run($chain[$i], in => "$scratch/in$i", out => "$scratch/in$to");
		return "$chain[$i][0]: status $status: " . slurp("$scratch/err") if $status != 0;
	}
	return '';
}

sub decode {
	my ($status) = @_;
	return WIFEXITED($status) ? WEXITSTATUS($status) : 128 + WTERMSIG($status);
}

# In the child: descriptors from files, one perhaps closed, then the command.
sub become {
	my ($command, %o) = @_;
	open STDIN, '<', $o{in} // '/dev/null' or die "$o{in}: $!";
	open STDOUT, '>', $o{out} // "$scratch/out" or die;
	open STDERR, '>', $o{err} // "$scratch/err" or die;
	POSIX::close($o{closed}) if defined $o{closed};
	$SIG{PIPE} = 'IGNORE' if $o{ignore_pipe};
	chdir $scratch or die;
	exec {$command->[0]} @$command or POSIX::_exit(127);
}

# Runs one command; its status (128 + signal). Options: in, out, err, closed, ignore_pipe.
sub run {
	my ($command, %o) = @_;
	my $pid = fork // die;
	become($command, %o) if $pid == 0;
	waitpid $pid, 0;
	return decode($?);
}

# Starts the commands as a pipeline; the first reads $o{in}, the last writes $scratch/out, errors go
# to $scratch/err.N. Gives the process ids.
sub start_pipeline {
	my ($stages, %o) = @_;
	my (@pid, $from);
	for my $i (0 .. $#$stages) {
		my ($read, $write);
		pipe $read, $write or die if $i < $#$stages;
		my $pid = fork // die;
		if ($pid == 0) {
			my %own = (err => "$scratch/err.$i");
			$own{in} = $i ? '<&=' . fileno $from : $o{in};
			close $read if $read;
			if ($i) {
				POSIX::dup2(fileno $from, 0);
			} else {
				open STDIN, '<', $o{in} // '/dev/null' or die;
			}
			if ($write) {
				POSIX::dup2(fileno $write, 1);
			} else {
				open STDOUT, '>', "$scratch/out" or die;
			}
			open STDERR, '>', "$scratch/err.$i" or die;
			chdir $scratch or die;
			exec {$stages->[$i][0]} @{$stages->[$i]} or POSIX::_exit(127);
		}
		push @pid, $pid;
		close $from if $from;
		close $write if $write;
		$from = $read;
	}
	return @pid;
}

sub wait_all {
	my (@pid) = @_;
	return map { waitpid $_, 0; decode($?) } @pid;
}

# Files that tools leave beside their output when they do not clean up.
sub litter {
	opendir my $d, $scratch or die;
	return grep { /^\..+\.\w{6}$/ } readdir $d;
}

1;
