#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Every odd text comes back as it went in: CSV, through cs-ingest, records, and cs-report, to CSV and
# JSON, read by a parser of Perl's own; and as a key through cs-kpi.
use strict;
use warnings;
use JSON::PP ();
use Test::More;

require './tests/prop/prop.pl';
our $scratch;

# As bytes, those included that are no characters (U+FFFF).
sub utf8_bytes {
	my ($t) = @_;
	utf8::encode($t);
	return $t;
}

# Every byte that UTF-8 text may have, alone and in the middle; what other tools trip over.
my @text = (
	'', ' ', '  two  ', "\t", "a\tb", "\n", "a\nb\n", "\r", "a\r\nb", "\r\n", '"', '""', 'say "hi"', "'",
	'\\', '\\\\', '\\N', '\\\\N', '\\!', '\\! failed', '\\n', '\\t', '\\x41', '\\.', 'x\\', 'NULL', 'null',
	'\\N\\N', ',', ';', 'a,b;c|d', '|', '=1+1', '+1', '-1', '@SUM(A1)', '-', '=', "\t=1", "'=1", '1.234,56',
	'00123', '1e5', 'NaN', '-0', 'true', '<script>alert(1)</script>', '&amp;', '<!--', ']]>', '{"a":1}',
	'$(id)', '`id`', '%s%n%x', '--help', '../../etc/passwd', "\177", (map { chr } 1 .. 8, 11, 12, 14 .. 31),
	(map { 'a' . chr($_) . 'b' } 1 .. 8, 11, 12, 14 .. 31),
	(map { utf8_bytes($_) } "\x{e4}\x{f6}\x{fc}", "\x{df}", "\x{80}", "\x{a0}", "\x{ad}", "\x{2028}",
	    "\x{2029}", "\x{200b}", "\x{202e}txt.exe", "\x{feff}", "\x{feff}x", "x\x{feff}", "\x{fffd}",
	    "\x{fffe}", "\x{ffff}", "\x{10ffff}", "\x{1f600}", "\x{1f468}\x{200d}\x{1f469}\x{200d}\x{1f467}",
	    "e\x{301}", "\x{4e2d}\x{6587}", "\x{627}\x{644}\x{639}\x{631}\x{628}\x{64a}\x{629}"),
	'x' x 70000, "line\n" x 300,
);

sub quoted {
	my ($t) = @_;
	$t =~ s/"/""/g;
	return qq("$t");
}

# A parser of CSV with quotes: rows of cells.
sub csv {
	my ($text, $delimiter) = @_;
	my (@row, @cell);
	while ($text =~ /\G(?:"((?:[^"]|"")*)"|([^"\r\n$delimiter]*))($delimiter|\r\n|\n|\z)/gs) {
		my ($cell, $end) = ($1 // $2, $3);
		$cell =~ s/""/"/g;
		push @cell, $cell;
		next if $end eq $delimiter;
		push @row, [@cell];
		@cell = ();
		last if pos($text) == length $text;
	}
	return @row;
}

# The texts of a column as they were before an apostrophe kept spreadsheets from computing them. Those
# that would be a formula must have one, and words and numbers none.
sub unguarded {
	my ($text, @cell) = @_;
	my @bare;
	for my $i (0 .. $#cell) {
		my $guarded = $cell[$i] eq "'$text->[$i]";
		push @bare, $guarded ? $text->[$i] : $cell[$i];
		next if $guarded ? $text->[$i] !~ /^[0-9A-Za-z \200-\377]/ : $text->[$i] !~ /^(?:[=+\@\t\r]|-(?![0-9]))/;
		$bare[-1] = 'wrongly guarded, or wrongly not: ' . $cell[$i];
	}
	return \@bare;
}

# What a terminal or spreadsheet must not be given is shown; tab, CR and LF stay.
sub visible {
	my ($s) = @_;
	utf8::decode(my $u = $s) or return $s;
	$u =~ s/([\x00-\x08\x0b\x0c\x0e-\x1f\x7f])/sprintf '\\x%02X', ord $1/ge;
	$u =~ s/([\x{80}-\x{9f}\x{61c}\x{200e}\x{200f}\x{2028}-\x{202e}\x{2066}-\x{2069}])/sprintf '\\u%04X', ord $1/ge;
	utf8::encode($u);
	return $u;
}

my @row = map { [$_, $text[$_], "z$text[-1 - $_]"] } 0 .. $#text;
for my $delimiter (',', ';', "\t", '|') {
	my $name = 'delimiter ' . cell($delimiter);
	spew("$scratch/in.csv", map { join($delimiter, map { quoted($_) } @$_) . "\r\n" }
	    ['number', "odd \"name\"\t\n\\N", 'zz'], @row);
	my ($status, $out, $err) = run(undef, 'cs-ingest', '-q', '--delimiter', $delimiter, "$scratch/in.csv");
	is($status, 0, "$name: ingest") or diag($err);
	spew("$scratch/records", $out);
	# A byte order mark at the front of a cell is written as an escape (cs-records.5).
	my @want = map { [map { cell($_) =~ s/^\xef\xbb\xbf/\\xEF\\xBB\\xBF/r } @$_] } @row;
	my @got = map { [split /\t/, $_, -1] } split /\n/, $out;
	is_deeply(shift @got, ['number', 'odd "name"\t\n\\\\N', 'zz'], "$name: header");
	is_deeply(\@got, \@want, "$name: records");
}

my ($status, $out, $err) = run("$scratch/records", 'cs-report', '--csv');
is($status, 0, 'to CSV') or diag($err);
my ($head, @got) = csv($out, ',');
is_deeply($head, ['number', "odd \"name\"\t\n\\N", 'zz'], 'CSV: header');
my @shown = map { visible($_) } @text;
is_deeply(unguarded(\@shown, map { $_->[1] } @got), \@shown, 'CSV: every text');
($status, $out, $err) = run("$scratch/records", 'cs-report', '--csv=de');
is($status, 0, 'to CSV of another land') or diag($err);
like($out, qr/^\xef\xbb\xbf/, 'with a byte order mark');
($head, @got) = csv(substr($out, 3), ';');
is_deeply(unguarded(\@shown, map { $_->[1] } @got), \@shown, 'CSV=de: every text');

($status, $out, $err) = run("$scratch/records", 'cs-report', '--json');
is($status, 0, 'to JSON') or diag($err);
my $json = eval { JSON::PP->new->utf8->decode($out) };
ok(defined $json, 'JSON is JSON') or diag($@);
is(scalar @$json, scalar @text, 'JSON: rows');
is_deeply([map { utf8_bytes($_->{qq(odd "name"\t\n\\N)}) } @$json], \@text, 'JSON: every text');
is_deeply([map { utf8_bytes($_->{zz}) } @$json], [map { "z$_" } reverse @text], 'JSON: and the others');

# As keys: one group each, with the text as it was.
($status, $out, $err) = run("$scratch/records", 'cs-kpi', '-q', '-m', 'contacts', '--by', "zz");
is($status, 0, 'as keys') or diag($err);
spew("$scratch/keys", $out);
is_deeply([map { $_->{zz} } table($out)], [map { cell($_) } sort map { "z$_" } @text], 'keys: in order of bytes');
($status, $out, $err) = run("$scratch/records", 'cs-kpi', '-q', '-m', 'contacts', '--by', 'zz', '--cells');
spew("$scratch/cells", $out);
($status, $out, $err) = run("$scratch/cells", 'cs-kpi', '-q', '--render');
is($out, slurp("$scratch/keys"), 'keys: through cells');

# Nothing of it moves the terminal, ends a Markdown cell or a page's element.
($status, $out, $err) = run("$scratch/records", 'cs-report');
is($status, 0, 'to the terminal') or diag($err);
unlike($out, qr/[\000-\011\013-\037\177]/, 'terminal: no control bytes');
unlike($out, qr/\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]|\xe2\x81[\xa6-\xa9]/, 'nor those of Unicode');
($status, $out, $err) = run("$scratch/records", 'cs-report', '--markdown');
is($status, 0, 'to Markdown') or diag($err);
my @line = grep { /^\|/ } split /\n/, $out;
is(scalar @line, 2 + @text, 'Markdown: a line a row');
is_deeply([grep { my $l = $_; $l =~ s/\\.//g; ($l =~ tr/|//) != 4 } @line], [], 'Markdown: four bars in each');
($status, $out, $err) = run("$scratch/records", 'cs-report', '--html');
is($status, 0, 'to HTML') or diag($err);
unlike($out, qr/<script|<!--[^>]*\[|\son\w+=/i, 'HTML: nothing to run');
is(scalar(() = $out =~ /<tr\b/g), 1 + @text, 'HTML: a row a row');
done_testing;
