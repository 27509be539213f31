#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# cs-retain --at-risk: what is told as of a date must not hang on anything behind it; what --backtest
# tests is what the list tells; the order of the input, threads and --mem change nothing; and of
# customers whose hazards are known the probabilities are right.
use strict;
use warnings;
use Test::More;

require './tests/prop/prop.pl';
our $scratch;

use constant {THEN => '2026-11-20', LATER => '2027-01-20T00:00:00Z'};

my @kinds = qw(customers contacts purchases surveys renewals);

# Tables of a company as lists of rows, with their columns.
my %table;
for my $t (@kinds) {
	my ($status, $out, $err) = run(undef, qw(cs-gen -q --rows 9000 --customers 2500 --days 420
	    --seed 5 --plant), 'cooling,promoters,purchases,selection', '-r', '--table', "retain-$t");
	die $err if $status != 0;
	my ($head) = split /\n/, $out;
	$table{$t} = {column => [split /\t/, $head], row => [table($out)]};
}

sub put {
	my ($dir, $t, @row) = @_;
	mkdir "$scratch/$dir";
	return spew("$scratch/$dir/$t", join '', map { join("\t", @$_) . "\n" } $table{$t}{column},
	    map { my $r = $_; [map { $r->{$_} } @{$table{$t}{column}}] } @row);
}

sub ask {
	my ($dir, @how) = @_;
	my ($status, $out, $err) = run(undef, qw(cs-retain -q --at-risk --customers), "$scratch/$dir/customers",
	    '--purchases', "$scratch/$dir/purchases", '--surveys', "$scratch/$dir/surveys", @how,
	    "$scratch/$dir/contacts");
	is($status, 0, "$dir: @how") or diag($err);
	return $out;
}

put('whole', $_, @{$table{$_}{row}}) for @kinds;

# Everything behind the date is another: it did not happen, happened otherwise, or later.
my %at = (customers => 'joined_at', contacts => 'started_at', purchases => 'purchased_at',
    surveys => 'survey_sent_at', renewals => 'due_at');
seed(11);
sub behind {
	return $_[0] ne '\N' && $_[0] gt THEN . 'T00:00:00Z';
}

sub otherwise {
	my ($t, $row) = @_;
	my %r = %$row;
	# A row from behind the date is not there, or says something else.
	if (behind($r{$at{$t}})) {
		return () if below(2);
		for my $c (grep { exists $r{$_} } qw(amount nps reason solved_agent talk_s)) {
			$r{$c} = {amount => '999.99', nps => below(11), reason => 'fee', solved_agent => 'f',
			    talk_s => 1}->{$c};
		}
	}
	$r{left_at} = one_of('\N', LATER) if exists $r{left_at} && behind($r{left_at});
	$r{refunded_at} = one_of('\N', LATER) if exists $r{refunded_at} && behind($r{refunded_at});
	$r{renewed_at} = one_of('\N', LATER) if exists $r{renewed_at} && behind($r{renewed_at});
	if (exists $r{solved_at} && behind($r{solved_at})) {
		($r{solved_at}, $r{solved_agent}) = below(2) ? (LATER, 't') : ('\N', 'f');
	}
	if (exists $r{survey_answered_at} && behind($r{survey_answered_at})) {
		($r{survey_answered_at}, $r{nps}) = below(2) ? (LATER, below(11)) : ('\N', '\N');
	}
	return \%r;
}
put('otherwise', $_, do { my $t = $_; map { otherwise($t, $_) } @{$table{$t}{row}} }) for @kinds;
for my $t (qw(customers contacts purchases surveys renewals)) {
	isnt(slurp("$scratch/otherwise/$t"), slurp("$scratch/whole/$t"), "$t: others behind the date");
}

# The same to the byte; not the whole of it where it is not.
sub same {
	my ($got, $want, $what) = @_;
	ok($got eq $want, $what) and return;
	my @want = split /\n/, $want;
	my ($n, @off) = 0;
	for my $line (split /\n/, $got) {
		push @off, "got $line", "for $want[$n]" if @off < 4 && $line ne ($want[$n] // '');
		$n++;
	}
	diag(join "\n", "lines: $n of " . @want, @off);
}

# What is told of each kind of leaving.
my %rule = (
	left => [],
	silence => ['--leaving', 'silence=90d'],
	signs => ['--leaving', 'silence=90d', '--by-signs'],
	renewal => ['--leaving', 'renewal=30d', '--renewals', 'RENEWALS'],
);
sub rule {
	my ($name, $dir) = @_;
	return map { s/RENEWALS/$scratch\/$dir\/renewals/r } @{$rule{$name}};
}

my %list;
for my $name (sort keys %rule) {
	my @how = ('--explain', '--top', 100000);
	my $list = ask('whole', @how, '--as-of', THEN, rule($name, 'whole'));
	my $rows = () = $list =~ /\n/g;
	cmp_ok($rows, '>', 500, "$name: there are customers on the list");
	same(ask('otherwise', @how, '--as-of', THEN, rule($name, 'otherwise')), $list,
	    "$name: nothing behind the date changes what is told of it");
	$list{$name} = $list;
}

# A back-test tells the same, of data that go on; and sees something else of data that go on
# otherwise.
for my $name (sort keys %rule) {
	my %back;
	for my $dir (qw(whole otherwise)) {
		my @row = table(ask($dir, '--backtest', THEN, rule($name, $dir)));
		$back{$dir} = \@row;
	}
	my $told = sub { join "\n", map { join ' ', @$_{qw(horizon_days tenth customers_n told_share)} } @{$_[0]} };
	my $seen = sub { join ' ', map { $_->{seen_share} } @{$_[0]} };
	same($told->($back{otherwise}), $told->($back{whole}),
	    "$name: nothing behind the date changes what would have been told");
	isnt($seen->($back{otherwise}), $seen->($back{whole}), "$name: only what came is another");
	my @on = grep { $_->{list} eq 'leaving' } table($list{$name});
	for my $all (grep { $_->{tenth} eq 'all' } @{$back{whole}}) {
		my $sum = 0;
		is($all->{customers_n}, scalar @on, "$name: a back-test is of those on the list");
		next if $name eq 'silence'; # its list tells of leaving, its test of purchases
		$sum += $_->{"leave_$all->{horizon_days}d_share"} for @on;
		cmp_ok(abs($sum / @on - $all->{told_share}), '<', 2e-6,
		    "$name: what it tests is what the list tells, $all->{horizon_days} days");
	}
}

# The same from anything.
put('shuffled', $_, shuffled(@{$table{$_}{row}})) for @kinds;
for my $name (qw(left silence)) {
	my @how = ('--top', 20, rule($name, 'whole'));
	my $list = ask('whole', @how, '--threads', 1);
	same(ask('shuffled', @how, '--threads', 1), $list, "$name: rows in any order");
	same(ask('whole', @how, '--threads', 3), $list, "$name: 3 threads");
	same(ask('whole', @how, '--threads', 2, '--mem', '1M'), $list, "$name: in little memory");
	my $back = ask('whole', '--backtest', THEN, rule($name, 'whole'), '--threads', 1);
	same(ask('shuffled', '--backtest', THEN, rule($name, 'whole'), '--threads', 3), $back,
	    "$name: a back-test as well");
	my @long = split /\n/, ask('whole', '--top', 100000, rule($name, 'whole'));
	my @first = grep { /^leaving\t/ } @long;
	is_deeply([grep { /^leaving\t/ } split /\n/, $list], [@first[0 .. 19]],
	    "$name: the first are the first of all");
}

# Hazards a day are .0015, .001 and .0006 by plan and nothing else matters: probabilities are near
# that, and bounds hold them.
my %hazard = (basic => .0015, plus => .001, pro => .0006);
my (%file, %plan);
for my $t (qw(customers contacts)) {
	my ($status, $out) = run(undef, qw(cs-gen -q --rows 12000 --customers 12000 --days 730 --seed 3
	    --plant none -r --table), "retain-$t");
	is($status, 0, "a company in which only the plan matters: $t");
	$file{$t} = spew("$scratch/$t", $out);
}
$plan{$_->{customer_id}} = $_->{plan} for table(slurp($file{customers}));
my ($status, $out, $err) = run(undef, qw(cs-retain -q --at-risk --top 100000 --customers), $file{customers},
    $file{contacts});
is($status, 0, 'a list of it') or diag($err);
my ($inside, $n, %sum, %n) = (0, 0);
for my $row (grep { $_->{list} eq 'leaving' } table($out)) {
	my $plan = $plan{$row->{customer_id}};
	for my $days (30, 90) {
		my $truth = 1 - (1 - $hazard{$plan}) ** $days;
		$inside += $row->{"leave_${days}d_lo"} <= $truth && $truth <= $row->{"leave_${days}d_hi"};
		$n++;
	}
	$sum{$plan} += $row->{leave_90d_share};
	$n{$plan}++;
}
cmp_ok($inside / $n, '>', .8, "bounds hold the truth: $inside of $n");
for my $plan (sort keys %hazard) {
	my $truth = 1 - (1 - $hazard{$plan}) ** 90;
	my $told = $sum{$plan} / $n{$plan};
	cmp_ok(abs($told / $truth - 1), '<', .15, sprintf '%s: %.4f of %.4f', $plan, $told, $truth);
}
done_testing;
