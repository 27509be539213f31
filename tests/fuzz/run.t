#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Each fuzz target takes the seeds, cut and changed ones too. `make fuzz` is the long way.
use strict;
use warnings;
use Test::More;

my $build = $ENV{CS_BUILD} // 'build/release';
my $word = $ENV{CS_T} // '';
my @target = grep { m{^$build/fuzz/\w+$} && -x && index("tests/fuzz/$_", $word) >= 0 }
    glob "$build/fuzz/*";

plan skip_all => 'no targets' unless @target;
for my $target (@target) {
	my ($name) = $target =~ m{(\w+)$};
	my @seed = grep { -e } "tests/fuzz/seeds/$name", 'testdata', 'tests/fuzz';
	my $said = `$target -n 20 @seed 2>&1`;
	is($?, 0, "$name: $said") or diag($said);
}
done_testing;
