#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# A customer is erased from all files of a folder or from none, whatever ends the run; and then no
# byte of what identifies them is left in any file that the tools wrote.
use strict;
use warnings;
use Test::More;

require './tests/fault/faults.pl';
our $scratch;

my @identifier = ('K-4711', '+491712345678', '01712345678', 'erika.muster@example.org', 'Erika Muster-Schmidt');
my @erase = ('cs-privacy', '-q', '--erase', '--customer', 'K-4711', 'd');

# Runs a shell command in the scratch folder; its status.
sub sh {
	return run(['sh', '-c', $_[0]], out => $_[1]);
}

# Contacts, half of them packed in parts, with what cs-kpi, cs-ingest and a trace have of them.
sub contacts {
	my @row;
	for my $i (1 .. 3000) {
		my ($customer, $caller, $comment) = ('K-' . ($i % 700), '+4930' . (100000 + $i % 700), 'fine');
		($customer, $caller) = ('K-4711', '+491712345678') if $i % 97 == 0;
		($customer, $caller) = ('', '0171 2345678') if $i % 211 == 0;
		$comment = 'ask Erika Muster-Schmidt, ERIKA.MUSTER@example.org' if $i % 101 == 0;
		my $second = sprintf '%02d:%02d', $i / 60 % 60, $i % 60;
		my $wait = $i % 50 == 0 ? 'abc' : $i % 90;
		push @row, qq{c$i,$customer,q@{[$i % 3]},2026-10-05T10:${second}Z,$wait,$caller,"$comment"\n};
	}
	return ("contact_id,customer_id,queue,started_at,wait_s,caller,comment\n", @row);
}

spew("$scratch/calls.csv", contacts());
spew("$scratch/ids.tsv", "customer_id\tid_kind\tid_value\nK-4711\tphone\t+491712345678\n",
    "K-4711\temail\terika.muster\@example.org\nK-12\tphone\t+4930100012\n");
spew("$scratch/customers.tsv", "customer_id\tcustomer_name\tsegment\nK-4711\tErika Muster-Schmidt\tgold\n");
is(sh(<<'END'), 0, 'files of every kind') or diag(slurp("$scratch/err"));
set -e
mkdir new
cs-ingest -q --map contacts --max-rejects 90% --rejects new/rejects.tsv calls.csv >new/calls.tsv
cp ids.tsv customers.tsv new
cs-part -q --by customer_id --into new/parts --buckets 4 --gz new/calls.tsv >/dev/null
gzip -c new/calls.tsv >new/again.tsv.gz
cs-kpi -q --by customer_id -m contacts,p90_wait --cells new/calls.tsv >new/customers.cells
cs-kpi -q --by queue -m contacts,customers,repeat_1d --cells --trace new/trace \
    --where "customer_id = 'K-4711' or wait_s > 10" new/calls.tsv >new/queues.cells
cs-kpi -q --contacts p90_wait new/calls.tsv >new/list.tsv
cs-kpi -q --add repeat_1d,next_contact_id,chain_id,root_contact_id new/calls.tsv >new/chained.tsv
cs-privacy -q --show --customer K-4711 new >new/shown.tsv
cs-kpi -q --by queue -m contacts,customers,identified_share,repeat_1d,p90_wait new/calls.tsv >before.tsv
cs-kpi -q --render new/queues.cells >before.queues
END

sub fresh {
	system 'rm', '-rf', "$scratch/d";
	system 'cp', '-a', "$scratch/new", "$scratch/d";
}

# Names below the folder, and all bytes of each, unpacked.
sub contents {
	my %text;
	my @file = split /\n/, qx{cd $scratch/d && find . -type f | LC_ALL=C sort};
	for my $f (@file) {
		$text{$f} = $f =~ /\.gz$/ ? qx{gzip -dc $scratch/d/$f} : slurp("$scratch/d/$f");
	}
	return \%text;
}

sub found {
	my ($text) = @_;
	my @found;
	for my $f (sort keys %$text) {
		(my $plain = $text->{$f}) =~ s/\\x([0-9a-f]{2})/chr hex $1/gei;
		for my $id (@identifier) {
			push @found, "$f: $id" if $plain =~ /\Q$id\E/i;
		}
		push @found, "$f: the number, spaced" if $plain =~ /171 ?2345678/;
	}
	return "@found";
}

sub whole {
	my ($what) = @_;
	my $text = contents();
	is(found($text), '', "$what: nothing that identifies them is left");
	is(join(' ', grep { /cs-new|cs-journal/ } keys %$text), '', "$what: nor files of a run");
	is(run(['cs-part', '-q', '--check', 'd/parts']), 0, "$what: the parts are as their manifest says");
	is(sh('cs-kpi -q --by queue -m contacts,customers,identified_share,repeat_1d,p90_wait d/calls.tsv | cmp - before.tsv'),
	    0, "$what: totals are what they were");
	is(sh('cs-kpi -q --render d/queues.cells | cmp - before.queues'), 0, "$what: of cells too");
}

sub untouched {
	my ($what) = @_;
	is(sh('diff -r d new'), 0, "$what: nothing is changed") or diag(slurp("$scratch/out"));
}

fresh();
isnt(found(contents()), '', 'the check finds what is there');
is(run(\@erase), 0, 'erased') or diag(slurp("$scratch/err"), slurp("$scratch/out"));
whole('erased');
is(run(\@erase), 0, 'once more there is nothing to do');
is(slurp("$scratch/out"), "customer\tfile\twhat\tdone\tn\twhy\n", 'and the receipt says nothing');

# ---- no room, no right --------------------------------------------------------------------------

fresh();
is(run(['sh', '-c', 'trap "" XFSZ; ulimit -f 20; exec "$@"', 'sh', @erase]), 74, 'no room');
like(slurp("$scratch/err"), qr{^cs-privacy: \S+/d/\S+: File too large$}m, 'names the file');
untouched('no room');
is(run(\@erase, closed => 1), 74, 'closed output');
SKIP: {
	skip 'root may write everywhere', 4 if $> == 0;
	fresh();
	chmod 0444, "$scratch/d/calls.tsv";
	is(run(\@erase), 74, 'a file that may not be written');
	untouched('not to be written');
	chmod 0644, "$scratch/d/calls.tsv";
	chmod 0555, "$scratch/d";
	is(run(\@erase), 74, 'a folder that may not be written');
	chmod 0755, "$scratch/d";
	untouched('folder');
}
fresh();
spew("$scratch/d/zz.tsv", "customer_id\tcomment\nK-4711\tcu");
is(run(\@erase), 65, 'a file that is cut');
unlink "$scratch/d/zz.tsv";
untouched('cut');

# ---- modes and links ----------------------------------------------------------------------------

fresh();
chmod 0640, "$scratch/d/calls.tsv";
rename "$scratch/d/ids.tsv", "$scratch/elsewhere.tsv";
symlink '../elsewhere.tsv', "$scratch/d/link.tsv";
is(run([@erase, 'd/link.tsv']), 0, 'a link as an operand');
is((stat "$scratch/d/calls.tsv")[2] & 07777, 0640, 'the mode is kept');
ok(-l "$scratch/d/link.tsv", 'the link is one still');
unlike(slurp("$scratch/elsewhere.tsv"), qr/K-4711/, 'what it leads to is erased');

# ---- killed -------------------------------------------------------------------------------------

my ($unfinished, $early) = (0, 0);
for my $round (1 .. 25) {
	fresh();
	my $pid = fork // die;
	if ($pid == 0) {
		open STDOUT, '>', '/dev/null';
		open STDERR, '>', '/dev/null';
		chdir $scratch;
		exec {$erase[0]} @erase or POSIX::_exit(127);
	}
	select undef, undef, undef, 0.004 * $round;
	kill $round % 5 == 0 ? 'TERM' : 'KILL', $pid;
	waitpid $pid, 0;
	my $ended = $?;
	my $text = contents();
	my $journal = grep { /cs-journal$/ } keys %$text;
	$unfinished += $journal;
	$early++ if $ended != 0 && !$journal;
	if ($round % 5 == 0 && $ended != 0) {
		ok(!grep({ /cs-new/ } keys %$text), "$round: TERM leaves nothing");
	}
	my $status = run(\@erase);
	is($status, 0, "$round: the next run finishes it") or diag(slurp("$scratch/err"));
	is(found(contents()), '', "$round: nothing is left");
}
cmp_ok($early, '>', 3, 'runs were killed before the exchange');
whole('killed');

# Killed between the journal and the last of the renames.
sub killed_within {
	fresh();
	is(run(['cp', '-a', 'd', 'e']), 0, 'a copy');
	is(run([@erase[0 .. 4], 'e']), 0, 'erased in the copy');
	my $journal = "folder\tname\tnew\tbytes\tcrc32\n";
	for my $path (split /\n/, qx{cd $scratch/e && find . -type f}) {
		my ($folder, $f) = $path =~ m{^\.(.*)/(.*)$};
		next if system('cmp', '-s', "$scratch/e/$path", "$scratch/d/$path") == 0;
		my ($crc) = qx{gzip -c $scratch/e/$path | tail -c 8 | od -An -tx4 -N4} =~ /(\w{8})/;
		system 'cp', '-p', "$scratch/e/$path", "$scratch/d$folder/.$f.cs-new";
		$journal .= "$scratch/d$folder\t$f\t.$f.cs-new\t" . (-s "$scratch/e/$path") . "\t$crc\n";
	}
	spew("$scratch/d/parts/.cs-journal-at", "folder\n$scratch/d\n");
	system 'rm', '-r', "$scratch/e";
	spew("$scratch/d/.cs-journal", $journal);
}
killed_within();
rename "$scratch/d/.calls.tsv.cs-new", "$scratch/d/calls.tsv";
spew("$scratch/d/.stray.cs-new", "of a run before\n");
my @loud = grep { $_ ne '-q' } @erase;
is(run(\@loud), 0, 'a run that was killed within the exchange is finished');
like(slurp("$scratch/err"), qr/^cs-privacy: \d\d files of a run that was ended are in their place now$/m, 'and says so');
is(found(contents()), '', 'nothing is left');
is(join(' ', grep { /cs-new|cs-journal/ } keys %{contents()}), '', 'nor files of a run');

killed_within();
is(run(['cs-privacy', '-q', '--erase', '--customer', 'K-0000', 'd/parts']), 0, 'a run on another folder') or diag(slurp("$scratch/err"));
is(found(contents()), '', 'finishes it as well');

killed_within();
unlink "$scratch/d/.ids.tsv.cs-new";
is(run(\@erase), 65, 'a new file that is gone is told') or diag(slurp("$scratch/err"));
like(slurp("$scratch/err"), qr{/d/ids.tsv: the file that was to replace it is gone}, 'by its name');
for my $bad ("/d\t../x\t.a.cs-new\t1\t00000000\n", undef, "/d\ta\tb\t1\t00000000\n",
    "/d\ta\t.a.cs-new\tx\t00000000\n", "d\ta\t\\N\t\\N\t\\N\n") {
	fresh();
	spew("$scratch/d/.cs-journal", defined $bad ? "folder\tname\tnew\tbytes\tcrc32\n$bad" : "name\n");
	is(run(\@erase), 65, 'a journal that is none') or diag(slurp("$scratch/err"));
	unlink "$scratch/d/.cs-journal";
	untouched('bad journal');
}

# ---- two at once --------------------------------------------------------------------------------

fresh();
open my $folder, '<', "$scratch/d" or die;
flock $folder, 2 or die;
is(run(\@erase), 75, 'another run is told to try again');
untouched('locked');
close $folder;
is(run(\@erase), 0, 'and then it may');
done_testing;
