#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# What the C of the tree must and must not have: licence lines, sizes, calls that are banned.
use strict;
use warnings;
use Test::More;

use constant { COLUMNS => 100, FUNCTION => 80, PARAMETERS => 6, LIB_FILE => 500, CMD_FILE => 250 };

sub slurp {
	my ($path) = @_;
	open my $f, '<', $path or die "$path: $!";
	local $/;
	return scalar <$f>;
}

# The code without comments and without what is inside quotes; lines stay where they are.
sub bare {
	my ($text) = @_;
	$text =~ s{(/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')}
	          {my $t = $1; my $q = substr $t, 0, 1; $t =~ s/[^\n]//g; $q eq '/' ? " $t" : "$q$q$t"}ges;
	return $text;
}

my @c = (glob('lib/*.c'), glob('lib/*/*.[ch]'), glob('cmd/*.c'), glob('tests/*.h'),
    glob('tests/unit/*.[ch]'), glob('tests/fuzz/*.[ch]'));
my @scripts = grep { -f } ('Makefile', '.ci/run', glob('tests/*.sh'), glob('tests/*.pl'),
    glob('tests/*/*.t'), glob('tests/bench/*.sh'), glob('tests/oracle/*.sh'));
my %code = map { $_ => bare(slurp($_)) } @c;

sub none {
	my ($name, @bad) = @_;
	ok(!@bad, $name) or diag(join "\n", @bad);
}

# Lines of each file that match, but for files that may.
sub lines_with {
	my ($re, $why, $may, @files) = @_;
	my @bad;
	for my $file (@files) {
		next if defined $may && $file =~ $may;
		my $n = 0;
		for (split /\n/, $code{$file}) {
			$n++;
			push @bad, "$file:$n: $1: $why" if /$re/;
		}
	}
	return @bad;
}

none('the first line of C is the licence',
    grep { slurp($_) !~ m{\A/\* SPDX-License-Identifier: GPL-3\.0-or-later \*/\n/\*} } @c);
none('the first or second line of scripts is the licence',
    grep { slurp($_) !~ m{\A(?:#!.*\n)?# SPDX-License-Identifier: GPL-3\.0-or-later\n} } @scripts);

# clang-format leaves comments alone, and what it is told to.
my @wide;
for my $file (@c) {
	open my $f, '<:encoding(UTF-8)', $file or die "$file: $!";
	while (my $line = <$f>) {
		chomp $line;
		1 while $line =~ s/^([^\t]*)\t/$1 . ' ' x (8 - length($1) % 8)/e;
		push @wide, "$file:$.: " . length($line) . ' columns' if length $line > COLUMNS;
		push @wide, "$file:$.: a comment that was broken" if $line =~ m{^ \*[^\s/*]};
	}
}
none('no line is wider than ' . COLUMNS . ' columns', @wide);

my $call = qr/(?<![\w.>])/;
my @lib = grep { m{^lib/\w+/} } @c;
my @product = grep { m{^(?:lib/\w+|cmd)/} } @c;
none('no banned calls', lines_with(
	qr/$call(strn?cpy|strn?cat|v?sprintf|strtok(?:_r)?|ato[ilf]l?|localtime(?:_r)?|gmtime(?:_r)?|setlocale|gets|mktime|strto(?:d|f|ld|l|ll|ul|ull)|alloca|getopt(?:_long)?|system|popen)\s*\(/,
	'banned', qr{^lib/base/dec\.c$}, @product));
none('memory comes from base/mem', lines_with(
	qr/$call(malloc|calloc|realloc|reallocarray|strn?dup|v?asprintf)\s*\(/,
	'use base/mem, base/buf or base/arena', qr{^lib/base/mem\.c$}, @product));
none('the library does not print, end the process, or look around', lines_with(
	qr/$call(v?printf|v?fprintf|puts|fputs|putchar|fputc|putc|perror|err|warnx?|exit|_exit|(?:secure_)?getenv|time|gettimeofday|clock_gettime|isatty|signal|sigaction)\s*\(/,
	'only lib/cli and cmd/ may', qr{^lib/(?:cli/|base/mem\.c$)}, @lib));
none('tools print through lib/cli', lines_with(
	qr/$call(v?printf|v?fprintf|puts|fputs|putchar|perror|getenv|time|clock_gettime|getopt)\s*\(/,
	'use cli/msg or a writer', undef, grep { m{^cmd/} } @product));
none('no typedef for structs', lines_with(
	qr/\b(typedef\s+(?:struct|enum|union))\b(?!.*\()/, 'name it', undef, @product));
none('no flag of one machine', grep { slurp($_) =~ /-m(?:arch|tune|cpu)\b|-mavx|-msse/ }
    grep { -f } 'Makefile', '.ci/run', glob 'tests/*.sh');

# Functions: KNF puts { and } of a function, and of nothing else but tables, at the first column.
my @sizes;
for my $file (@c) {
	my @line = split /\n/, $code{$file};
	push @sizes, "$file: " . @line . ' lines'
	    if @line > ($file =~ m{^cmd/} ? CMD_FILE : LIB_FILE) && $file !~ m{^tests/};
	my $open;
	for my $i (0 .. $#line) {
		$open = $i if $line[$i] =~ /^\{/;
		next unless defined $open && $line[$i] =~ /^\}/;
		my $head = $open;
		$head-- while $head > 0 && $line[$head - 1] !~ /^$|[;}]\s*$/;
		my $text = join ' ', @line[$head .. $open - 1];
		my $length = $i - $open + 1;
		my ($name, $list) = $text =~ /(\w+)\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)\s*$/;
		undef $open;
		next unless defined $name;
		# Tests are long where their tables are.
		push @sizes, "$file:" . ($head + 1) . ": $name: $length lines"
		    if $length > FUNCTION && $file !~ m{^tests/};
		1 while $list =~ s/\([^()]*\)//g;
		my $n = 1 + ($list =~ tr/,//);
		push @sizes, "$file:" . ($head + 1) . ": $name: $n parameters" if $n > PARAMETERS;
	}
}
none('files, functions and parameter lists are small', @sizes);
done_testing;
