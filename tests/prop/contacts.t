#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# cs-kpi --contacts lists what the cells count: for every metric of the dictionary the rows that are
# listed, group by group, are as many as the cells' n and x say, and their values are those of the
# histograms and sums. What cannot be listed is refused. Rows pass byte for byte.
use strict;
use warnings;
use Test::More;

require './tests/dictionary.pl';
require './tests/prop/prop.pl';
our ($scratch, @columns);

# Contacts with everything that the dictionary reads.
my @more = qw(issue_id queued_at answered_at ended_at first_reply_at solved_at closed_at ivr_s ring_s
    wrap_s handle_s hold_n replies_n reopened_n solved_agent solved_customer ces credit currency channel
    state sent_label transferred_to reason);

sub rows {
	my ($n) = @_;
	return map {
		my $r = $_;
		my $at = 1780000000 + below(200000);
		$r->{$_} = one_of(undef, instant($at + below(9000))) for grep { /_at$/ } @more;
		$r->{$_} = one_of(undef, below(400)) for grep { /_s$/ } @more;
		$r->{$_} = one_of(undef, 0 .. 2) for qw(hold_n replies_n reopened_n);
		$r->{$_} = one_of(undef, 't', 'f') for qw(solved_agent solved_customer);
		$r->{ces} = one_of(undef, 1 .. 7);
		$r->{credit} = one_of(undef, '1.5', '0.0000007', '12');
		$r->{currency} = 'EUR';
		$r->{issue_id} = one_of(undef, map { "i$_" } 1 .. 20);
		$r->{channel} = one_of(undef, 'phone', 'email');
		$r->{state} = one_of(undef, 'ready', 'contact');
		$r->{sent_label} = one_of(undef, 'negative', 'positive');
		$r->{transferred_to} = one_of(undef, 'sales', 'billing');
		$r->{reason} = one_of(undef, 'a', 'b');
		$r
	} contacts($n, 1780000000, 200000);
}

# {group => {"part" => value}} of the cells of one metric; histograms add up.
sub cells {
	my ($text, $nkey) = @_;
	my %cell;
	for (split /\n/, $text) {
		my ($kind, @f) = split /\t/, $_, -1;
		next if $kind ne 'cell' || $f[$nkey] eq '\N';
		my ($part, $value) = @f[$nkey + 1, $nkey + 2];
		my $group = join "\t", @f[0 .. $nkey - 1];
		push @{$cell{$group}{$part}}, $value;
	}
	return \%cell;
}

# In millionths: "-1.5" is -1500000.
sub micros {
	my ($sign, $whole, $part) = $_[0] =~ /^(-?)(\d+)(?:\.(\d+))?$/ or die $_[0];
	return ($sign ? -1 : 1) * ($whole * 1000000 + substr(($part // '') . '000000', 0, 6));
}

# The listed rows of one group against its cells.
sub check {
	my ($what, $prefix, $cell, $rows) = @_;
	my $part = sub { my $v = $cell->{$prefix . $_[0]}; $v ? join ',', @$v : undef };
	my @n = grep { $_->{n} eq 't' } @$rows;
	my $value = sub { my ($scale) = @_; map { $scale ? micros($_->{value}) : $_->{value} } @n };
	if (defined(my $hist = $part->('hist'))) {
		my %want = split /[:,]/, $hist;
		my (%got, %scaled);
		$got{$_}++ for $value->(0);
		$scaled{$_}++ for $value->(1);
		%got = %scaled if !grep { exists $got{$_} } keys %want;
		is_deeply(\%got, \%want, "$what: every value");
		return;
	}
	if (defined(my $sum = $part->('sum'))) {
		is(scalar @n, $part->('n'), "$what: n");
		my ($plain, $scaled) = (0, 0);
		$plain += $_ for $value->(0);
		$scaled += $_ for $value->(1);
		ok($sum == $plain || $sum == $scaled, "$what: sum") or diag("$sum, not $plain or $scaled");
		return;
	}
	if (grep { defined $part->($_) } qw(up mid down)) {
		my %got = (up => 0, mid => 0, down => 0);
		$got{$_ >= 9 ? 'up' : $_ >= 7 ? 'mid' : 'down'}++ for $value->(0);
		is($got{$_}, $part->($_) // 0, "$what: $_") for sort keys %got;
		return;
	}
	if (defined $part->('item')) {
		my %got = map { $_ => 1 } $value->(0);
		is(join("\n", sort keys %got), join("\n", sort @{$cell->{"${prefix}item"}}), "$what: every item");
		return;
	}
	is(scalar @n, $part->('n') // 0, "$what: n");
	is(scalar(grep { ($_->{x} // '') eq 't' } @n), $part->('x') // 0, "$what: x");
}

seed(7);
my @row = rows(260);
my $file = spew("$scratch/c.tsv", stream([@columns, @more], @row));
my @ncol = (@columns, @more);
my %line = map { $_ => 1 } split /\n/, slurp($file);
my @choose = ('--where', "queue <> 'a\\' or queue is null", '--period', '2026-05-29..2026-05-30', '--as-of', '2026-05-31', '--vision', 'testdata/shop.vision');
my ($listed, $refused) = (0, 0);
my @by = ('agent_id', 'queue,day', 'each(themes)');

for my $metric (entries()) {
	push @by, shift @by;
	for my $by ($by[0]) {
		my @ask = (@choose, '--by', $by, $file);
		my ($status, $cells, $err) = run(undef, 'cs-kpi', '-q', '--cells', '-m', $metric, @ask);
		if ($status != 0) {
			like($err, qr/there is no column/, "$metric: needs what is not there");
			last;
		}
		my ($formula) = $cells =~ /^metric\t.*\tformula\t(.*)$/m;
		my ($code, $list, $said) = run(undef, 'cs-kpi', '-q', '--contacts', $metric, @ask);
		if ($formula =~ /\b(repeat\w*|chain\w*|added\w*|fixed\w*|spent|overlap)\(|\bper\b/ ||
		    ($formula =~ /\bstock/ && $by =~ /day/)) {
			is($code, 2, "$metric by $by is refused") or diag($formula);
			like($said, qr/no single row says|is of one instant/, 'with a reason');
			$refused++;
			next;
		}
		is($code, 0, "cs-kpi --contacts $metric --by $by") or diag($said), next;
		next if $formula =~ /\bstock/;
		$listed++;
		my @key = split /,/, $by;
		my @table = table($list);
		my %group;
		for my $r (@table) {
			push @{$group{join "\t", map { $r->{$_ eq 'each(themes)' ? 'each_themes' : $_} } @key}}, $r;
		}
		ok(!grep({ my $t = $_; !$line{join "\t", @$t{@ncol}} } @table), "$metric: rows as they are");
		my $cell = cells($cells, scalar @key);
		# The columns that the listing has: NAME_n, or NAME_1_n NAME_2_n ...
		my @input = map { /^\Q$metric\E(_\d+)?_n$/ ? $1 // '' : () } split /\t/, (split /\n/, $list)[0];
		for my $input (@input) {
			my $prefix = $input =~ /_(\d+)/ ? "$1." : '';
			# What several aggregates rest on is written once, under the first.
			next if $prefix ne '' && !grep { grep { /^\Q$prefix/ } keys %$_ } values %$cell;
			my %all = (%group, %$cell);
			for my $g (sort keys %all) {
				my @of = map { my $r = $_; +{map { $_ => $r->{"$metric${input}_$_"} } qw(n x value)} } @{$group{$g} // []};
				check("$metric by $by", $prefix, $cell->{$g} // {}, \@of);
			}
		}
	}
}
cmp_ok($listed, '>', 150, "$listed listings held against their cells");
cmp_ok($refused, '>', 5, "$refused that no single row says");

# Stocks, at one edge.
for my $metric (qw(backlog opened solved backlog_age_mean)) {
	my @ask = ('--by', 'queue', @choose, $file);
	my %n;
	$n{$_->{queue}}++ for grep { $_->{"${metric}_n"} eq 't' } table((run(undef, 'cs-kpi', '-q', '--contacts', $metric, @ask))[1]);
	for my $r (table((run(undef, 'cs-kpi', '-q', '-m', $metric, @ask))[1])) {
		my $want = $r->{"${metric}_n"} // $r->{$metric};
		is($n{$r->{queue}} // 0, $want, "$metric of $r->{queue}");
	}
}
done_testing();
