#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# cs-retain --who: cs-rank finds the team that was planted to keep customers, and none where none was;
# shards by customer add up to the whole; the order of the input does not matter.
use strict;
use warnings;
use Test::More;

require './tests/prop/prop.pl';
our ($scratch);

my $asof = '2027-06-01T00:00:00Z';

# Customers and contacts of two years.
sub company {
	my ($name, @plant) = @_;
	for my $table (qw(customers contacts purchases)) {
		my ($status, undef, $err) = run(undef, 'cs-gen', '-q', '--rows', 9000, '--customers', 4000,
		    '--days', 730, '--agents', 24, '--start', '2025-06-01', '--seed', 11, @plant,
		    '--table', "retain-$table", '--records', '--truth', "$scratch/$name-truth",
		    '-o', "$scratch/$name-$table");
		is($status, 0, "$name: $table") or diag($err);
	}
}

sub who {
	my ($name, $out, @more) = @_;
	my ($status, undef, $err) = run(undef, 'cs-retain', '-q', '--who', 'team', '--at', '6mo', '--as-of',
	    $asof, '--customers', "$scratch/$name-customers", '--purchases', "$scratch/$name-purchases",
	    '--cancel-reasons', 'cancel', '-o', $out, @more);
	is($status, 0, "$name: cs-retain --who") or diag($err);
}

# The ranking by a metric: team => band.
sub bands {
	my ($cells, $metric) = @_;
	my ($status, $out, $err) = run(undef, 'cs-rank', '-q', '-m', $metric, $cells);
	is($status, 0, "cs-rank -m $metric") or diag($err);
	my ($head, @row) = map { [split /\t/] } split /\n/, $out;
	my %at = map { $head->[$_] => $_ } 0 .. $#$head;
	return map { $_->[$at{team}] => $_->[$at{band}] } @row;
}

company('good', '--plant', 'team=70%');
my ($team) = map { /^team\tteam\t(\S+)/ ? $1 : () } split /\n/, slurp("$scratch/good-truth");
ok(defined $team, 'the truth names a team') or diag(slurp("$scratch/good-truth"));
who('good', "$scratch/good.cells", "$scratch/good-contacts");
my %band = bands("$scratch/good.cells", 'stayed_6mo');
is($band{$team}, 'green', "$team keeps customers") or diag(join ' ', %band);
is(scalar(grep { $_ eq 'green' } values %band), 1, 'and nobody else does');

company('even', '--plant', 'none');
who('even', "$scratch/even.cells", "$scratch/even-contacts");
%band = bands("$scratch/even.cells", 'stayed_6mo');
is(scalar(grep { $_ =~ /^(green|red)$/ } values %band), 0, 'where teams are alike none stands out')
    or diag(join ' ', %band);

# Shards by customer.
my ($status, undef, $err) = run(undef, 'cs-part', '-q', '--by', 'customer_id', '--buckets', 4, '--into',
    "$scratch/parts", "$scratch/good-contacts");
is($status, 0, 'cs-part') or diag($err);
my @part = grep { !/manifest/ } glob "$scratch/parts/*.tsv";
ok(@part > 1, 'into parts');
my @cells;
for my $i (0 .. $#part) {
	push @cells, "$scratch/cells-$i";
	who('good', $cells[-1], $part[$i]);
}
seed(5);
my $render = sub { (run(undef, 'cs-kpi', '-q', '--render', @_))[1] };
my $whole = $render->("$scratch/good.cells");
ok(length $whole > 100, 'a table of the whole');
is($render->(sort { below(2) ? 1 : -1 } @cells), $whole, 'parts add up to the whole');

# Another order, other threads, little memory.
my ($head, @line) = split /^/, slurp("$scratch/good-contacts");
spew("$scratch/turned", join '', $head, reverse @line);
who('good', "$scratch/turned.cells", '--threads', 3, '--mem', '1M', '--shard', 'good-contacts',
    "$scratch/turned");
is(slurp("$scratch/turned.cells"), slurp("$scratch/good.cells"), 'in any order, by any threads');
done_testing;
