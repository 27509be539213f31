#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Files that others made (help-desk exports, call logs, the CSV suites of other projects) go through
# cs-ingest, mostly without a map: every record is used, skipped or rejected with a reason, and what
# is said to be written or rejected is there. csv-spectrum comes with what its files mean.
use strict;
use warnings;
use File::Find;
use File::Temp qw(tempdir);
use JSON::PP;
use Test::More;

my $data = '../shared/data';
plan skip_all => 'the data of other projects is not here' unless -d "$data/csv";

my $scratch = tempdir(CLEANUP => 1);

sub slurp {
	my ($path) = @_;
	open my $f, '<:raw', $path or die "$path: $!";
	local $/;
	return scalar(<$f>) // '';
}

# Status, output, standard error.
sub ingest {
	my (@arg) = @_;
	my $pid = fork // die "fork: $!";
	if ($pid == 0) {
		open STDOUT, '>', "$scratch/out" or die;
		open STDERR, '>', "$scratch/err" or die;
		exec 'cs-ingest', @arg or die;
	}
	waitpid $pid, 0;
	return ($? >> 8, slurp("$scratch/out"), slurp("$scratch/err"));
}

# The files, sorted, that are tables or pass for some.
my @file;
find(
	{
		no_chdir => 1,
		wanted   => sub {
			push @file, $_
			    if -f && !/\.(jsonl?|md|html|cff)$/ && !/(LICENSE|COPYING|UNLICENSE|README)/;
		}
	},
	map { "$data/$_" } qw(calls tickets csv sentiment staffing survival));
@file = sort @file;
cmp_ok(scalar @file, '>', 300, 'there are many files');

# What may fail as a whole: no header that could be one. The messages are ours.
my $no_header = qr/: is empty; a CSV begins|:\d+: the header: |: the header is not UTF-8/;

my ($used, $rejected) = (0, 0);
for my $file (@file) {
	my $delimiter = $file =~ /\.tsv$|GroundTruth/ ? 'tab' : 'comma';
	my ($status, $out, $err) = ingest('--delimiter', $delimiter, '--max-rejects', '100%',
	    '--rejects', "$scratch/rejects", $file);
	(my $name = $file) =~ s/^\Q$data\E\///;
	if ($status == 65 && $err =~ $no_header) {
		pass("$name: refused, having no header");
		next;
	}
	my ($read, $u, $skipped, $reasons, $r, $written) = $err =~
	    /read (\d+) = used (\d+) \+ skipped (\d+)(?: \((.*)\))? \+ rejected (\d+); contacts written (\d+)$/m;
	my $why = 0;
	$why += $_ for ($reasons // '') =~ / (\d+)(?=,|$)/g;
	my $lines = () = $out =~ /\n/g;
	my $kept = () = slurp("$scratch/rejects") =~ /\n/g;
	my $without = grep { /\t\t[^\t]*$|\t\\N\t[^\t]*$/ } split /\n/, slurp("$scratch/rejects");
	my $good = $status == 0 && defined $read && $read == $u + $skipped + $r && $why == $skipped &&
	    $written == $u && $lines == $written + 1 && $kept == $r + 1 && $without == 0;
	ok($good, "$name: every record is accounted for") or diag("status $status\n$err");
	$used += $u // 0;
	$rejected += $r // 0;
}
note("$used records used, $rejected rejected");
cmp_ok($used, '>', 18000, 'most records can be used');
cmp_ok($rejected, '<', 600, 'few cannot');

# --- csv-spectrum: what the files mean -----------------------------------------------------------

my %escape = (b => "\b", t => "\t", n => "\n", v => "\x0b", f => "\f", r => "\r", '\\' => '\\');

sub cell {
	my ($raw) = @_;
	$raw =~ s/\\(.)/$escape{$1}/ges;
	return $raw;
}

for my $csv (sort glob "$data/csv/csv-spectrum/*.csv") {
	(my $json = $csv) =~ s/csv$/json/;
	my ($base) = $csv =~ m{([^/]+)\.csv$};
	next if $base eq 'location_coordinates';    # its two files differ upstream
	my ($status, $out) = ingest('-q', $csv);
	my @line = map { [map { cell($_) } split /\t/, $_, -1] } split /\n/, $out;
	my $head = shift @line;
	my @got = map { my %row; @row{@$head} = @$_; \%row } @line;
	for my $row (@got) {
		utf8::decode($_) for values %$row;
	}
	my $want = decode_json(slurp($json));
	# In this one the JSON has CRLF where the file has LF.
	for my $row ($base eq 'newlines_crlf' ? @$want : ()) {
		s/\r\n/\n/g for values %$row;
	}
	is_deeply(\@got, $want, "csv-spectrum: $base means what its JSON says");
}

# --- figures that other tools found ----------------------------------------------------------------

my %ontime;
my ($status, $out) = ingest('-q', "$data/calls/boston311/boston311-100.csv");
my @head = split /\t/, (split /\n/, $out)[0];
my ($column) = grep { $head[$_] eq 'ontime' } 0 .. $#head;
$ontime{(split /\t/)[$column]}++ for (split /\n/, $out)[1 .. 100];
is_deeply(\%ontime, { ONTIME => 83, OVERDUE => 17 }, 'boston311: 83 on time, 17 overdue');
my ($packed, $unpacked) = (ingest('-q', "$data/calls/boston311/boston311-100.csv.gz"))[0, 1];
is($unpacked, $out, 'the packed file gives the same');

done_testing;
