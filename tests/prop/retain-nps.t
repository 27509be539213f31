#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# cs-retain --nps against the same counted here, customer by customer, from the words of the manual:
# made-up tables with all that is odd, in any order, by any threads, whole and as cells of parts.
use strict;
use warnings;
use Test::More;

require './tests/prop/prop.pl';
our $scratch;

use constant {
	DAY => 86400,
	ORIGIN => 1767225600, # 2026-01-01
	SPAN => 400,
	LANDMARK => 14,
	ROUNDS => $ENV{CS_ROUNDS} // 12,
};

my @classes = qw(promoter passive detractor silent);

sub at_or_null {
	return defined $_[0] ? instant($_[0]) : undef;
}

# Customers, surveys, purchases.
sub company {
	my ($n) = @_;
	my (@who, @asked, @bought);
	for my $i (1 .. $n) {
		my $joined = ORIGIN - DAY * 300 + below(DAY * 600);
		my $left = below(3) ? undef : $joined + below(DAY * 500);
		push @who, {customer_id => "k$i", joined => $joined, left => $left, plan => one_of(qw(a b))}
		    if below(12);
		for (1 .. below(4)) {
			my $sent = ORIGIN + below(DAY * SPAN);
			my $answered = below(2) ? $sent + below(below(5) ? DAY * 3 : DAY * 40) : undef;
			push @asked, {customer_id => "k$i", contact => below(3) ? undef : 'c' . @asked,
				sent => defined $answered && !below(6) ? undef : $sent, answered => $answered,
				nps => defined $answered && below(10) ? below(12) : undef};
		}
		for (1 .. below(9)) {
			my $at = ORIGIN - DAY * 100 + below(DAY * (SPAN + 100));
			push @bought, {customer_id => "k$i", at => $at, cents => 1 + below(20000),
				refunded => below(6) ? undef : $at + below(DAY * 60)};
		}
	}
	return \@who, \@asked, \@bought;
}

sub write_all {
	my ($who, $asked, $bought, $as_of) = @_;
	spew("$scratch/customers", stream([qw(customer_id joined_at left_at plan)], map {
		{customer_id => $_->{customer_id}, joined_at => instant($_->{joined}),
		    left_at => at_or_null($_->{left}), plan => $_->{plan}}} shuffled(@$who)));
	spew("$scratch/surveys", stream([qw(customer_id contact_id survey_sent_at survey_answered_at nps)],
		map { {customer_id => $_->{customer_id}, contact_id => $_->{contact},
		    survey_sent_at => at_or_null($_->{sent}), survey_answered_at => at_or_null($_->{answered}),
		    nps => $_->{nps}} } shuffled(@$asked)));
	spew("$scratch/purchases", stream([qw(customer_id purchased_at amount currency refunded_at)], map {
		{customer_id => $_->{customer_id}, purchased_at => instant($_->{at}),
		    amount => sprintf('%.2f', $_->{cents} / 100), currency => 'EUR',
		    refunded_at => at_or_null($_->{refunded})}} shuffled(@$bought)));
}

sub day_of {
	return int($_[0] / DAY);
}

# The first survey of a sort: [sent, answered, score].
sub first_of {
	my ($list, $transactional, $as_of) = @_;
	my @good;
	for my $s (@$list) {
		next if defined $s->{contact} != $transactional;
		my $at = $s->{answered} // $s->{sent};
		next if $at > $as_of;
		next if defined $s->{answered} && !defined $s->{nps};
		next if defined $s->{nps} && $s->{nps} > 10;
		push @good, [$s->{sent} // $s->{answered}, $s];
	}
	my ($first) = sort { $a->[0] <=> $b->[0] } @good;
	return $first ? $first->[1] : undef;
}

# Months since 1 BC, by the calendar.
sub month_of {
	my (undef, undef, undef, undef, $month, $year) = gmtime $_[0];
	return ($year + 1900) * 12 + $month;
}

sub class_of {
	return !defined $_[0] ? 'silent' : $_[0] >= 9 ? 'promoter' : $_[0] >= 7 ? 'passive' : 'detractor';
}

# What is expected, by "SURVEY ANSWER"; horizon in days.
sub count {
	my ($who, $asked, $bought, $as_of, $h) = @_;
	my (%row, %is);
	# The first month of which all purchases are known.
	my ($oldest) = sort { $a <=> $b } map { $_->{at} } @$bought;
	my $known = defined $oldest ? month_of($oldest) + (month_of($oldest) == month_of($oldest - DAY)) : 1e9;
	$is{$_->{customer_id}} = $_ for @$who;
	my (%asked, %bought);
	push @{$asked{$_->{customer_id}}}, $_ for @$asked;
	push @{$bought{$_->{customer_id}}}, $_ for grep { $_->{at} <= $as_of } @$bought;
	for my $id (keys %asked) {
		for my $transactional (0, 1) {
			my $s = first_of($asked{$id}, $transactional, $as_of) // next;
			my $kind = $transactional ? 'transactional' : 'relationship';
			my $class = class_of($s->{nps});
			my $end = defined $s->{sent} ? $s->{sent} + LANDMARK * DAY : undef;
			next if defined $end && $end > $as_of;
			$row{"$kind $class"}{scored}++;
			my $zero = $s->{answered};
			($class, $zero) = ('silent', $end)
			    if $class eq 'silent' || defined $end && $s->{answered} > $end;
			my $c = $is{$id} // next;
			my $left = $c->{left};
			undef $left if defined $left && $left > $as_of;
			next if defined $c->{left} && $c->{left} < $c->{joined};
			next if defined $left && $left <= $zero;
			my $r = $row{"$kind $class"} //= {};
			$r->{customers}++;
			my $until = (day_of($zero) + $h + 1) * DAY;
			next if $until - 1 > $as_of;
			$r->{n}++;
			my $length = $until - $zero;
			my @in = ([$zero - $length, $zero], [$zero, $until]);
			my (@any, @sum);
			for my $b (@{$bought{$id} // []}) {
				for my $k (0, 1) {
					my ($from, $to) = @{$in[$k]};
					next if $b->{at} <= $from || $b->{at} > $to || $k && $b->{at} >= $to;
					next if defined $b->{refunded} && $b->{refunded} <= $to - ($k ? 1 : 0);
					$any[$k] = 1;
					$sum[$k] += $b->{cents};
				}
			}
			$r->{bought} += $any[1] // 0;
			$r->{revenue} += $sum[1] // 0;
			next if $c->{joined} > $in[0][0];
			next if month_of($in[0][0] + 1) < $known;
			$r->{pairs}++;
			$r->{before} += $any[0] // 0;
			$r->{change} += ($any[1] // 0) - ($any[0] // 0);
		}
	}
	return \%row;
}

seed(11);
for my $round (1 .. rounds(ROUNDS)) {
	my $as_of = ORIGIN + DAY * (100 + below(SPAN)) + below(DAY);
	my $h = one_of(0, 7, 30, 90);
	my @made = company(40 + below(300));
	write_all(@made);
	my @ask = ('cs-retain', '--nps', '-q', '--at', "${h}d", '--as-of', instant($as_of),
	    map { ("--$_", "$scratch/$_") } qw(customers surveys purchases));
	my ($status, $out, $err) = run(undef, @ask, '--threads', 1 + below(3), '--mem', '1M');
	is($status, 0, "round $round") or diag $err;
	my $want = count(@made, $as_of, $h);
	my @bad;
	for my $r (table($out)) {
		my $w = $want->{"$r->{survey_kind} $r->{answer}"} // {};
		next if !grep { $_ eq $r->{answer} } @classes;
		my $n = $w->{n} // 0;
		my $pairs = $w->{pairs} // 0;
		my %is = (customers_n => $w->{customers} // 0, bought_n => $n, before_n => $pairs,
		    bought_share => $n ? sprintf('%.8f', ($w->{bought} // 0) / $n) : '\N',
		    bought_before_share => $pairs ? sprintf('%.8f', ($w->{before} // 0) / $pairs) : '\N',
		    bought_change => $pairs ? sprintf('%.8f', ($w->{change} // 0) / $pairs) : '\N');
		for my $c (sort keys %is) {
			my ($x, $y) = ($is{$c}, $r->{$c});
			my $same = $x eq $y || $x ne '\N' && $y ne '\N' && abs($x - $y) < 2e-8;
			push @bad, "$r->{survey_kind} $r->{answer} $c: $y, not $x" if !$same;
		}
		push @bad, "$r->{survey_kind} $r->{answer} revenue: $r->{revenue_mean}"
		    if $n && $r->{revenue_mean} ne '\N' && abs($r->{revenue_mean} - ($w->{revenue} // 0) / 100 / $n) > 1e-5;
	}
	for my $r (grep { $_->{answer} eq '\N' } table($out)) {
		my %n = map { $_ => $want->{"$r->{survey_kind} $_"}{scored} // 0 } @classes;
		my $answered = $n{promoter} + $n{passive} + $n{detractor};
		push @bad, "$r->{survey_kind} answered: $r->{answered_n}, not $answered" if $r->{answered_n} != $answered;
		push @bad, "$r->{survey_kind} nps: $r->{nps}"
		    if $answered && abs($r->{nps} - 100 * ($n{promoter} - $n{detractor}) / $answered) > .01;
		push @bad, "$r->{survey_kind} asked: $r->{asked_n}"
		    if $r->{asked_n} ne '\N' && $r->{asked_n} != $answered + $n{silent};
	}
	is(join("\n", @bad), '', "$round: after $h days, as of " . instant($as_of));
}
done_testing;
