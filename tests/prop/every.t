#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Each state of a followed stream is the table of a run whose input had ended there, byte for byte.
use strict;
use warnings;
use Test::More;

require './tests/prop/prop.pl';
our ($scratch, @columns);

use constant { STATES => 4, ROWS => 300 };

# Feeds the pieces, waiting after each until the state of it is there; gives status, output, error.
sub follow {
	my ($in_file, $piece, @command) = @_;
	pipe my $read, my $write or die;
	pipe my $from, my $to or die;
	my $pid = fork // die;
	if ($pid == 0) {
		close $_ for $write, $from;
		POSIX::dup2(fileno $read, 0);
		POSIX::dup2(fileno $to, 1);
		open STDERR, '>', "$scratch/.err" or die;
		exec {$command[0]} @command or POSIX::_exit(127);
	}
	close $_ for $read, $to;
	my (@state, $out);
	for my $i (0 .. $#$piece) {
		my $old = $in_file ? (stat $in_file)[1] // 0 : 0;
		syswrite $write, $piece->[$i];
		last if $i == $#$piece;
		if ($in_file) {
			for (1 .. 1000) {
				last if ((stat $in_file)[1] // 0) != $old;
				select undef, undef, undef, 0.01;
			}
			push @state, slurp($in_file);
		} else {
			# A state comes in one write, or in several that end with a newline.
			my $text = '';
			do { sysread $from, $text, 1 << 20, length $text } while $text !~ /\n\z/;
			$out .= $text;
		}
	}
	close $write;
	local $/;
	$out .= <$from> // '';
	waitpid $pid, 0;
	push @state, slurp($in_file) if $in_file;
	return (WEXITSTATUS($?), $out, @state);
}

seed(7);
my @row = contacts(STATES * ROWS, 1775001600, 86400 * 3);
my @text = split /^/, stream(\@columns, @row);
my $head = shift @text;
my @piece = map { join '', $_ ? () : $head, @text[$_ * ROWS .. $_ * ROWS + ROWS - 1] } 0 .. STATES - 1;

for my $ask (
	['--by', 'queue', '-m', 'contacts,asa,p90_wait,csat_mean,customers', '--ci'],
	['--by', 'agent', '-m', 'contacts,repeat_1d,repeat_free_7d', '--bad=null'],
	['--by', '6h,queue', '-m', 'contacts,sl_offered(20)', '--fill', '--tz', 'Europe/Berlin'],
	['-m', 'contacts,repeat_1d', '--mem', '64K'],
) {
	my @command = ('cs-kpi', '-q', @$ask);
	my @want = map { (run(spew("$scratch/part", @piece[0 .. $_]), @command))[1] } 0 .. STATES - 1;
	my ($status, $out) = follow(undef, \@piece, @command, '--every', '100ms');
	is($status, 0, "@$ask");
	my ($names, @line) = split /^/, $out;
	like($names, qr/^state_n\tnewest_at(?:\t|\n)/, 'two columns in front');
	my @got = map { $names =~ s/^state_n\tnewest_at\t//r } 1 .. STATES;
	my (%newest, $wrong);
	for (@line) {
		my ($n, $newest, $rest) = /^(\d+)\t([^\t]*)\t(.*)/s or $wrong = $_;
		last if $wrong;
		$got[$n - 1] .= $rest;
		$newest{$n}{$newest} = 1;
	}
	is($wrong, undef, 'and so in each record');
	is_deeply(\@got, \@want, 'each state is that of its records');
	my $last = '';
	for my $n (1 .. STATES) {
		my $at = (sort map { $_->{started_at} // '' } @row[0 .. $n * ROWS - 1])[-1];
		is(join(' ', keys %{$newest{$n} // {$at => 1}}), $at, "the newest instant of state $n");
	}

	unlink "$scratch/state";
	my (undef, undef, @state) = follow("$scratch/state", \@piece, @command, '--every', '100ms', '-o',
	    "$scratch/state");
	is_deeply(\@state, \@want, 'with -o the file is each of them');
}
done_testing;
