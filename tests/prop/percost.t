#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Outcomes for the money against plain Perl: random vendors, queues and reasons, costs that are not
# always known, outcomes likewise; rates and costs on the work that all did and that two did, the
# exact money, ratios with their bounds.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;

my $dir = tempdir(CLEANUP => 1);
my $state = 11;

sub below {
	my ($n) = @_;
	$state = ($state * 1103515245 + 12345) % 2147483648;
	return int($state / 65536) % $n;
}

sub make {
	my ($vendors, $queues, $n) = @_;
	return map {
		my $v = below($vendors);
		my $q = below($queues);
		$q = ($q + $v) % $queues if below(3);
		{
			contact_id => "c$_",
			vendor => "v$v",
			queue => below(12) ? "q$q" : '\N',
			solved_customer => below(9) ? below(100) < 50 + 4 * $v + 5 * $q ? 't' : 'f' : '\N',
			cost => below(11) ? sprintf('%d.%03d', 1 + $q + below(3) * (1 + $v), below(1000)) : '\N',
			currency => 'EUR',
		}
	} 1 .. $n;
}

# Sums by vendor and queue.
sub count {
	my %cell;
	for my $r (@_) {
		my $c = $cell{$r->{vendor}}{$r->{queue}} //= { all => 0, n => 0, x => 0, k => 0, sum => 0, sq => 0 };
		$c->{all}++;
		if ($r->{solved_customer} ne '\N') {
			$c->{n}++;
			$c->{x} += $r->{solved_customer} eq 't';
		}
		next if $r->{cost} eq '\N';
		$c->{k}++;
		$c->{sum} += $r->{cost};
		$c->{sq} += $r->{cost}**2;
		$c->{exact} += $r->{cost} * 1000;
	}
	return \%cell;
}

# The variance of a cost within each queue, pooled over the vendors.
sub within {
	my ($cell) = @_;
	my (%ss, %df, $ss, $df);
	for my $v (values %$cell) {
		for my $q (keys %$v) {
			my $c = $v->{$q};
			next if $c->{k} < 2;
			my $d = $c->{sq} - $c->{sum}**2 / $c->{k};
			$ss{$q} += $d;
			$df{$q} += $c->{k} - 1;
			$ss += $d;
			$df += $c->{k} - 1;
		}
	}
	return sub { $df{$_[0]} ? $ss{$_[0]} / $df{$_[0]} : $df ? $ss / $df : 0 };
}

sub side {
	my ($cell, $within, $who, @with) = @_;
	my ($weight, $rate, $cost, $rv, $cv, $n, $all, $spent) = (0) x 8;
	for my $q (sort keys %{$cell->{$who}}) {
		my $own = $cell->{$who}{$q};
		$all += $own->{all};
		next if grep { my $c = $cell->{$_}{$q}; !$c || !$c->{n} || !$c->{k} } @with;
		my $w = 0;
		$w += $cell->{$_}{$q}{all} for @with;
		my $p = ($own->{x} + .5) / ($own->{n} + 1);
		$weight += $w;
		$rate += $w * $own->{x} / $own->{n};
		$cost += $w * $own->{sum} / $own->{k};
		$rv += $w * $w * $p * (1 - $p) / $own->{n};
		$cv += $w * $w * $within->($q) / $own->{k};
		$n += $own->{all};
		$spent += $own->{exact};
	}
	return if !$weight;
	$rate /= $weight;
	$cost /= $weight;
	my $var = $rate > 0 ? $rv / $weight**2 / $rate**2 + $cv / $weight**2 / $cost**2 : 0;
	return { part => $n / $all, contacts => $n, rate => $rate, cost => $cost, spent => $spent / 1000, var => $var };
}

sub check {
	my ($name, @row) = @_;
	my @column = qw(contact_id vendor queue solved_customer cost currency);
	open my $f, '>', "$dir/in" or die;
	print $f join("\t", @column), "\n", map { join("\t", @$_{@column}) . "\n" } @row or die;
	close $f or die;
	my ($head, @line) = split /\n/, `cs-rank -q --unit vendor --strata queue --per-cost $dir/in`;
	is($?, 0, "$name: a page");
	my @names = split /\t/, $head;
	my $cell = count(@row);
	my $within = within($cell);
	my @vendor = sort keys %$cell;
	my @wrong;
	my $near = sub {
		my ($what, $got, $want, $within) = @_;
		push @wrong, "$what $got, not $want" if $got eq '\N' || abs($got - $want) > ($within // 6e-5);
	};
	for my $line (@line) {
		my %r;
		@r{@names} = split /\t/, $line, -1;
		my $pair = $r{versus} ne '\N';
		my $what = "$r{vendor} $r{versus}";
		my @with = $pair ? ($r{vendor}, $r{versus}) : @vendor;
		my $own = side($cell, $within, $r{vendor}, @with);
		if (!$own) {
			push @wrong, "$what: compared" if $r{contacts} || $r{rate} ne '\N';
			next;
		}
		$near->("$what part", $r{compared}, $own->{part});
		push @wrong, "$what contacts" if $r{contacts} != $own->{contacts};
		$near->("$what rate", $r{rate}, $own->{rate});
		$near->("$what cost", $r{cost}, $own->{cost});
		$near->("$what spent", $r{spent}, $own->{spent}, 1e-9 * (1 + $own->{spent}));
		next if $own->{rate} <= 0;
		$near->("$what per", $r{per_100}, 100 * $own->{rate} / $own->{cost});
		next if !$pair;
		my $other = side($cell, $within, $r{versus}, @with);
		next if $other->{rate} <= 0;
		my $ratio = $own->{rate} / $own->{cost} / ($other->{rate} / $other->{cost});
		my $e = exp(1.959963984540054 * sqrt($own->{var} + $other->{var}));
		$near->("$what ratio", $r{ratio}, $ratio, 6e-5 * (1 + $ratio));
		$near->("$what from", $r{ratio_lo}, $ratio / $e, 6e-5 * (1 + $ratio));
		$near->("$what to", $r{ratio_hi}, $ratio * $e, 1e-4 * (1 + $ratio * $e));
	}
	is(scalar @line, @vendor + @vendor * (@vendor - 1) / 2, "$name: each vendor, each pair");
	is("@wrong[0 .. ($#wrong > 4 ? 4 : $#wrong)]", '', "$name: as counted by hand");
}

check('two', make(2, 3, 400));
check('five', make(5, 4, 1500));
check('many kinds of work', make(3, 60, 900));
check('few contacts', make(4, 5, 40));
done_testing();
