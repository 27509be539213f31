#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# What belongs together is there: each tool with its page and its cases, each module in the map,
# and every list of tools says the same.
use strict;
use warnings;
use Cwd qw(getcwd);
use Test::More;

sub slurp {
	my ($path) = @_;
	open my $f, '<', $path or return '';
	local $/;
	return scalar <$f>;
}

sub unique {
	my %seen;
	return sort grep { !$seen{$_}++ } @_;
}

sub names {
	my ($glob, $re) = @_;
	return sort map { /$re/ ? $1 : () } glob $glob;
}

SKIP: {
	skip 'not a git checkout', 1 unless -e '.git';
	my @top = unique(map { m{^([^/]+)} } grep { !/^\./ } split /\n/, `git ls-files`);
	my @want = qw(Makefile README.md cmd lib man testdata tests);
	my %want = map { $_ => 1 } @want;
	is_deeply([grep { !$want{$_} } @top], [], 'nothing else at the top level');
}

my @tool = names('cmd/*.c', qr{/([^/]+)\.c$});
is_deeply([names('man/cs-*.1', qr{/([^/]+)\.1$})], \@tool, 'a page for each tool');
is_deeply([unique(map { m{cli/([^/]+)/} } glob 'tests/cli/*/*.sh')], \@tool,
    'cases for each tool');

# Golden files without a case are left over from one that was renamed.
my @orphan = grep { my ($s) = /(.*)\./; !-e "$s.sh" }
    map { glob "tests/$_" } qw(cli/*/*.out cli/*/*.err cli/*/*.rc pipe/*.out pipe/*.err pipe/*.rc);
is_deeply(\@orphan, [], 'no golden file without its case');

# What is expected must hold wherever the tree stands.
my $here = $ENV{SRC} // getcwd;
is_deeply([grep { index(slurp($_), "$here/") >= 0 } glob 'tests/{cli/*,pipe}/*.{out,err,sh}'], [],
    'no golden file knows where the tree stands');

my @in_cs7 = unique(slurp('man/cs.7') =~ /^\.It Xr (cs-\w+) 1/mg);
is_deeply(\@in_cs7, \@tool, 'cs.7 lists the tools there are');
my @in_readme = unique(slurp('README.md') =~ /^\| \[?`?(cs-\w+)/mg);
is_deeply(\@in_readme, \@tool, 'README.md lists the tools there are');

my $map = slurp('lib/README.md');
my @listed = $map =~ m{^\s*\* `(\w+/\w+)`}mg;
my @mapped = unique(@listed);
my @there = names('lib/*/*.h', qr{^lib/(\w+/\w+)\.h$});
my %mapped = map { $_ => 1 } @mapped;
my %there = map { $_ => 1 } @there;
is(join(' ', grep { !$mapped{$_} } @there), '', 'lib/README.md has a line for each module');
is(join(' ', grep { !$there{$_} } @mapped), '', 'and for nothing else');
is(@listed, @mapped, 'one line each');

# Every fuzz target's entry is what the drivers call.
is_deeply([grep { !m{/replay\.c$} && slurp($_) !~ /^LLVMFuzzerTestOneInput\(/m }
    glob 'tests/fuzz/*.c'], [], 'each file in tests/fuzz is a target');
done_testing;
