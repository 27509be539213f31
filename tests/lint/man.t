#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# The manual is right: mandoc finds nothing, SYNOPSIS is what -h says, every option of -h is
# described, and every example runs.
#
# Examples: in a section EXAMPLES, each line of a `.Bd -literal` block that begins with "$ " is run
# by sh in a scratch folder where "testdata" is a link to ours (a line that ends in a backslash or
# a bar goes on). It must exit with 0. Lines behind it, up to the next command or the end of the block, are
# what it writes, to the byte; without any, its output is not looked at. The commands of a page run
# one after the other in one folder.
use strict;
use warnings;
use Cwd qw(getcwd);
use File::Temp qw(tempdir);
use Test::More;

my $root = getcwd;
my $data = $ENV{TESTDATA} // "$root/testdata";
my @page = sort glob 'man/*.[1-8]';

sub slurp {
	my ($path) = @_;
	open my $f, '<:raw', $path or return '';
	local $/;
	return scalar <$f>;
}

sub program {
	my ($name) = @_;
	return grep { -x "$_/$name" } split /:/, $ENV{PATH};
}

if (!@page) {
	plan skip_all => 'no pages';
} elsif (!program('mandoc')) {
	plan skip_all => 'mandoc is missing' if ($ENV{CS_REQUIRE} // '') ne 'all';
	fail('mandoc is missing');
	done_testing;
	exit 1;
}

# The page as text, without overstriking; wide, so that little is folded.
sub rendered {
	my ($page) = @_;
	my $text = `mandoc -T utf8 -O width=200 $page`;
	$text =~ s/.\x08//g;
	return $text;
}

sub section {
	my ($text, $name) = @_;
	return $text =~ /^\Q$name\E\n(.*?)(?=^\S|\z)/ms ? $1 : '';
}

sub packed {
	my ($text) = @_;
	$text =~ s/\s+//g;
	return $text;
}

# mdoc's escapes in literal text.
sub plain {
	my ($line) = @_;
	my %char = (e => '\\', '-' => '-', '&' => '', '(aq' => "'", '(dq' => '"', '(ga' => '`',
	    '(ha' => '^', '(ti' => '~', '(bs' => '\\', '(rs' => '\\');
	$line =~ s/\\(\([a-z]{2}|[e&-])/$char{$1}/ge;
	return $line;
}

# Commands of a page with what they should write (undef: anything).
sub examples {
	my ($page) = @_;
	my (@found, $section, $literal, $goes_on);
	for (split /\n/, slurp($page)) {
		$section = $1 if /^\.Sh (.*)/;
		next unless defined $section && $section eq 'EXAMPLES';
		if (/^\.Bd -literal/) {
			$literal = 1;
		} elsif (/^\.Ed/) {
			$literal = $goes_on = 0;
		} elsif ($literal && ($goes_on || /^\$ /)) {
			my $line = plain($_);
			$line =~ s/^\$ // unless $goes_on;
			push @found, {command => ''} unless $goes_on;
			$found[-1]{command} .= "$line\n";
			$goes_on = $line =~ /[\\|]$/;
		} elsif ($literal && @found) {
			$found[-1]{output} .= plain($_) . "\n";
		}
	}
	return @found;
}

sub run_examples {
	my ($page) = @_;
	my $scratch = tempdir(CLEANUP => 1);
	symlink $data, "$scratch/testdata";
	my $shell = program('bash') ? 'bash -o pipefail' : 'sh';
	for my $x (examples($page)) {
		(my $name = $x->{command}) =~ s/\s+/ /g;
		open my $f, '>', "$scratch/.command" or die;
		print $f $x->{command};
		close $f;
		my $got = `cd $scratch && $shell ./.command 2>.said </dev/null`;
		is($?, 0, "$page: $name") or diag(slurp("$scratch/.said"));
		is($got, $x->{output}, "$page: what it writes") if defined $x->{output};
	}
}

my $common = rendered('man/cs.7');
for my $page (@page) {
	my $said = `mandoc -T lint -W warning $page 2>&1`;
	is($said, '', "$page: mandoc finds nothing");
	my ($tool) = $page =~ m{/(cs-\w+)\.1$};
	if (defined $tool && program($tool)) {
		my $text = rendered($page);
		my $help = `$tool -h 2>&1`;
		my ($usage) = $help =~ /^usage: (.*?)\n\n/ms;
		is(packed(section($text, 'SYNOPSIS')), packed($usage // ''), "$page: SYNOPSIS and -h");
		my @missing = grep { index($text, $_) < 0 && index($common, $_) < 0 }
		    $help =~ /^\s+(?:-\w, )?(--[\w-]+)/mg;
		is("@missing", '', "$page: every option of -h");
		my ($line) = $help =~ /\A\S+ - (.*)/;
		ok(index(packed($text), packed($line)) >= 0, "$page: NAME and -h");
		my ($listed) = slurp('man/cs.7') =~ /^\.It Xr $tool 1\n(.*)/m;
		is($listed, $line, "$page: cs(7) and -h");
	}
	run_examples($page);
}
done_testing;
