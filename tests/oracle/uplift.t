#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# cs-retain --uplift --against unsolved against the same said by brute force, customer by customer:
# who is on which side and in which stratum, weights to months and strata, what was bought in the
# windows, and staying step by step. (Against customers without contact the days of controls are
# chosen by a hash; there the side of the cases is held against it.)
use strict;
use warnings;
use POSIX qw(floor);
use Test::More;
use Time::Local qw(timegm);

require './tests/prop/prop.pl';
our $scratch;

use constant {WINDOW => 60, GAP => 10, LANDMARK => 14, MONTHS => 3, NEAR => 1e-9};
my @edges = (90, 365, 730, 1825);

sub rows {
	my ($text) = @_;
	my ($head, @line) = split /\n/, $text;
	my @name = split /\t/, $head;
	return map { my %r; @r{@name} = split /\t/, $_, -1; \%r } @line;
}

sub tool {
	my (@command) = @_;
	my ($status, $out, $err) = run(undef, @command);
	is($status, 0, $command[0]) or diag("@command\n$err");
	return $out;
}

my %table;
for my $t (qw(contacts customers purchases)) {
	my $text = tool('cs-gen', '--rows', 6000, '--customers', 4000, '--days', 500, '--seed', 11, '--plant',
	    'purchases,contact,selection,solved', '--table', "retain-$t", '--records');
	spew("$scratch/$t", $text);
	$table{$t} = [rows($text)];
}

# ---- time ---------------------------------------------------------------------------------------

sub day { # since 1970, of an instant; undef for NULL
	my ($y, $m, $d) = $_[0] =~ /^(\d+)-(\d+)-(\d+)T/ or return undef;
	return timegm(0, 0, 0, $d, $m - 1, $y) / 86400;
}

sub civil {
	my (undef, undef, undef, $d, $m, $y) = gmtime $_[0] * 86400;
	return ($y + 1900, $m + 1, $d);
}

sub month_days {
	my ($y, $m) = @_;
	return (31, $y % 4 == 0 && ($y % 100 != 0 || $y % 400 == 0) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
	    31)[$m - 1];
}

sub add_months {
	my ($from, $n) = @_;
	my ($y, $m, $d) = civil($from);
	my $at = $y * 12 + $m - 1 + $n;
	($y, $m) = (floor($at / 12), $at % 12 + 1);
	my $last = month_days($y, $m);
	return timegm(0, 0, 0, $d < $last ? $d : $last, $m - 1, $y) / 86400;
}

# In which step of a month a day is, 1 ...; undef behind the last.
sub step_of {
	my ($from, $to) = @_;
	for my $k (1 .. MONTHS) {
		return $k if $to <= add_months($from, $k);
	}
	return undef;
}

# ---- customers ----------------------------------------------------------------------------------

my (%contacts, %bought, %who, $first, $last);
for my $r (@{$table{contacts}}, @{$table{purchases}}) {
	my $at = $r->{started_at} // $r->{purchased_at};
	$first = $at if !defined $first || $at lt $first;
	$last = $at if !defined $last || $at gt $last;
}
push @{$contacts{$_->{customer_id}}}, $_ for @{$table{contacts}};
push @{$bought{$_->{customer_id}}}, $_ for @{$table{purchases}};
$who{$_->{customer_id}} = $_ for @{$table{customers}};
my ($first_day, $as_of) = (day($first), day($last));

sub bag { # how many and how much from day to day, but what was given back by then
	my ($id, $from, $to, $back) = @_;
	my ($n, $money) = (0, 0);
	for my $p (@{$bought{$id} // []}) {
		my ($d, $b) = (day($p->{purchased_at}), day($p->{refunded_at}));
		next if $d < $from || $d > $to || (defined $b && $b <= $back);
		$n++;
		$money += $p->{amount};
	}
	return ($n, $money);
}

sub status {
	my ($c, $by, @later) = @_;
	for (@later) {
		return 'repeat' if day($_->{started_at}) < $by && $_->{reason} eq $c->{reason};
	}
	my $solved = day($c->{solved_at});
	return defined $solved && $solved < $by ? 'solved' : 'unsolved';
}

sub value_step {
	my ($v) = @_;
	my $step = 0;
	for my $e (0 .. 9) {
		for my $f (1, 2, 5) {
			$step++ if $v >= $f * 10 ** $e;
		}
	}
	return $step;
}

# A case for every customer: side, stratum, month, what was before and after.
sub cases {
	my ($landmark, $unsolved, $fine) = @_;
	my @case;
	for my $id (sort keys %contacts) {
		my ($c, @later) = sort { $a->{started_at} cmp $b->{started_at} } @{$contacts{$id}};
		my $w = $who{$id} or next;
		my ($day, $left) = (day($c->{started_at}), day($w->{left_at}));
		my $base = $day + $landmark;
		next if $w->{left_at} ne '\N' && $w->{left_at} le $c->{started_at};
		next if $landmark && ((defined $left && $left <= $base) || (!defined $left && $as_of <= $base));
		next if $day - GAP - WINDOW < day($w->{joined_at});
		my ($y, $m) = civil($day);
		next if timegm(0, 0, 0, 1, $m - 1, $y) / 86400 - GAP - WINDOW < $first_day;
		my $end = $day - GAP - WINDOW;
		my $middle = $end - floor(WINDOW / 2);
		my ($older) = bag($id, $end - WINDOW, $middle - 1, $day - 1);
		my ($newer) = bag($id, $middle, $end - 1, $day - 1);
		my $trend = !$older && !$newer ? 0 : 2 + ($newer <=> $older);
		my $tenure = grep { $_ <= $day - day($w->{joined_at}) } @edges;
		my $status = $unsolved ? status($c, $base + 1, @later) : 'solved';
		my %x = (control => $status ne 'solved', month => $y * 12 + $m,
		    stratum => join('|', $tenure, $fine ? value_step($w->{month_value}) : 0, $trend, $c->{reason}));
		if ($base + WINDOW < $as_of) {
			@x{qw(before_n before_money)} = bag($id, $end, $end + WINDOW - 1, $day - 1);
			my $to = $base + WINDOW;
			$to = $left if defined $left && $left < $to;
			@x{qw(after_n after_money)} = bag($id, $base + 1, $to, $base + WINDOW);
			$x{mature} = 1;
		}
		my $gone = defined $left ? step_of($base, $left) : undef;
		my $whole = grep { add_months($base, $_) < $as_of } 1 .. MONTHS;
		$x{left} = defined $gone && $gone <= $whole ? $gone : 0;
		$x{whole} = $whole;
		push @case, \%x;
	}
	return @case;
}

# ---- estimates ----------------------------------------------------------------------------------

sub weigh { # each case's weight, by its side, stratum and month
	my ($exact, @case) = @_;
	my (%s, %m, %k);
	$s{$_->{stratum}}[$_->{control}]++ for @case;
	my @both = grep { my $x = $s{$_->{stratum}}; $x->[0] && $x->[1] } @case;
	my $key = sub { $exact ? "$_[0]{stratum}|$_[0]{month}" : $_[0]{month} };
	$m{$key->($_)}[$_->{control}]++ for @both;
	$_->{w} = 0 for @case;
	for (@both) {
		my $x = $m{$key->($_)};
		$_->{w} = $x->[0] && $x->[1] ? ($_->{control} ? $x->[0] / $x->[1] : 1) : 0;
		$k{$_->{stratum}}[$_->{control}] += $_->{w};
	}
	for (@both) {
		my $x = $k{$_->{stratum}};
		$_->{w} *= $x->[0] && $x->[1] ? ($_->{control} ? $x->[0] / $x->[1] : 1) : 0;
	}
	return grep { $_->{w} > 0 } @case;
}

sub mean {
	my ($what, @of) = @_;
	my ($sum, $n) = (0, 0);
	($sum += $_->{w} * $what->($_), $n += $_->{w}) for @of;
	return $sum / $n;
}

sub stay { # Kaplan and Meier in steps; undef: nobody was followed so long
	my (@of) = @_;
	my $s = 1;
	for my $k (1 .. MONTHS) {
		my ($n, $left) = (0, 0);
		for (@of) {
			next if $_->{whole} < $k || ($_->{left} && $_->{left} < $k);
			$n += $_->{w};
			$left += $_->{w} if $_->{left} == $k;
		}
		return $s == 0 ? 0 : undef if $n == 0;
		$s *= ($n - $left) / $n;
	}
	return $s;
}

sub expected {
	my ($exact, @all) = @_;
	my %out;
	my %what = (purchases => 'n', revenue => 'money');
	my @case = grep { $_->{mature} } @all;
	my @in = weigh($exact, @case);
	my (%sides, %sum);
	push @{$sides{$_->{stratum}}[$_->{control}]}, $_ for @in;
	for my $o (qw(purchases buyers revenue)) {
		my ($after, $before) = map {
			my $c = "${_}_" . ($what{$o} // 'n');
			$o eq 'buyers' ? sub { $_[0]{$c} > 0 ? 1 : 0 } : sub { $_[0]{$c} }
		} qw(after before);
		my ($d, $n) = (0, 0);
		for my $s (values %sides) {
			my ($case, $control) = @$s;
			$d += @$case * (mean($after, @$case) - mean($before, @$case) - mean($after, @$control) +
			    mean($before, @$control));
			$n += @$case;
		}
		$out{$o} = {n => scalar(grep { !$_->{control} } @case), compared => $n, uplift => $d / $n};
	}
	@in = weigh($exact, @all);
	%sides = ();
	push @{$sides{$_->{stratum}}[$_->{control}]}, $_ for @in;
	my ($d, $n) = (0, 0);
	for my $s (values %sides) {
		my ($one, $none) = (stay(@{$s->[0]}), stay(@{$s->[1]}));
		next if !defined $one || !defined $none;
		$d += @{$s->[0]} * ($one - $none);
		$n += @{$s->[0]};
	}
	$out{stayed} = {n => scalar(grep { !$_->{control} } @all), compared => $n, uplift => $d / $n};
	return \%out;
}

sub near {
	my ($got, $want, $what) = @_;
	ok(abs($got - $want) <= NEAR * (1 + abs $want), $what) or diag("got $got, want $want");
}

my @files = ('--customers', "$scratch/customers", '--purchases', "$scratch/purchases", "$scratch/contacts");
my @common = ('cs-retain', '-q', '--uplift', '--window', WINDOW . 'd', '--gap', GAP . 'd', '--at', MONTHS . 'mo');

for my $match ('strata', 'cem') {
	my $fine = $match eq 'cem';
	my @got = rows(tool(@common, '--landmark', LANDMARK . 'd', '--against', 'unsolved', '--strata', 'reason',
	    '--match', $match, '--value-bands', 1, @files));
	my $want = expected($fine, cases(LANDMARK, 1, $fine));
	is(scalar @got, 4, "$match: four outcomes");
	for my $g (@got) {
		my $w = $want->{$g->{outcome}};
		is($g->{n}, $w->{n}, "$match, $g->{outcome}: cases");
		is($g->{compared}, $w->{compared}, "$match, $g->{outcome}: of them compared");
		near($g->{uplift}, $w->{uplift}, "$match, $g->{outcome}: uplift");
		# Of staying there are none where few left.
		ok($g->{uplift_lo} eq '\N' ? $g->{outcome} eq 'stayed' : $g->{uplift_lo} < $g->{uplift},
		    "$match, $g->{outcome}: bounds");
	}
}

# Without a landmark, against customers without contact: the cases, all of whom are compared.
my @got = rows(tool(@common, '--tenure', '5y', '--value-bands', 1, @files));
my @case = grep { $_->{mature} } cases(0, 0, 0);
my %side = (purchases => 'n', revenue => 'money');
for my $g (@got) {
	my $c = $side{$g->{outcome}} or next;
	is($g->{n}, scalar @case, "$g->{outcome}: cases");
	is($g->{compared}, $g->{n}, "$g->{outcome}: all compared");
	$_->{w} = 1 for @case;
	near($g->{case_before}, mean(sub { $_[0]{"before_$c"} }, @case), "$g->{outcome}: before");
	near($g->{case_after}, mean(sub { $_[0]{"after_$c"} }, @case), "$g->{outcome}: after");
}

done_testing;
