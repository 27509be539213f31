#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# What does not fit into --mem goes to a file without a name: a disk that is full is 74, and nothing
# is left behind, however the tool ends.
use strict;
use warnings;
use Test::More;

require './tests/fault/faults.pl';
our $scratch;

mkdir "$scratch/tmp";
$ENV{TMPDIR} = "$scratch/tmp";
spew("$scratch/in", "contact_id\tcustomer_id\tstarted_at\n", map {
	my $s = $_ * 7;
	sprintf "c%d\tk%d\t2026-03-%02dT%02d:%02d:%02dZ\n", $_, $_ * 7919 % 20011, 1 + int($s / 86400), $s / 3600 % 24, $s / 60 % 60, $s % 60
} 1 .. 200000);
my %ask = (
	metrics => 'cs-kpi -q -m "repeat_2h,chain_length,over_n=chains(3h)"',
	columns => 'cs-kpi -q --add repeat_2h,chain_id,root_contact_id',
	side => qq{cs-join -q --side "$scratch/in on customer_id next started_at within 2d add contact_id=then_id"},
);

sub left { opendir my $d, "$scratch/tmp" or die; grep { !/^\.\.?$/ } readdir $d }

for my $what (sort keys %ask) {
	my $tool = "$ask{$what} --mem 400K";
	my ($name) = split / /, $tool;

	is(system("$tool $scratch/in >$scratch/want 2>$scratch/err"), 0, "$what: beyond the memory") or diag(slurp("$scratch/err"));
	is(system("$ask{$what} $scratch/in | cmp - $scratch/want"), 0, "$what: the same as within");
	is_deeply([left()], [], "$what: nothing is left behind");
	# Files of at most 500 blocks: the disk is full.
	my $status = system("sh -c 'trap \"\" XFSZ; ulimit -f 500; exec $tool $scratch/in' >/dev/null 2>$scratch/err");
	is($status >> 8, 74, "$what: a full disk");
	like(slurp("$scratch/err"), qr/^$name: \Q$scratch\E\/tmp: the temporary file cannot be written: File too large\nhint: TMPDIR /,
	    "$what: is said");
	is_deeply([left()], [], "$what: nothing is left behind");
	# Killed while it reads, and while it works on what it has read.
	for my $signal (qw(KILL TERM INT)) {
		my $pid = open my $to, '|-', "exec $tool >$scratch/out 2>$scratch/err" or die;
		print $to slurp("$scratch/in") or die;
		$to->flush;
		my $open = 0;
		for (1 .. 100) {
			$open = grep { (readlink $_ // '') =~ /^\Q$scratch\E\/tmp\// } glob "/proc/$pid/fd/*";
			last if $open;
			select undef, undef, undef, 0.05;
		}
		kill $signal, $pid;
		close $to;
		is($? & 127, {KILL => 9, TERM => 15, INT => 2}->{$signal}, "$what: ended by $signal");
		SKIP: {
			skip 'no /proc', 1 if !-d "/proc/$$/fd";
			ok($open, "$what: while its file was open");
		}
		is_deeply([left()], [], "$what: nothing is left behind");
	}
	ok(!-s "$scratch/out" || slurp("$scratch/out") !~ /\n\z/, "$what: and no output that looks whole");
}
done_testing;
