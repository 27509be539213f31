#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# All C is as clang-format has it (`make fmt`).
use strict;
use warnings;
use Test::More;

my @c = (glob('lib/*.c'), glob('lib/*/*.[ch]'), glob('cmd/*.c'), glob('tests/*.h'),
    glob('tests/unit/*.[ch]'), glob('tests/fuzz/*.[ch]'));

if (!grep { -x "$_/clang-format" } split /:/, $ENV{PATH}) {
	plan skip_all => 'clang-format is missing' if ($ENV{CS_REQUIRE} // '') ne 'all';
	fail('clang-format is missing');
} else {
	my $said = `clang-format --dry-run -Werror @c 2>&1`;
	my %bad = map { $_ => 1 } $said =~ /^([\w.\/-]+):\d+:\d+: error/mg;
	is(join(' ', sort keys %bad), '', 'clang-format would change nothing');
}
done_testing;
