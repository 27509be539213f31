# SPDX-License-Identifier: GPL-3.0-or-later
#
# What cs-chargeback must say, worked out once more from its page: contact by contact, with fractions
# of any length (Math::BigRat) and nothing of its design: no groups, no stretches kept, no merging.
# A world is a hash of what the files say; times are seconds, NULL is undef. Months are those of TZ.
use strict;
use warnings;
use List::Util qw(min max sum0);
use Math::BigRat;
use POSIX ();

# Shares of contacts are whole numbers of this.
use constant PART => 60;

# A fraction of a text; texts come again and again, and are slow to read.
my %read;

sub rat { return ($read{"$_[0]"} //= Math::BigRat->new("$_[0]"))->copy }

# The nearest whole number, half away from zero.
sub nearest {
	my ($x) = @_;
	my $up = ($x->copy->babs + rat('1/2'))->bfloor;
	return ($x->is_neg ? -$up : $up)->numify;
}

# A whole number dealt by whole weights, largest remainders.
sub allot {
	my ($total, @weight) = @_;
	my $all = sum0 @weight;
	return map { 0 } @weight if $all == 0;
	my ($sign, $left) = ($total < 0 ? -1 : 1, abs $total);
	my (@part, @rest);
	my $much = $left;
	for my $w (@weight) {
		# Products that a plain number holds need no fractions.
		if ($much * $w < 2**53) {
			push @rest, ($much * $w) % $all;
			push @part, ($much * $w - $rest[-1]) / $all;
		} else {
			my $x = Math::BigInt->new($much) * Math::BigInt->new($w);
			push @rest, ($x % $all)->numify;
			push @part, ($x / $all)->numify;
		}
		$left -= $part[-1];
	}
	my @order = sort { $rest[$b] <=> $rest[$a] || $weight[$b] <=> $weight[$a] || $a <=> $b }
	    0 .. $#weight;
	$part[$_]++ for @order[0 .. $left - 1];
	return map { $sign * $_ } @part;
}

# Texts by bytes, NULL last.
sub by_text { return !defined $_[0] ? defined $_[1] : !defined $_[1] ? -1 : $_[0] cmp $_[1] }

# A total dealt from the top down: leaves are [path, weight]; adds to $to->{path as text}.
sub descend {
	my ($total, $level, $to, @leaf) = @_;
	my (%child, %key);
	for (@leaf) {
		my $key = $_->[0][$level];
		push @{$child{$key // "\0"}}, $_;
		$key{$key // "\0"} = $key;
	}
	my @name = sort { by_text($key{$a}, $key{$b}) } keys %child;
	my @part = allot($total, map { my $c = $child{$_}; sum0 map { $_->[1] } @$c } @name);
	for my $i (0 .. $#name) {
		my @below = @{$child{$name[$i]}};
		if ($level == $#{$below[0][0]}) {
			$to->{join "\t", map { $_ // '\N' } @{$below[0][0]}} += $part[$i];
		} else {
			descend($part[$i], $level + 1, $to, @below);
		}
	}
}

# --- whose contacts are -------------------------------------------------------------------------

sub match {
	my ($w, $repeat, $at, %cell) = @_;
	my ($best, $most) = (undef, 0);
	for my $rule (@{$w->{map}}) {
		next if ($rule->{repeat} // '') ne $repeat;
		next if $at < ($rule->{from} // 0) || $at >= ($rule->{to} // 9e15);
		my @named = grep { defined $rule->{$_} } qw(reason product);
		next if grep { ($cell{$_} // "\0") ne $rule->{$_} } @named;
		($best, $most) = ($rule, scalar @named) if @named > $most;
	}
	return $best ? $best->{shares} : [];
}

# As charged, and by the first contact of the chain.
sub whose {
	my ($w, $c) = @_;
	my %own = map { $_ => $c->{$_} } qw(reason product);
	return (match($w, '', $c->{at}, %own)) x 2 if $c->{chain} < 2;
	my $first = defined $c->{root_at}
	    ? match($w, '', $c->{root_at}, reason => $c->{root_reason}, product => $c->{root_product})
	    : match($w, '', $c->{at}, %own);
	my $failed = match($w, 't', $c->{at}, %own);
	return (@$failed ? $failed : $first, $first);
}

# --- money --------------------------------------------------------------------------------------

sub exchange {
	my ($w, $currency, $at) = @_;
	return rat(1) if $currency eq $w->{currency};
	for my $x (@{$w->{exchange}}) {
		next if $at < ($x->{from} // 0) || $at >= ($x->{to} // 9e15);
		return rat($x->{rate}) if $x->{currency} eq $currency && $x->{to_currency} eq $w->{currency};
		return 1 / rat($x->{rate})
		    if $x->{reciprocal} && $x->{to_currency} eq $currency && $x->{currency} eq $w->{currency};
	}
	die "no rate of $currency";
}

sub month_of {
	my ($at) = @_;
	my @t = localtime $at;
	return POSIX::mktime(0, 0, 0, 1, $t[4], $t[5]);
}

# Where the time begins in which everything that has a date stays as it is.
sub stretch_of {
	my ($w, $at) = @_;
	$w->{cuts} //= [grep { defined } map { ($_->{from}, $_->{to}) } @{$w->{pools}}, @{$w->{rates}},
	    @{$w->{exchange}}];
	return max month_of($at), grep { $_ <= $at } @{$w->{cuts}};
}

# What of the costs of services (a hash) comes to operating departments, exactly.
sub flow {
	my ($w, %own) = @_;
	my %received;
	for my $s (keys %{$w->{services}}) {
		my %part = %{$w->{borne}{$s} //= {one($w, $s)}};
		$received{$_} //= rat(0) for keys %part;
		$received{$_} += $part{$_} * $own{$s} for $own{$s} ? keys %part : ();
	}
	return %received;
}

# The same where one service costs 1.
sub one {
	my ($w, $who) = @_;
	my %own = ($who => 1);
	my %units = %{$w->{services}};
	my @service = sort keys %units;
	my (%pass, %gross, %received);
	my %step = map { $w->{order}[$_] => $_ } 0 .. $#{$w->{order}};
	for my $s (@service) {
		my @to = grep {
			my $ahead = exists $units{$_} && ($w->{allocation} eq 'direct' ||
			    $w->{allocation} eq 'step-down' && $step{$_} < $step{$s});
			$_ ne $s && !$ahead
		} keys %{$units{$s}};
		my $all = sum0 map { $units{$s}{$_} } @to;
		$pass{$s}{$_} = rat("$units{$s}{$_}/$all") for grep { $units{$s}{$_} } @to;
	}
	# gross = own + what others pass on: one service after the other is put into the rest.
	my %more = map { my $s = $_; $s => {map { $_ => $pass{$_}{$s} // rat(0) } @service} } @service;
	$gross{$_} = rat($own{$_} // 0) for @service;
	for my $s (@service) {
		my $f = 1 / (1 - $more{$s}{$s});
		$more{$s}{$s} = rat(0);
		$more{$s}{$_} = $more{$s}{$_} * $f for @service;
		$gross{$s} = $gross{$s} * $f;
		for my $t (grep { $_ ne $s } @service) {
			my $k = $more{$t}{$s};
			$more{$t}{$s} = rat(0);
			$gross{$t} = $gross{$t} + $k * $gross{$s};
			$more{$t}{$_} = $more{$t}{$_} + $k * $more{$s}{$_} for @service;
		}
	}
	for my $s (@service) {
		$received{$_} = ($received{$_} // rat(0)) + $gross{$s} * $pass{$s}{$_}
		    for grep { !exists $units{$_} } keys %{$pass{$s}};
	}
	return %received;
}

# Exact amounts that make up a total, as whole ones.
sub whole {
	my ($total, @x) = @_;
	my $sign = $total < 0 ? -1 : 1;
	@x = map { $sign * $_ } @x;
	my @part = map { $_->copy->bfloor->numify } @x;
	my @rest = map { $x[$_] - $part[$_] } 0 .. $#x;
	my $left = $sign * $total - sum0 @part;
	my @order = sort { $rest[$b] <=> $rest[$a] || $x[$b] <=> $x[$a] || $a <=> $b } 0 .. $#x;
	$part[$_]++ for @order[0 .. $left - 1];
	return map { $sign * $_ } @part;
}

# The pools of one time when services have passed on what they cost.
sub lay_time {
	my ($w, @pool) = @_;
	my (%own, %saved, %unknown);
	for (grep { exists $w->{services}{$_->{department} // ''} } @pool) {
		my $s = $_->{department};
		$own{$s} += $_->{total};
		$saved{$s} = ($saved{$s} // rat(0)) + rat($_->{avoidable} // 0) * $_->{total};
		$unknown{$s} = 1 if !defined $_->{avoidable} && $_->{total};
		@$_{qw(total avoidable)} = (0, 0);
	}
	my %exact = flow($w, %own);
	my @name = sort keys %exact;
	my %received;
	@received{@name} = whole(sum0(values %own), map { $exact{$_} } @name);
	my %avoidable = flow($w, %saved);
	my %vague = flow($w, %unknown);
	for my $d (grep { $received{$_} } @name) {
		my @mine = grep { ($_->{department} // '') eq $d } @pool;
		my @weight = map { max 0, $_->{total} } @mine;
		@weight = (1) x @mine if !sum0 @weight;
		my @part = allot($received{$d}, @weight);
		for my $p (@mine) {
			my $part = shift @part;
			my $own = $p->{total};
			$p->{total} += $part;
			my $known = $vague{$d} == 0 && (defined $p->{avoidable} || $own == 0);
			my $sum = $known ? rat($p->{avoidable} // 0) * $own : 0;
			$sum += $avoidable{$d} / $exact{$d} * $part if $known && $exact{$d} != 0;
			$p->{avoidable} = !$known ? undef : $p->{total} ? $sum / $p->{total} : 0;
		}
	}
}

sub lay {
	my ($w) = @_;
	my %time;
	push @{$time{"$_->{from} $_->{to}"}}, $_ for @{$w->{pools}};
	lay_time($w, @$_) for values %time;
}

sub holds {
	my ($x, $c) = @_;
	return !grep { defined $x->{$_} && ($c->{$_} // "\0") ne $x->{$_} } qw(vendor team);
}

sub rate_holds {
	my ($r, $c) = @_;
	return holds($r, $c) && $c->{at} >= ($r->{from} // 0) && $c->{at} < ($r->{to} // 9e15);
}

sub weight_of {
	my ($unit, $c) = @_;
	return $unit eq 'minute' || $unit eq 'hour' ? $c->{handle_s} // 0
	    : $unit eq 'contact' ? $c->{first}
	    : $unit eq 'transfer' ? $c->{transferred}
	    : $unit eq 'none' ? 0 : 1;
}

# Whether the period has any of a time.
sub concerns {
	my ($w, $from, $to) = @_;
	return !$w->{period} || $from < $w->{period}[1] && $to > $w->{period}[0];
}

sub month_concerns {
	my ($w, $at) = @_;
	return concerns($w, month_of($at), month_of(month_of($at) + 32 * 86400));
}

# Whatever costs money: what it comes to, and which contacts use how much of it.
sub lots {
	my ($w) = @_;
	my (@lot, %lot);
	my $scale = 10**$w->{digits};
	for my $p (@{$w->{pools}}) {
		my $amount = rat($p->{amount}) * exchange($w, $p->{currency}, $p->{from});
		$p->{total} = nearest($amount * $scale);
	}
	lay($w) if %{$w->{services}};
	for my $p (grep { concerns($w, $_->{from}, $_->{to}) } @{$w->{pools}}) {
		my @use = map { [$_, weight_of($p->{driver}, $_)] }
		    grep { $_->{at} >= $p->{from} && $_->{at} < $p->{to} && holds($p, $_) } @{$w->{contacts}};
		@use = grep { $_->[1] } @use;
		my $used = sum0 map { $_->[1] } @use;
		my $base = max $used, $p->{capacity} // $used;
		my ($charged, $unused) = allot($p->{total}, $used, $base - $used);
		push @lot, {name => $p->{pool}, total => $p->{total}, unused => $unused, use => \@use,
			unallocated => $base ? 0 : $p->{total}, avoidable => $p->{avoidable},
			driver => $p->{driver}};
	}
	for my $c (grep { month_concerns($w, $_->{at}) } @{$w->{contacts}}) {
		for my $r (@{$w->{rates}}) {
			my $weight = weight_of($r->{unit}, $c);
			next if !$weight || !rate_holds($r, $c);
			my $at = stretch_of($w, $c->{at});
			my $key = "$r->{pool} $r->{unit} " . ($r->{currency} eq $w->{currency} ? month_of($at) : $at);
			my $per = $r->{unit} eq 'minute' ? 60 : $r->{unit} eq 'hour' ? 3600 : 1;
			$lot{$key} //= {name => $r->{pool}, avoidable => $r->{avoidable}, driver => $r->{unit},
				price => rat($r->{amount}) / $per * exchange($w, $r->{currency}, $at)};
			push @{$lot{$key}{use}}, [$c, $weight];
		}
		next if !$c->{credit};
		my $at = stretch_of($w, $c->{at});
		my $currency = $c->{currency} // $w->{currency};
		my ($whole, $digits) = split /\./, $c->{credit};
		my $micros = $whole . substr(($digits // '') . '000000', 0, 6);
		my $l = $lot{join ' ', 'credits', $micros < 0, $c->{currency} // '',
		    $currency eq $w->{currency} ? month_of($at) : $at} //=
		    {name => 'credits', avoidable => 1, driver => 'credits',
			price => ($micros < 0 ? -1 : 1) * exchange($w, $currency, $at) / 1000000};
		push @{$l->{use}}, [$c, abs $micros];
	}
	for my $l (values %lot) {
		my $used = sum0 map { $_->[1] } @{$l->{use}};
		$l->{$_} = 0 for qw(unused unallocated);
		$l->{total} = nearest($l->{price} * $used * $scale);
	}
	return (@lot, values %lot);
}

# --- the bill -----------------------------------------------------------------------------------

# Paths and shares of one contact: [path, parts of PART].
sub leaves {
	my ($w, $c, $shares, $lot, $repeat) = @_;
	my $pool = $lot ? $lot->{name} : undef;
	my $path = sub {
		my ($kind, $share) = @_;
		my @level = map {
			$_ eq 'pool' ? $pool
			    : $kind eq '2' ? undef
			    : $_ eq 'month' ? POSIX::strftime('%Y-%m-01', localtime $c->{at})
			    : $_ eq 'cause' || $_ eq 'demand' ? $share && $share->{$_}
			    : $c->{$_}
		} @{$w->{by}};
		return [$kind . ($share ? $share->{owner} : ''), $repeat, @level];
	};
	return [$path->(2), PART] if !$c->{reported};
	return [$path->(0), PART] if !@$shares;
	return map { [$path->(1, $_), PART * $_->{num} / $_->{den}] } @$shares;
}

sub money {
	my ($w, $v) = @_;
	my $text = sprintf '%0*d', $w->{digits} + 1, abs $v;
	substr($text, -$w->{digits}, 0) = '.' if $w->{digits};
	return ($v < 0 ? '-' : '') . $text;
}

# By what a contact may use what has a name: drivers of all that is for it.
sub drivers {
	my ($w, $c, $name) = @_;
	my %driver = $name eq 'credits' ? (credits => 1) : ();
	for my $p (grep { $_->{pool} eq $name && $_->{driver} ne 'none' } @{$w->{pools}}) {
		$driver{$p->{driver}} = 1 if $c->{at} >= $p->{from} && $c->{at} < $p->{to} && holds($p, $c) &&
		    concerns($w, $p->{from}, $p->{to});
	}
	for my $r (grep { $_->{pool} eq $name } @{$w->{rates}}) {
		$driver{$r->{unit}} = 1 if rate_holds($r, $c) && month_concerns($w, $c->{at});
	}
	$driver{minute} = 1 if delete $driver{hour};
	return %driver;
}

# Contacts and seconds by pool: of whoever uses any lot of its name, once. What a contact adds; and
# whether counts by driver can tell.
sub users {
	my ($w, @lot) = @_;
	my %user;
	for my $l (@lot) {
		$user{$l->{name}}{$_->[0]{contact_id}} //= $_->[0] for @{$l->{use} // []};
	}
	my @count;
	for my $name (keys %user) {
		my (@contacts, @seconds);
		for my $c (grep { !$_->{outside} } values %{$user{$name}}) {
			my %driver = drivers($w, $c, $name);
			my $clear = keys %driver == 1 || $driver{leg} || $driver{contact};
			push @contacts, [$c, $clear ? $c->{first} : undef];
			push @seconds, [$c, $driver{minute} || $driver{leg} ? $c->{handle_s} // 0 : undef];
		}
		push @count, [{name => $name}, \@contacts, \@seconds];
	}
	return @count;
}

# The table, as text.
sub reckon {
	my ($w) = @_;
	my (%figure, %unknown, %idle, $sum);
	my $pools = grep { $_ eq 'pool' } @{$w->{by}};
	my @lot = lots($w);
	for my $c (@{$w->{contacts}}) {
		@$c{qw(charged original)} = whose($w, $c);
		$c->{again} = $c->{reported} && $c->{chain} > 1 ? 't' : 'f';
	}
	my $gather = sub {
		my ($side, $lot, @use) = @_;
		return map {
			my ($c, $weight) = @$_;
			map { [$_->[0], $_->[1] * $weight] } leaves($w, $c, $c->{$side}, $lot, $c->{again})
		} @use;
	};
	for my $l (@lot) {
		my $charged = $l->{total} - $l->{unused} - $l->{unallocated};
		my @leaf = $gather->('charged', $l, @{$l->{use} // []});
		my @first = $gather->('original', $l, @{$l->{use} // []});
		$sum += $l->{total};
		$idle{$_}{$pools ? $l->{name} : ''} += $l->{$_} for qw(unallocated unused);
		next if !@leaf;
		descend($charged, 0, $figure{charged} //= {}, @leaf);
		descend($charged, 0, $figure{original} //= {}, @first);
		if (defined $l->{avoidable}) {
			descend(nearest(rat($l->{avoidable}) * $charged), 0,
			    $figure{avoidable} //= {}, @leaf);
		} else {
			$unknown{avoidable}{join "\t", map { $_ // '\N' } @{$_->[0]}} = 1 for @leaf;
		}
	}
	my @all = grep { !$_->{outside} } @{$w->{contacts}};
	my %once = (contacts => sum0(map { $_->{first} } @all),
		handle_s => sum0(map { $_->{handle_s} // 0 } @all));
	for my $user ($pools ? users($w, @lot) : ()) {
		my ($name, %number) = ($user->[0], contacts => $user->[1], handle_s => $user->[2]);
		for my $f (sort keys %number) {
			my @known = map { [$_->[0], $_->[1] // 0] } @{$number{$f}};
			descend(sum0(map { $_->[1] } @known), 0, $figure{$f} //= {},
			    $gather->('charged', $name, @known)) if @known;
			$unknown{$f}{join "\t", map { $_ // '\N' } @{$_->[0]}} = 1
			    for $gather->('charged', $name, map { [$_->[0], 1] }
				grep { !defined $_->[1] } @{$number{$f}});
		}
	}
	if (!$pools) {
		descend($once{contacts}, 0, $figure{contacts} //= {},
		    $gather->('charged', undef, map { [$_, $_->{first}] } @all));
		descend($once{handle_s}, 0, $figure{handle_s} //= {},
		    $gather->('charged', undef, map { [$_, $_->{handle_s} // 0] } @all));
		descend(0, 0, $figure{original} //= {}, $gather->('original', undef, map { [$_, 1] } @all));
	}
	return rows($w, \%figure, \%unknown, \%idle, $sum // 0, \%once);
}

sub rows {
	my ($w, $figure, $unknown, $idle, $sum, $once) = @_;
	my (%line, %total, @text);
	my @figure = qw(contacts handle_s charged avoidable repeats original);
	for my $f (keys %$figure) {
		for my $path (keys %{$figure->{$f}}) {
			my ($line, $repeat) = ($path =~ s/\t([tf])(?=\t|$)//r, $1);
			$line{$line}{$f} += $figure->{$f}{$path};
			$line{$line}{repeats} += $figure->{$f}{$path} if $f eq 'charged' && $repeat eq 't';
			$line{$line}{"un$_"} ||= $unknown->{$_}{$path} for qw(contacts handle_s avoidable);
		}
	}
	my @line = sort {
		my @a = map { $_ eq '\N' ? undef : $_ } split /\t/, $a, -1;
		my @b = map { $_ eq '\N' ? undef : $_ } split /\t/, $b, -1;
		my $c = 0;
		for (my $i = 0; $i < @a && !$c; $i++) { $c = by_text($a[$i], $b[$i]) }
		$c
	} keys %line;
	my $put = sub {
		my ($name, $unit, $level, $x, $people) = @_;
		my @cell = ($x->{contacts} // 0, $x->{handle_s} // 0, money($w, $x->{charged} // 0),
		    money($w, $x->{avoidable} // 0), money($w, $x->{repeats} // 0),
		    money($w, $x->{original} // 0));
		$cell[0] = '\N' if $x->{uncontacts};
		$cell[1] = '\N' if $x->{unhandle_s};
		$cell[3] = '\N' if $x->{unavoidable};
		@cell[0, 1, 3, 4] = ('\N') x 4 if !$people;
		push @text, join("\t", $name, $unit, @$level, @cell, $w->{currency}) . "\n";
		$total{$_} += $x->{$_} // 0 for @figure;
		$total{unavoidable} ||= $x->{unavoidable};
	};
	my @kind = qw(unmapped charged not_reported);
	for (@line) {
		my ($unit, @level) = split /\t/, $_, -1;
		$unit =~ s/^(\d)//;
		$put->($kind[$1], $unit eq '' ? '\N' : $unit, \@level, $line{$_}, 1);
	}
	for my $kind (qw(unallocated unused)) {
		for my $pool (sort keys %{$idle->{$kind} // {}}) {
			my $v = $idle->{$kind}{$pool} or next;
			$put->($kind, '\N', [map { $_ eq 'pool' ? $pool : '\N' } @{$w->{by}}],
			    {charged => $v, original => $v}, 0);
		}
	}
	die "$total{charged} $total{original} are not $sum" if $total{charged} != $sum || $total{original} != $sum;
	$put->('total', '\N', [map { '\N' } @{$w->{by}}], {%total, %$once}, 1);
	return join('', join("\t", 'line', 'business_unit', @{$w->{by}}, qw(contacts handle_s charged avoidable
	    charged_repeats charged_original currency)) . "\n", @text);
}

1;
