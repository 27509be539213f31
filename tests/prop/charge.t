#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Conservation: whatever pools, prices, credits, currencies, services, maps, shares and repeats there
# are, amounts below 0 among them, every minor unit that service costs is in one line of the bill, and
# each line is what a reckoning of its own (charge.pl, in fractions) says, to the last unit. And the
# bill is the same, byte for byte, when contacts come in any order and in any shards.
#
# Random worlds; CS_SEEDS says how many, CS_FIRST with which they begin.
use strict;
use warnings;
use POSIX ();
use Test::More;

require './tests/prop/prop.pl';
require './tests/prop/charge.pl';
our $scratch;

$ENV{TZ} = 'UTC';
POSIX::tzset();

use constant {
	BEGIN_AT => 1772323200, # 2026-03-01T00:00:00Z
	DAY => 86400,
};

my @month = map { BEGIN_AT + $_ * DAY } 0, 31, 61;
my @time = ([@month[0, 1]], [@month[1, 2]], [BEGIN_AT + 14 * DAY, $month[2]]);
my %digits = (EUR => 2, USD => 2, JPY => 0, KWD => 3);

sub maybe { return below(3) ? $_[0] : undef }

# Amounts of all sizes; some are below 0, some need more digits than there are minor units.
sub amount {
	my $x = (below(3) ? '' : below(1000)) . below(1000);
	$x =~ s/^0+(?=\d)//;
	$x .= '.' . join '', map { below(10) } 1 .. 1 + below(4) if below(3);
	return (below(5) || $x !~ /[1-9]/ ? '' : '-') . $x;
}

sub share { return one_of(undef, 0, 1, '0.5', '0.8', '0.333333') }

sub pools {
	my ($w) = @_;
	my @pool;
	for my $i (0 .. below(5)) {
		# One may have the name of a rate as well.
		my $name = $i == 0 && !below(3) ? 'r' : "p$i";
		my $time = one_of(@time);
		my $driver = one_of(qw(minute minute minute contact leg transfer none));
		push @pool, {pool => $name, from => $time->[0], to => $time->[1], amount => amount(),
			currency => one_of(@{$w->{currencies}}), vendor => one_of(undef, undef, qw(A B)),
			team => one_of(undef, undef, undef, 'x'), driver => $driver,
			capacity => $driver ne 'none' && below(2)
			    ? 1 + below($driver eq 'minute' ? 20000 : 40) : undef,
			avoidable => share()};
	}
	return @pool;
}

# Services and operating departments, and pools of each for each time that any has one for.
sub departments {
	my ($w) = @_;
	my @service = map { "s$_" } 0 .. below(3);
	my @operating = map { "o$_" } 0 .. below(3);
	my %units;
	for my $s (@service) {
		$units{$s}{$_} = below(3) ? below(40) : 0 for @service, @operating;
		$units{$s}{$operating[0]} += 1;
	}
	# One that does nothing for another one is no service, as the files have it.
	$w->{services} = \%units;
	$w->{allocation} = one_of(qw(direct step-down reciprocal));
	$w->{order} = [shuffled(@service)];
	$_->{department} = maybe(one_of(@operating)) for @{$w->{pools}};
	my $n = 0;
	for my $time (@time) {
		for my $d (@service, @operating) {
			push @{$w->{pools}}, {pool => 'd' . $n++, from => $time->[0], to => $time->[1],
				amount => $d =~ /^s/ || below(2) ? amount() : 0,
				currency => one_of(@{$w->{currencies}}), department => $d,
				driver => one_of(qw(minute contact none)), avoidable => share()}
			    if below(4) || $d !~ /^s/;
		}
	}
}

sub rates {
	my ($w) = @_;
	my @unit = shuffled(qw(minute hour contact leg transfer));
	return map { {pool => one_of("r$_", 'r'), amount => amount(), unit => $unit[$_],
		currency => one_of(@{$w->{currencies}}), vendor => one_of(undef, qw(A B)),
		team => one_of(undef, undef, 'x'), from => one_of(undef, $time[2][0]),
		to => one_of(undef, $month[1] + 5 * DAY), avoidable => one_of(1, 1, '0.25')} } 1 .. below(4);
}

# Rates of every currency in that which is reported; they change on some days.
sub exchanges {
	my ($w) = @_;
	my @x;
	for my $c (grep { $_ ne $w->{currency} } @{$w->{currencies}}) {
		my @cut = (undef, (map { BEGIN_AT + (5 + below(50)) * DAY } 1 .. below(2)), undef);
		for my $i (0 .. $#cut - 1) {
			my $back = below(2);
			push @x, {currency => $back ? $w->{currency} : $c,
				to_currency => $back ? $c : $w->{currency}, reciprocal => $back,
				rate => one_of('0.9', '1.0837', '160', '1/3', '7'),
				from => $cut[$i], to => $cut[$i + 1]};
		}
	}
	return @x;
}

my @split = ([1], [1], ['1/2', '1/2'], ['1/3', '2/3'], ['0.6', '0.4'], ['1/6', '1/3', '0.5']);

sub shares {
	my ($cause) = @_;
	my @owner = shuffled(qw(Billing App Shipping Web));
	return [map {
		my ($num, $den) = Math::BigRat->new($_)->parts;
		{owner => shift @owner, num => $num->numify, den => $den->numify, text => $_,
			cause => $cause, demand => one_of(undef, qw(value failure))}
	} @{one_of(@split)}];
}

# Rules by reason, by reason and product, of some only for a time, and for what failed.
sub rules {
	my @rule;
	for my $reason (qw(fee login parcel)) {
		my $cut = one_of(undef, BEGIN_AT + 20 * DAY);
		push @rule, {reason => $reason, to => $cut, shares => shares("$reason 1")} if below(5);
		push @rule, {reason => $reason, from => $cut, shares => shares("$reason 2")} if $cut;
		push @rule, {reason => $reason, product => 'card', shares => shares("$reason of cards")}
		    if below(2);
	}
	push @rule, {reason => 'login', repeat => 't', shares => shares('not solved')} if below(2);
	return @rule;
}

sub people {
	my ($w) = @_;
	return map {
		my $at = BEGIN_AT + below(61 * DAY);
		my $leg = one_of(undef, 1, 1, 2);
		my $credit = below(6) ? undef : amount();
		{
			contact_id => "c$_", leg => $leg, at => $at, vendor => one_of(undef, qw(A B)),
			team => one_of(undef, qw(x y)), reason => one_of(undef, qw(fee login parcel other)),
			product => one_of(undef, qw(card loan)), handle_s => maybe(below(2000)),
			transfer => one_of(undef, 'none', 'blind', 'attended'), credit => $credit,
			currency => one_of(undef, @{$w->{currencies}}), chain => 1 + below(2) * below(3),
			root_at => maybe($at - below(20) * DAY), root_reason => one_of(qw(fee login other)),
			root_product => one_of(undef, 'card'), reported => 1,
		}
	} 1 .. 1 + below(40);
}

sub world {
	my $reported = one_of(qw(EUR EUR JPY KWD));
	my $w = {currency => $reported, digits => $digits{$reported}, services => {}};
	$w->{currencies} = [$reported, below(2) ? one_of(grep { $_ ne $reported } qw(USD JPY EUR)) : ()];
	$w->{pools} = [pools($w)];
	departments($w) if !below(3);
	$w->{rates} = [rates($w)];
	$w->{exchange} = [exchanges($w)];
	$w->{map} = [rules()];
	$w->{contacts} = [people($w)];
	$w->{by} = one_of([], ['cause'], ['month'], ['vendor', 'cause'], ['demand', 'month'], ['pool'],
	    ['pool'], ['team', 'pool'], ['pool', 'month'], ['cause', 'pool', 'vendor']);
	$w->{where} = below(3) ? undef : "vendor = 'A'";
	$w->{period} = one_of(undef, undef, [@month[0, 1]], [$month[0] + 9 * DAY, $month[1] + 12 * DAY]);
	for my $c (@{$w->{contacts}}) {
		$c->{outside} = $w->{period} &&
		    ($c->{at} < $w->{period}[0] || $c->{at} >= $w->{period}[1]) ? 1 : 0;
		$c->{reported} = !$c->{outside} && (!$w->{where} || ($c->{vendor} // '') eq 'A') ? 1 : 0;
		$c->{first} = ($c->{leg} // 1) == 1 ? 1 : 0;
		$c->{transferred} = ($c->{transfer} // 'none') ne 'none' ? 1 : 0;
	}
	return $w;
}

# --- files ----------------------------------------------------------------------------------------

sub dated { return defined $_[0] ? instant($_[0]) : undef }

my @contact = qw(contact_id leg started_at vendor team reason product handle_s transfer credit currency
    chain_n_reason_7d root_started_at root_reason root_product);

sub files {
	my ($w) = @_;
	spew("$scratch/costs", stream([qw(pool period_from_at period_to_at amount currency vendor team
	    driver capacity_s capacity_n avoidable_share department)], map { {%$_,
		period_from_at => dated($_->{from}), period_to_at => dated($_->{to}),
		($_->{driver} eq 'minute' ? 'capacity_s' : 'capacity_n') => $_->{capacity},
		avoidable_share => $_->{avoidable}} } @{$w->{pools}}));
	spew("$scratch/rates", stream([qw(pool vendor team rate_amount rate_unit currency valid_from_at
	    valid_to_at avoidable_share)], map { {%$_, rate_amount => $_->{amount},
		rate_unit => $_->{unit}, valid_from_at => dated($_->{from}), valid_to_at => dated($_->{to}),
		avoidable_share => $_->{avoidable}} } @{$w->{rates}}));
	spew("$scratch/exchange", stream([qw(currency to_currency rate valid_from_at valid_to_at
	    reciprocal)], map { {%$_, valid_from_at => dated($_->{from}), valid_to_at => dated($_->{to}),
		reciprocal => $_->{reciprocal} ? 't' : 'f'} } @{$w->{exchange}}));
	my $units = $w->{services};
	spew("$scratch/services", stream([qw(department to units)], map { my $s = $_; map {
		{department => $s, to => $_, units => $units->{$s}{$_}} } sort keys %{$units->{$s}} }
		sort keys %$units));
	spew("$scratch/map", stream([qw(reason product repeat owner share valid_from_at valid_to_at demand
	    cause)], map { my $rule = $_; map { {%$rule, %$_, share => $_->{text},
		valid_from_at => dated($rule->{from}), valid_to_at => dated($rule->{to})} }
		@{$rule->{shares}} } @{$w->{map}}));
}

sub contacts_file {
	my ($name, @c) = @_;
	return spew("$scratch/$name", stream(\@contact, map { {%$_, started_at => dated($_->{at}),
		chain_n_reason_7d => $_->{chain}, root_started_at => dated($_->{root_at})} } @c));
}

sub prices {
	my ($w) = @_;
	my @option = ('-q', '--costs', "$scratch/costs", '--rates', "$scratch/rates", '--currency',
	    $w->{currency});
	push @option, '--exchange', "$scratch/exchange" if @{$w->{exchange}};
	push @option, '--services', "$scratch/services", '--allocation', $w->{allocation}
	    if %{$w->{services}};
	push @option, '--step-order', join ',', @{$w->{order}} if ($w->{allocation} // '') eq 'step-down';
	return @option;
}

sub counting {
	my ($w) = @_;
	return ('--map', "$scratch/map", (@{$w->{by}} ? ('--by', join ',', @{$w->{by}}) : ()),
	    ($w->{where} ? ('--where', $w->{where}) : ()),
	    ($w->{period} ? ('--period', join '..', map { POSIX::strftime('%Y-%m-%d', gmtime $_) }
		$w->{period}[0], $w->{period}[1] - 1) : ()));
}

# What the tool says; the reason where it refuses.
sub bill {
	my @command = @_;
	my ($status, $out, $err) = run(undef, 'cs-chargeback', @command);
	return $status == 0 ? $out : "status $status: $err";
}

# What each unit has of each pool, whatever else it is told apart by: contacts, seconds, money. What is
# not known of a part is not known of the whole.
sub by_unit_and_pool {
	my ($text) = @_;
	my ($head, @row) = map { [split /\t/] } split /\n/, $text;
	my %at = map { $head->[$_] => $_ } 0 .. $#$head;
	my %sum;
	for my $r (grep { $_->[0] ne 'total' } @row) {
		my $to = $sum{join ' ', @$r[@at{qw(line business_unit pool)}]} //= {};
		for (qw(contacts handle_s)) {
			my $cell = $r->[$at{$_}];
			$to->{$_} = $cell eq '\N' || ($to->{$_} // 0) eq '\N' ? '\N' : ($to->{$_} // 0) + $cell;
		}
		$to->{charged} += $r->[$at{charged}] =~ s/[.]//r;
	}
	return join '', map { "$_ @{$sum{$_}}{qw(contacts handle_s charged)}\n" } sort keys %sum;
}

# Shards of the contacts, an empty one among them at times, added up in any order.
sub by_shards {
	my ($w) = @_;
	my $n = 1 + below(4);
	my @shard = map { [] } 1 .. $n;
	push @{$shard[below($n)]}, $_ for shuffled(@{$w->{contacts}});
	my @cells;
	for my $i (0 .. $n - 1) {
		my $in = contacts_file("part$i", @{$shard[$i]});
		my $cells = bill(prices($w), counting($w), '--partial', '--as-of', '2026-06-01', $in);
		push @cells, spew("$scratch/cells$i", $cells);
	}
	return bill(prices($w), '--merge', shuffled(@cells));
}

my ($first, $n) = ($ENV{CS_FIRST} // 1, $ENV{CS_SEEDS} // rounds(300));
my ($wrong, $unlike, $moved, $seen, $sharded, $keyed, %met) = (0, 0, 0, 0, 0, 0);
for my $seed ($first .. $first + $n - 1) {
	seed($seed * 7919);
	my $w = world();
	files($w);
	my $got = bill(prices($w), counting($w), contacts_file('contacts', @{$w->{contacts}}));
	my $want = eval { reckon($w) } // "reckoned: $@";
	$met{$_} = 1 for $want =~ /^(\w+)/mg;
	$seen++;
	if ($got ne $want && !$wrong++) {
		diag("CS_FIRST=$seed CS_SEEDS=1: got\n${got}want\n$want");
	}
	if (@{$w->{by}} > 1 && grep { $_ eq 'pool' } @{$w->{by}}) {
		$keyed++;
		my $alone = bill(prices($w), counting({%$w, by => ['pool']}), "$scratch/contacts");
		if (by_unit_and_pool($got) ne by_unit_and_pool($alone) && !$moved++) {
			diag("CS_FIRST=$seed CS_SEEDS=1: by @{$w->{by}}\n${got}by pool\n$alone");
		}
	}
	next if $seed % 3;
	$sharded++;
	my $merged = by_shards($w);
	if ($merged ne $got && !$unlike++) {
		diag("CS_FIRST=$seed CS_SEEDS=1: plain\n${got}by shards\n$merged");
	}
}
is($wrong, 0, "$seen bills are what they must be, to the last unit");
is($moved, 0, "$keyed times a unit has the same of a pool, whatever the other keys");
is($unlike, 0, "$sharded of them also by shards");
ok($n < 30 || !(grep { !$met{$_} } qw(unmapped charged not_reported unallocated unused total)),
    'all kinds of lines came up');
done_testing;
