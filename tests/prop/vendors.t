#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# What outsourcers deliver, and what they are paid, reckoned once more from the words of the page:
# contact by contact, in fractions (charge.pl for what contacts cost), every figure of the table. Random
# contacts around the ends of months of zones with a summer time, contracts that begin, change and end
# anywhere, also of vendors whom nobody called, all formulas of service levels, legs rounded in steps,
# least volumes, malus and bonus, invoices and tables of customers kept with holes. Shards say the same.
#
# CS_SEEDS says how many worlds, CS_FIRST with which they begin.
use strict;
use warnings;
use List::Util qw(sum0);
use POSIX ();
use Test::More;

require './tests/prop/prop.pl';
require './tests/prop/charge.pl';
our $scratch;

use constant DAY => 86400;

my @zone = qw(UTC Europe/Berlin America/New_York Asia/Kathmandu America/Havana);
my %digits = (EUR => 2, JPY => 0, KWD => 3);
my @vendor = (undef, qw(A B), 'C D');

sub maybe { return below(3) ? $_[0] : undef }

sub first_of { return POSIX::mktime(0, 0, 0, 1, $_[0] - 1, 126) } # of 2026, local

sub local_month { return POSIX::strftime('%Y-%m-01', localtime $_[0]) }

my @month = map { sprintf '2026-%02d-01', $_ } 1 .. 6;

# --- what is true of a leg: 1, 0, or undef where it is not known ---------------------------------

sub both {
	return 0 if grep { defined && !$_ } @_;
	return (grep { !defined } @_) ? undef : 1;
}

sub either { my $x = both(map { defined ? !$_ + 0 : undef } @_); return defined $x ? 1 - $x : undef }

sub not_so { return defined $_[0] ? 1 - $_[0] : undef }

my %class = (answered => 'inbound queued offered handled', abandoned => 'inbound queued offered abandoned',
	(map { $_ => 'inbound queued offered flow_out' } qw(timeout key callback voicemail empty withdrawn)),
	open => 'inbound queued', map { $_ => 'inbound' } qw(full closed blocked failed vru));

sub in_class {
	my ($c, $name) = @_;
	return undef if !defined $c->{disposition};
	my $yes = $class{$c->{disposition}} =~ /\b$name\b/ ? 1 : 0;
	$yes = 0 if $name ne 'handled' && ($c->{direction} // '') =~ /^(outbound|internal)$/;
	return $yes;
}

sub is_one { my ($c, @of) = @_; return defined $c->{disposition} ? (grep { $_ eq $c->{disposition} } @of) ? 1 : 0 : undef }

sub slow { return both(in_class($_[0], 'flow_out'), is_one($_[0], qw(timeout empty withdrawn))) }

sub chosen { return both(in_class($_[0], 'flow_out'), is_one($_[0], qw(callback key))) }

sub taken { return both(in_class($_[0], 'handled'), in_class($_[0], 'offered')) }

sub within { my ($c, $t) = @_; return defined $c->{wait_s} ? $c->{wait_s} <= $t ? 1 : 0 : undef }

sub late_gone { my ($c, $t) = @_; return both(in_class($c, 'abandoned'), not_so(within($c, $t))) }

# By name: [what is in time, what counts], of a leg, a threshold and what is short.
my %level = (
	sl_offered => [sub { both(in_class($_[0], 'handled'), within(@_)) }, sub { in_class($_[0], 'queued') }],
	sl_answered => [sub { within(@_) }, sub { taken(@_) }],
	sl_positive => [sub { within(@_) }, sub { either(taken(@_), in_class($_[0], 'abandoned')) }],
	sl_ignore => [sub { both(in_class($_[0], 'handled'), within(@_)) },
		sub { either(taken(@_), late_gone(@_)) }],
	sl_removed => [sub { both(either(in_class($_[0], 'handled'), in_class($_[0], 'abandoned'), chosen(@_)),
		within(@_)) }, sub { in_class($_[0], 'queued') }],
	sl_ast2 => [sub { both(either(in_class($_[0], 'handled'), in_class($_[0], 'abandoned'), slow(@_)),
		within(@_)) }, sub { either(taken(@_), in_class($_[0], 'abandoned'), slow(@_)) }],
	sl_negative => [sub { both(in_class($_[0], 'handled'), within(@_)) },
		sub { either(taken(@_), in_class($_[0], 'abandoned')) }],
	sl_noshort => [sub { both(in_class($_[0], 'handled'), within(@_)) },
		sub { either(taken(@_), late_gone($_[0], $_[2])) }, 1],
	sl_noshort_flow => [sub { both(in_class($_[0], 'handled'), within(@_)) },
		sub { either(taken(@_), in_class($_[0], 'flow_out'), late_gone($_[0], $_[2])) }, 1],
	sl_inbound_noshort => [sub { both(in_class($_[0], 'handled'), within(@_)) },
		sub { both(in_class($_[0], 'inbound'),
		    not_so(both(in_class($_[0], 'abandoned'), within($_[0], $_[2])))) }, 1],
	sl_inbound => [sub { both(in_class($_[0], 'handled'), within(@_)) }, sub { in_class($_[0], 'inbound') }],
);

sub level_of {
	my ($sl, $c) = @_;
	my ($name, $t, $short) = @$sl;
	my ($met, $counts) = @{$level{$name}};
	return () if !$counts->($c, $t, $short);
	return $met->($c, $t, $short) // ();
}

# --- worlds ---------------------------------------------------------------------------------------

sub price { return one_of('0.95', '1', '0.333333', '1.105', '12', '0', '0.004', '250.5') }

sub percent { return one_of('0%', '1%', '2.5%', '0.01', '10%', '0.333333', '70%') }

# Terms of a vendor, one behind the other: some with a gap, the first and the last perhaps open.
sub terms {
	my ($vendor, $w) = @_;
	my @cut = sort { $a <=> $b } map { below(180) } 1 .. 2 * (1 + below(3));
	my @terms;
	while (my ($from, $until) = splice @cut, 0, 2) {
		next if @terms && $from <= $terms[-1]{until};
		my $t = {vendor => $vendor, from => $from, until => $until, price => {}};
		$t->{price}{$_} = price() for grep { below(2) } qw(minute contact leg month solved);
		$t->{price}{month} = one_of('-3', '20', '0.5', '1000') if !below(3);
		$t->{price}{kept} = price() if $w->{kept_by_month} && !below(3);
		$t->{price}{contact} //= '6.20' if !%{$t->{price}};
		if (below(3)) {
			my $name = one_of(sort keys %level);
			$t->{sl} = [$name, one_of(5, 20, 20, 60), $level{$name}[2] ? one_of(3, 5) : 5];
			$t->{target} = one_of('80%', '0.5', '33.3333%', '0%', '100%', '60%');
			for my $k (qw(malus bonus)) {
				$t->{$k} = percent() if below(2);
				$t->{"${k}_point"} = percent() if below(2);
				$t->{"${k}_most"} = percent() if below(2) && ($t->{$k} || $t->{"${k}_point"});
			}
		}
		if (exists $t->{price}{minute}) {
			$t->{first_s} = one_of(1, 30, 60, 90) if !below(3);
			$t->{step_s} = one_of(1, 6, 7, 60) if !below(3);
			$t->{minutes_least} = one_of(1, 50, 400) if !below(3);
		}
		$t->{contacts_least} = one_of(1, 4, 20) if exists $t->{price}{contact} && !below(3);
		push @terms, $t;
	}
	delete $terms[0]{from} if !below(3);
	delete $terms[-1]{until} if !below(3);
	return @terms;
}

sub people {
	my ($w) = @_;
	return map {
		my $edge = first_of(2 + below(4));
		my $at = below(3) ? $edge + below(4 * 3600) - 2 * 3600 : $edge + below(60 * DAY) - 30 * DAY;
		my $solved = one_of(undef, qw(t f t));
		{
			contact_id => "c$_", leg => one_of(undef, 1, 1, 2), at => $at, chain => 1,
			vendor => one_of(@vendor[0 .. 2], @vendor[1, 2]), reason => one_of(undef, qw(fee login)),
			handle_s => below(9) ? below(5) ? below(400) : one_of(0, 1, 29, 30, 31, 60, 61, 66) : undef,
			wait_s => below(8) ? below(70) : undef,
			disposition => one_of(undef, ('answered') x 9, ('abandoned') x 4, sort keys %class),
			direction => one_of(undef, ('inbound') x 5, 'outbound', 'internal'),
			solved_agent => $solved, solved_customer => one_of(undef, undef, 't', 'f'),
			solved_at => one_of(undef, instant($at + 60)), back => one_of(undef, qw(t f f)),
			transferred => 0,
		}
	} 1 .. 1 + below(60);
}

sub pools {
	return map {
		my $from = first_of(1 + below(4)) + (below(2) ? 0 : below(40) * 3600);
		my $driver = one_of(qw(minute minute contact leg none));
		{
			pool => "pool $_", from => $from, to => $from + (1 + below(70)) * DAY,
			amount => (below(6) ? '' : '-') . (1 + below(90000)) . '.' . below(10),
			vendor => one_of(@vendor[0 .. 2]), driver => $driver,
			capacity => $driver ne 'none' && !below(3) ? 1 + below(9000) : undef,
		}
	} 1 .. 1 + below(4);
}

sub rates {
	return map { {
		pool => "rate $_", amount => price(), unit => one_of(qw(minute contact leg hour)),
		vendor => one_of(@vendor[0 .. 2]), avoidable => 1,
	} } 1 .. below(3);
}

sub world {
	my $currency = one_of(qw(EUR EUR JPY KWD));
	my $w = {zone => one_of(@zone), currency => $currency, digits => $digits{$currency}, services => {},
		exchange => [], map => []};
	$ENV{TZ} = $w->{zone};
	POSIX::tzset();
	$w->{contacts} = [people($w)];
	$w->{pools} = [pools()];
	$w->{rates} = [rates()];
	$_->{currency} = $currency for @{$w->{pools}}, @{$w->{rates}};
	$w->{group} = one_of([], [], ['month'], ['month'], ['reason']);
	if ("@{$w->{group}}" ne 'reason') {
		$w->{kept_by_month} = below(2);
		$w->{$_} = below(4) for qw(has_contract has_billed);
		$w->{has_kept} = below(2);
		delete $w->{kept_by_month} if !$w->{has_kept};
		$w->{contract} = [shuffled(map { terms($_, $w) } grep { below(4) } @vendor[1 .. 3])];
		$w->{has_contract} = 0 if !@{$w->{contract}};
	}
	$w->{solved} = one_of('none', 'at', 'agent', 'customer', 'both');
	$w->{repeat} = below(3);
	$w->{where} = below(5) ? undef : "reason = 'fee'";
	($w->{from}, $w->{to}) = (-9e15, 9e15);
	if (!below(4)) {
		$w->{from} = first_of(2) + below(3) * 10 * DAY;
		$w->{to} = first_of(5) - below(3) * 10 * DAY;
	}
	for my $c (@{$w->{contacts}}) {
		$c->{reported} = (!$w->{where} || ($c->{reason} // '') eq 'fee') && $c->{at} >= $w->{from} &&
		    $c->{at} < $w->{to} ? 1 : 0;
		$c->{first} = ($c->{leg} // 1) == 1 ? 1 : 0;
		$c->{month} = local_month($c->{at});
	}
	return $w;
}

sub billed {
	my ($w) = @_;
	return map {
		my $minutes = below(3) ? below(2000) . one_of('', '.5', '.333333') : undef;
		my $amount = below(3) || !defined $minutes ? below(900) . one_of('', '.25', '.005') : undef;
		{vendor => one_of(@vendor), month => one_of(@month), billed_minutes => $minutes, amount => $amount,
			currency => defined $amount ? $w->{currency} : undef};
	} 1 .. below(9);
}

sub kept {
	my ($w) = @_;
	my @place = map { my $v = $_; map { [$v, $_] } $w->{kept_by_month} ? @month : (undef) } @vendor;
	return map { {vendor => $_->[0], month => $_->[1], customers => below(500),
		stayed => one_of(undef, '0.75', '0.12345678', '1', '0', '0.5'),
		stayed_lo => one_of(undef, '0.5', '0.1', '0'), stayed_hi => one_of(undef, '0.9', '1')} }
	    grep { below(3) } @place;
}

# --- files ----------------------------------------------------------------------------------------

sub day_text { return POSIX::strftime('%Y-%m-%d', gmtime(1767225600 + $_[0] * DAY)) }

sub contract_text {
	my ($w) = @_;
	my $text = '';
	for my $t (@{$w->{contract}}) {
		$text .= "[vendor $t->{vendor}]\ncurrency = $w->{currency}\n";
		$text .= "$_ = " . day_text($t->{$_}) . "\n" for grep { defined $t->{$_} } qw(from until);
		$text .= "$_ = $t->{price}{$_}\n" for sort keys %{$t->{price}};
		if ($t->{sl}) {
			my ($name, $s, $short) = @{$t->{sl}};
			$text .= "sl = $name(" . ($level{$name}[2] ? "$s, $short" : $s) . ")\n";
		}
		$text .= "$_ = $t->{$_}\n" for grep { defined $t->{$_} } qw(target malus malus_point malus_most
		    bonus bonus_point bonus_most first_s step_s minutes_least contacts_least);
	}
	return $text;
}

my %solved_columns = (none => [], at => ['solved_at'], agent => ['solved_agent'],
	customer => ['solved_customer'], both => ['solved_customer', 'solved_agent']);

sub contacts_file {
	my ($w, $name, @c) = @_;
	my @column = (qw(contact_id leg started_at vendor reason handle_s wait_s disposition direction),
	    @{$solved_columns{$w->{solved}}}, $w->{repeat} ? 'repeat_reason_7d' : ());
	return spew("$scratch/$name", stream(\@column, map { {%$_, started_at => instant($_->{at}),
		repeat_reason_7d => $_->{back}} } @c));
}

sub files {
	my ($w) = @_;
	my $dated = sub { defined $_[0] ? instant($_[0]) : undef };
	spew("$scratch/costs", stream([qw(pool period_from_at period_to_at amount currency vendor driver
	    capacity_s capacity_n)], map { {%$_, period_from_at => instant($_->{from}),
		period_to_at => instant($_->{to}), ($_->{driver} eq 'minute' ? 'capacity_s' : 'capacity_n') =>
		    $_->{capacity}} } @{$w->{pools}}));
	spew("$scratch/rates", stream([qw(pool vendor rate_amount rate_unit currency)], map { {%$_,
		rate_amount => $_->{amount}, rate_unit => $_->{unit}} } @{$w->{rates}}));
	spew("$scratch/contract.ini", contract_text($w)) if $w->{has_contract};
	$w->{billed} = [billed($w)];
	spew("$scratch/billed", stream([qw(vendor month billed_minutes amount currency)], @{$w->{billed}}));
	$w->{kept} = [kept($w)];
	spew("$scratch/kept", stream(['vendor', $w->{kept_by_month} ? 'month' : (), qw(customers stayed
	    stayed_lo stayed_hi)], @{$w->{kept}}));
}

sub prices {
	my ($w) = @_;
	return ('-q', '--vendors', '--currency', $w->{currency}, '--costs', "$scratch/costs", '--rates',
	    "$scratch/rates", ($w->{has_contract} ? ('--contract', "$scratch/contract.ini") : ()),
	    ($w->{has_billed} ? ('--billed', "$scratch/billed") : ()),
	    ($w->{has_kept} ? ('--kept', "$scratch/kept") : ()));
}

sub counting {
	my ($w) = @_;
	return ('--tz', $w->{zone}, (@{$w->{group}} ? ('--by', "@{$w->{group}}") : ()),
	    ($w->{where} ? ('--where', $w->{where}) : ()),
	    ($w->{to} < 9e15 ? ('--since', instant($w->{from}), '--until', instant($w->{to})) : ()));
}

# --- the table once more --------------------------------------------------------------------------

# A share as it is written, in millionths.
sub millionths {
	my ($text) = @_;
	my $percent = $text =~ s/%//;
	return (rat($text) * 1000000 / ($percent ? 100 : 1))->numify;
}

sub add_share {
	my ($t, $k, $gross, $far) = @_;
	my $share = millionths($t->{$k} // 0) + ($far / 10000)->bfloor->numify * millionths($t->{"${k}_point"} // 0);
	my $most = millionths($t->{"${k}_most"} // 1);
	$share = $most if $share > $most;
	return nearest(rat($gross) * $share / 1000000);
}

# The solved ones: 1, 0, or undef where it is too early or not known.
sub lasted {
	my ($w, $c) = @_;
	my $bit = sub { defined $_[0] ? $_[0] eq 't' ? 1 : 0 : undef };
	my $back = $bit->($c->{back});
	my $word = $w->{solved} eq 'at' ? defined $c->{solved_at} ? 1 : 0
	    : $w->{solved} eq 'agent' ? $bit->($c->{solved_agent})
	    : $w->{solved} eq 'customer' ? $bit->($c->{solved_customer})
	    : $bit->($c->{solved_customer} // $c->{solved_agent});
	return $word if !$w->{repeat};
	return undef if !defined $back || ($w->{solved} ne 'none' && !defined $word);
	return ($w->{solved} eq 'none' || $word) && !$back ? 1 : 0;
}

sub on {
	my ($w, $vendor, $month) = @_;
	return (grep { $_->{vendor} eq $vendor && day_text($_->{from} // -9999) le $month &&
	    $month le day_text($_->{until} // 9999) } @{$w->{contract}})[0];
}

# Whether the period holds all of a month.
sub whole_month {
	my ($w, $month) = @_;
	my ($m) = $month =~ /-(\d\d)-/;
	return first_of($m) >= $w->{from} && first_of($m + 1) <= $w->{to};
}

# A month of a vendor by its terms.
sub due {
	my ($w, $t, $x, $kept) = @_;
	my $scale = 10**$w->{digits};
	my $price = sub { rat($t->{price}{$_[0]} // 0) };
	my $step = $t->{step_s} // 1;
	my $first = $t->{first_s} // $step;
	my ($paid, $met, $of) = (0, 0, 0);
	for my $c (@{$x->{legs}}) {
		my $s = $c->{handle_s} // 0;
		$paid += $s == 0 ? 0 : $s <= $first ? $first
		    : $first + $step * POSIX::ceil(($s - $first) / $step);
		next if !$t->{sl};
		my @in_time = level_of($t->{sl}, $c) or next;
		$of++;
		$met += $in_time[0];
	}
	my $least = 60 * ($t->{minutes_least} // 0);
	$paid = $least if $paid < $least;
	my $contacts = $x->{contacts} > ($t->{contacts_least} // 0) ? $x->{contacts} : $t->{contacts_least};
	my $gross = nearest(($price->('minute') * $paid / 60 + $price->('contact') * $contacts +
	    $price->('leg') * @{$x->{legs}} + $price->('month')) * $scale);
	my %d = (met => $met, of => $of, paid => $paid, malus => 0, bonus => 0);
	if ($of && $gross > 0) {
		my $far = rat("$met/$of") * 1000000 - millionths($t->{target});
		$d{malus} = add_share($t, 'malus', $gross, -$far) if $far < 0;
		$d{bonus} = add_share($t, 'bonus', $gross, $far) if $far > 0;
	}
	$d{amount} = $gross - $d{malus} + $d{bonus};
	my @wants = grep { exists $t->{price}{$_} } qw(solved kept);
	my $solved = $x->{contacts} == 0 ? 0 : $x->{solved_of}
	    ? ((2 * rat($x->{solved}) * $x->{contacts} + $x->{solved_of}) / (2 * $x->{solved_of}))->bfloor : undef;
	$solved = undef if $w->{solved} eq 'none' && !$w->{repeat};
	my %n = (solved => $solved, kept => defined $kept ? ($kept + rat('1/2'))->bfloor : undef);
	return {%d, has_outcome => 0} if !@wants || grep { !defined $n{$_} } @wants;
	my $sum = $price->('month');
	$sum += $price->($_) * $n{$_} for @wants;
	return {%d, has_outcome => 1, outcome => nearest($sum * $scale)};
}

# What contacts cost, by vendor, keys and month; each a number of minor units.
sub costs {
	my ($w) = @_;
	my %cost;
	$w->{by} = ['vendor', (grep { $_ ne 'month' } @{$w->{group}}), 'month'];
	for (split /\n/, reckon($w)) {
		my ($line, $unit, @cell) = split /\t/;
		next if $line !~ /^(unmapped|charged)$/;
		my ($vendor, @key) = splice @cell, 0, scalar @{$w->{by}};
		my $amount = $cell[2];
		$cost{join "\t", $vendor, @key} += nearest(rat($amount) * 10**$w->{digits});
	}
	return \%cost;
}

sub number { my ($x, $digits) = @_; return money({digits => $digits}, nearest($x * 10**$digits)) }

sub wilson {
	my ($k, $n) = @_;
	my ($p, $z) = ($k / $n, 1.95996398454005);
	my $mid = $p + $z * $z / (2 * $n);
	my $half = $z * sqrt($p * (1 - $p) / $n + $z * $z / (4 * $n * $n));
	my $all = 1 + $z * $z / $n;
	my ($lo, $hi) = (($mid - $half) / $all, ($mid + $half) / $all);
	return ($k == 0 ? 0 : $lo, $k == $n ? 1 : $hi);
}

sub share_cells {
	my ($name, $k, $n) = @_;
	my ($lo, $hi) = $n ? wilson($k, $n) : ();
	return ("${name}_n" => $n, $name => $n ? number(rat("$k/$n"), 8) : '\N', "${name}_lo" => $lo // '\N',
	    "${name}_hi" => $hi // '\N');
}

# Rows as hashes by column; bounds as numbers.
sub vendors {
	my ($w) = @_;
	my (%cell, %row);
	my $cost = costs($w);
	my $place = sub {
		my ($vendor, $month, $reason) = @_;
		my @key = "@{$w->{group}}" eq 'reason' ? ($reason) : ();
		return $cell{join "\t", map { $_ // '\N' } $vendor, @key, $month} //=
		    {legs => [], contacts => 0, solved => 0, solved_of => 0, cost => 0, vendor => $vendor,
			month => $month, key => \@key};
	};
	for my $c (grep { $_->{reported} } @{$w->{contacts}}) {
		my $x = $place->(@$c{qw(vendor month reason)});
		push @{$x->{legs}}, $c;
		next if !$c->{first};
		$x->{contacts}++;
		my $lasted = $w->{solved} eq 'none' && !$w->{repeat} ? undef : lasted($w, $c);
		next if !defined $lasted;
		$x->{solved_of}++;
		$x->{solved} += $lasted;
	}
	if (!$w->{where}) {
		$place->(@$_{qw(vendor month)}) for grep { $w->{has_billed} && whole_month($w, $_->{month}) }
		    @{$w->{billed}};
		my %of;
		$of{$_->{month}} = 1 for values %cell;
		for my $m (grep { $w->{has_contract} && whole_month($w, $_) } keys %of) {
			$place->($_->{vendor}, $m) for grep { (on($w, $_->{vendor}, $m) // 0) == $_ } @{$w->{contract}};
		}
	}
	for my $k (keys %$cost) {
		die "a cost of nothing: $k" if !$cell{$k};
		$cell{$k}{cost} = $cost->{$k};
	}
	for my $x (values %cell) {
		my @key = "@{$w->{group}}" eq 'month' ? ($x->{month}) : @{$x->{key}};
		push @{$row{join "\t", map { $_ // '\N' } $x->{vendor}, @key}}, $x;
	}
	return {map { $_ => row($w, $_, sort { $a->{month} cmp $b->{month} } @{$row{$_}}) } keys %row};
}

sub add_kept {
	my ($w, $r, $x, $month, $alone) = @_;
	my ($k) = grep { ($_->{vendor} // "\0") eq ($x->{vendor} // "\0") &&
	    ($_->{month} // '') eq ($month // '') } @{$w->{kept}};
	return undef if !$k || !defined $k->{stayed};
	my %n = map { $_ => nearest(rat($k->{$_}) * $k->{customers} * 1000000) }
	    grep { defined $k->{$_} } qw(stayed stayed_lo stayed_hi);
	$r->{kept} += $n{stayed};
	$r->{kept_cost} += $x->{cost};
	$r->{kept_bounds} = $alone && defined $n{stayed_lo} && defined $n{stayed_hi} ? \%n : undef;
	return rat($n{stayed}) / 1000000;
}

sub row {
	my ($w, $key, @x) = @_;
	my %r = map { $_ => 0 } qw(contacts solved solved_of cost handle_s);
	my @terms;
	for my $x (@x) {
		$r{$_} += $x->{$_} for qw(contacts solved solved_of cost);
		$x->{handle_s} = sum0(map { $_->{handle_s} // 0 } @{$x->{legs}});
		$r{handle_s} += $x->{handle_s};
		next if !whole_month($w, $x->{month});
		for my $b ($w->{has_billed} ? @{$w->{billed}} : ()) {
			next if ($b->{vendor} // "\0") ne ($x->{vendor} // "\0") || $b->{month} ne $x->{month};
			$r{amount} += rat($b->{amount}) if defined $b->{amount};
			next if !defined $b->{billed_minutes};
			$r{minutes} += rat($b->{billed_minutes});
			$r{logged} += $x->{handle_s} if !$x->{invoiced}++;
		}
		my $kept = $w->{has_kept} && $w->{kept_by_month}
		    ? add_kept($w, \%r, $x, $x->{month}, @x == 1) : undef;
		my $t = $w->{has_contract} && defined $x->{vendor} ? on($w, $x->{vendor}, $x->{month}) : undef;
		push @terms, [$t, due($w, $t, $x, $kept)] if $t;
	}
	add_kept($w, \%r, {%r, vendor => $x[0]{vendor}}, undef, 1)
	    if $w->{has_kept} && !$w->{kept_by_month} && !@{$w->{group}};
	return {cells($w, \%r, \@terms)};
}

sub cells {
	my ($w, $r, $terms) = @_;
	my $scale = 10**$w->{digits};
	my $each = sub { my ($a, $b, $d) = @_; return $b > 0 ? number(rat($a) / $b, $d) : '\N' };
	my %c = (contacts => $r->{contacts}, handle_s => $r->{handle_s}, charged => money($w, $r->{cost}),
		currency => $w->{currency}, cost_per_contact => $each->($r->{cost}, $r->{contacts} * $scale, 4));
	if ($w->{solved} ne 'none' || $w->{repeat}) {
		%c = (%c, share_cells('solved_share', $r->{solved}, $r->{solved_of}));
		$c{cost_per_solved} = $each->(rat($r->{cost}) * $r->{solved_of},
		    $r->{contacts} * $r->{solved} * $scale, 4);
		my $bounds = $r->{solved_of} && $r->{contacts} && $r->{cost} >= 0;
		for (['lo', 'hi'], ['hi', 'lo']) {
			my $share = $c{"solved_share_$_->[1]"};
			$c{"cost_per_solved_$_->[0]"} = $bounds && $share > 0
			    ? $r->{cost} / $scale / $r->{contacts} / $share : '\N';
		}
	}
	if ($w->{has_kept}) {
		my $b = $r->{kept_bounds} && $r->{kept_cost} >= 0 ? $r->{kept_bounds} : {};
		my $money = defined $r->{kept} ? rat($r->{kept_cost}) * 1000000 / $scale : 0;
		$c{kept_customers} = defined $r->{kept} ? number(rat($r->{kept}) / 1000000, 2) : '\N';
		$c{cost_per_kept} = $each->($money, $r->{kept} // 0, 4);
		$c{cost_per_kept_lo} = $each->($money, $b->{stayed_hi} // 0, 4);
		$c{cost_per_kept_hi} = $each->($money, $b->{stayed_lo} // 0, 4);
	}
	if ($w->{has_contract}) {
		my %formula = map { join(' ', @{$_->[0]{sl} // []}) => 1 } @$terms;
		my %target = map { ($_->[0]{sl} ? millionths($_->[0]{target}) : '') => 1 } @$terms;
		my $one = keys %formula == 1;
		%c = (%c, share_cells('contract_sl', map { my $k = $_; $one ? sum0 map { $_->[1]{$k} } @$terms : 0 }
			qw(met of)));
		my ($target) = keys %target == 1 ? keys %target : '';
		$c{contract_target} = $target ne '' ? number(rat("$target/1000000"), 8) : '\N';
		for my $k (qw(amount malus bonus)) {
			$c{"contract_$k"} = @$terms ? money($w, sum0 map { $_->[1]{$k} } @$terms) : '\N';
		}
		my @paid = map { $_->[1]{paid} } grep { exists $_->[0]{price}{minute} } @$terms;
		$c{contract_minutes} = @paid ? number(rat(sum0 @paid) / 60, 2) : '\N';
		$c{outcome_amount} = @$terms && !(grep { !$_->[1]{has_outcome} } @$terms)
		    ? money($w, sum0 map { $_->[1]{outcome} } @$terms) : '\N';
	}
	if ($w->{has_billed}) {
		my $there = defined $r->{minutes};
		$c{billed_minutes} = $there ? number($r->{minutes}, 2) : '\N';
		$c{logged_minutes} = $there ? number(rat($r->{logged}) / 60, 2) : '\N';
		$c{billed_more} = $there && $r->{logged} ? number($r->{minutes} * 60 / $r->{logged} - 1, 8) : '\N';
		$c{billed_amount} = defined $r->{amount} ? number($r->{amount}, $w->{digits}) : '\N';
	}
	return %c;
}

# --- what differs ---------------------------------------------------------------------------------

my %bound = map { $_ => 1 } qw(solved_share_lo solved_share_hi contract_sl_lo contract_sl_hi
    cost_per_solved_lo cost_per_solved_hi);

sub same {
	my ($column, $got, $want) = @_;
	return $got eq $want if !$bound{$column} || $got eq '\N' || $want eq '\N';
	return abs($got - $want) <= ($column =~ /share|sl_/ ? 6e-9 : 6e-5 + 1e-12 * abs $want);
}

sub differences {
	my ($w, $text) = @_;
	my %left = %{vendors($w)};
	my @wrong;
	for my $got (table($text)) {
		my $key = join "\t", @$got{'vendor', @{$w->{group}}};
		my $want = delete $left{$key};
		push @wrong, "a row too many: $key" if !$want;
		next if !$want;
		my %column = (%$got, %$want);
		delete @column{'vendor', @{$w->{group}}};
		for my $c (sort keys %column) {
			my ($is, $is_to_be) = ($got->{$c} // 'absent', $want->{$c} // 'absent');
			push @wrong, "$key: $c is $is, not $is_to_be" if !same($c, $is, $is_to_be);
		}
	}
	return @wrong, map { "no row: $_" } sort keys %left;
}

sub answer {
	my ($status, $out, $err) = run(undef, 'cs-chargeback', @_);
	return $status == 0 ? $out : "status $status: $err";
}

sub by_shards {
	my ($w) = @_;
	my @shard = map { [] } 1 .. 1 + below(3);
	push @{$shard[below(scalar @shard)]}, $_ for @{$w->{contacts}};
	my @cells = map {
		spew("$scratch/cells$_", answer(prices($w), counting($w), '--partial',
		    contacts_file($w, "part$_", @{$shard[$_]})))
	} 0 .. $#shard;
	return answer(prices($w), '--merge', shuffled(@cells));
}

my ($first, $n) = ($ENV{CS_FIRST} // 1, $ENV{CS_SEEDS} // rounds(250));
my ($wrong, $unlike, $figures, $sharded, %met) = (0, 0, 0, 0);
for my $seed ($first .. $first + $n - 1) {
	seed($seed * 7919);
	my $w = world();
	files($w);
	my $got = answer(prices($w), counting($w), contacts_file($w, 'contacts', @{$w->{contacts}}));
	my @wrong = $got =~ /^status/ ? $got : eval { differences($w, $got) };
	push @wrong, "reckoned: $@" if $@;
	diag(join "\n", "CS_FIRST=$seed CS_SEEDS=1:", @wrong, $got) if @wrong && !$wrong++;
	for my $r ($got =~ /^status/ ? () : table($got)) {
		$met{$_}++ for grep { $r->{$_} !~ /^(\\N|[0.]+)$/ } keys %$r;
		$figures += keys %$r;
	}
	next if $seed % 4;
	$sharded++;
	my $merged = by_shards($w);
	diag("CS_FIRST=$seed CS_SEEDS=1: plain\n${got}by shards\n$merged") if $merged ne $got && !$unlike++;
}
is($wrong, 0, "$n worlds, $figures figures, are what they must be");
is($unlike, 0, "$sharded of them also by shards");
my @never = grep { $n >= 100 && !$met{$_} } qw(contract_amount contract_malus contract_bonus outcome_amount
    contract_minutes contract_sl contract_target billed_more billed_amount cost_per_kept cost_per_kept_lo
    cost_per_kept_hi cost_per_solved cost_per_solved_hi);
is("@never", '', 'all figures came up');
done_testing;
