#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# cs-retain against planted truth: companies of cs-gen's whose customers leave by hazards that are
# known to the day. Whether intervals hold the truth, whether an effect is found where there is
# none, and how far off the plain comparison is where selection or immortal time is planted.
#
# What 20 % means: on each day behind the one of the contact a customer leaves with 0.8 times the
# chance. So the hazard ratio is 0.8 (to 1 in 5000: chances a day are small), and of customers of a
# plan with a chance of p a share of (1 - 0.8 p) ** h stays for h days, against (1 - p) ** h. Groups
# are mixed of plans: their shares here are counted in the data, the rest is computed.
#
# A few companies by default; `make simulate' looks at many (CS_SEEDS), CS_JOBS at a time. Few can
# only contradict what is asked: a count fails when it would be rarer than one in a thousand. Of 100
# and more as many must hold the truth as 463 to 487 of 500 are, and no more than 38 of 500 find
# what is not there.
use strict;
use warnings;
use Test::More;

BEGIN { require './tests/prop/prop.pl' } # rounds() is asked below
our $scratch;

use constant {
	SEEDS => $ENV{CS_SEEDS} // rounds(3),
	FIRST => $ENV{CS_FIRST} // 1,
	JOBS => $ENV{CS_JOBS} // 2,
	ONLY => $ENV{CS_ONLY} // '', # scenarios with this in their name
	CUSTOMERS => 5000,
	DAYS => 730,
	START => '2026-01-05',
	LAST => '2028-01-04',
	LANDMARK => 14,
	WINDOW => 90,
	GAP => 14, # the default
	CASES_FROM => 181, # the day of --since
	# Of 25 detractors 30 % answer, of 35 passives 20 %, of 40 promoters 40 %.
	ALL_NPS => 15,
	ANSWERED_NPS => 100 * (.40 * .4 - .25 * .3) / (.40 * .4 + .35 * .2 + .25 * .3),
	FALSE => 38 / 500,
	FAR => .1, # of plain comparisons, that hold the truth
};

my %leaves = (basic => .0015, plus => .001, pro => .0006);

sub ask {
	my (@command) = @_;
	my ($status, $out, $err) = run(undef, @command);
	die "@command: $status $err" if $status != 0;
	return $out;
}

# Days since 1970 of an instant or a date; undef for NULL.
my %day;
sub day {
	my $date = substr $_[0], 0, 10;
	return undef if $date eq '\N';
	return $day{$date} //= do {
		my ($y, $m, $d) = split /-/, $date;
		int(POSIX::mktime(0, 0, 12, $d, $m - 1, $y - 1900) / 86400);
	};
}

my $start = day(START);
my $contact_days = 180;

# A company; the file of a table of it, made when it is first asked for.
sub company {
	my ($seed, $plant) = @_;
	return {seed => $seed, plant => $plant};
}

sub file {
	my ($company, $table) = @_;
	return $company->{$table} //= do {
		my $path = "$scratch/$table";
		ask('cs-gen', '-q', '--rows', CUSTOMERS, '--customers', CUSTOMERS, '--days', DAYS, '--start',
		    START, '--seed', $company->{seed}, '--plant', $company->{plant}, '-r', '--table',
		    "retain-$table", '-o', $path);
		$path;
	};
}

# The lives of a company: customers by id with joined, left (or undef), their first contact, when
# its problem was solved, whether any was; days from the first.
sub lives {
	my ($company) = @_;
	my %life;
	for my $c (table(slurp(file($company, 'customers')))) {
		$life{$c->{customer_id}} = {id => $c->{customer_id}, plan => $c->{plan}, segment => $c->{segment},
		    joined => day($c->{joined_at}) - $start,
		    left => $c->{left_at} eq '\N' ? undef : day($c->{left_at}) - $start};
	}
	for my $c (table(slurp(file($company, 'contacts')))) {
		my $l = $life{$c->{customer_id}};
		my ($at, $solved) = (day($c->{started_at}) - $start, day($c->{solved_at}));
		$l->{first} //= $at;
		push @{$l->{contacts}}, [$at, $c->{reason}];
		next if !defined $solved;
		$solved -= $start;
		$l->{solved} = $solved if !defined $l->{solved} || $solved < $l->{solved};
	}
	return values %life;
}

# What cs-retain says of a company, as rows.
sub retain {
	my ($company, @how) = @_;
	return table(ask('cs-retain', '-q', '--threads', 1, '--customers', file($company, 'customers'),
	    '--as-of', LAST, @how));
}

# Lines for the parent. An interval and the truth; whether something was found that is not there;
# a plain comparison, whose interval is that of rates.
sub holds {
	my ($name, $lo, $hi, $truth) = @_;
	my $yes = $lo ne '\N' && $hi ne '\N' && $lo <= $truth && $truth <= $hi;
	return "holds\t$name\t" . ($yes ? 1 : 0) . "\t$lo\t$hi\t$truth\n";
}

sub finds {
	my ($name, $found) = @_;
	return "finds\t$name\t" . ($found ? 1 : 0) . "\n";
}

sub plain {
	my ($name, $ratio, $truth) = @_;
	my ($est, $sd) = @$ratio;
	return "plain\t$name\t" . (abs(log($est / $truth)) <= 1.96 * $sd ? 1 : 0) . "\t$est\t$truth\n";
}

# The interval of a plain figure.
sub missed {
	my ($name, $lo, $hi, $truth) = @_;
	return "plain\t$name\t" . ($lo <= $truth && $truth <= $hi ? 1 : 0) . "\t$lo\t$hi\t$truth\n";
}

# Rows of --nps.
sub nps {
	my ($company) = @_;
	return retain($company, '--nps', '--surveys', file($company, 'surveys'), '--purchases', file($company, 'purchases'),
	    '--at', '90d', '--since', '2026-07-05', file($company, 'contacts'));
}

# Rows of --uplift.
sub uplift {
	my ($company, @how) = @_;
	return retain($company, '--uplift', '--window', WINDOW . 'd', '--purchases', file($company, 'purchases'),
	    '--at', "${contact_days}d", '--since', '2026-07-05', @how, file($company, 'contacts'));
}

# Somebody whose first contact has windows around it.
sub is_case {
	my ($l) = @_;
	return defined $l->{first} && $l->{first} >= CASES_FROM && $l->{first} + WINDOW < DAYS &&
	    $l->{joined} < $l->{first} - GAP - WINDOW;
}

# Purchases of a case in the window after its contact, less what was given back in it, on average;
# and the ratio of the rate of buying of these to that of those who never made contact.
sub bought {
	my ($company) = @_;
	my (%at, $n, $case, $days, $none, $other);
	for my $p (table(slurp(file($company, 'purchases')))) {
		push @{$at{$p->{customer_id}}}, [day($p->{purchased_at}) - $start, (day($p->{refunded_at}) // 1e9) - $start];
	}
	for my $l (lives($company)) {
		my @at = @{$at{$l->{id}} // []};
		my $end = $l->{left} // DAYS - 1;
		if (is_case($l)) {
			my $to = $l->{first} + WINDOW;
			$n++;
			$case += grep { $_->[0] > $l->{first} && $_->[0] <= $to && $_->[1] > $to } @at;
			$days += ($end < $to ? $end : $to) - $l->{first};
		} elsif (!defined $l->{first} && $end > CASES_FROM) {
			my $from = $l->{joined} > CASES_FROM ? $l->{joined} : CASES_FROM;
			$none += grep { $_->[0] > $from } @at;
			$other += $end - $from;
		}
	}
	return ($case / $n, [$case / $days * $other / $none, sqrt(1 / $case + 1 / $none)]);
}

# Ratio of the rates of leaving of two lots of [days, whether left], and the deviation of its log:
# the hazards of the world do not change with time, so this needs no model. Both are lists by plan,
# or have one element (Mantel and Haenszel).
sub rate_ratio {
	my ($a, $b) = @_;
	my ($num, $den, $da, $db) = (0) x 4;
	for my $p (keys %$a) {
		my ($ta, $tb) = ($a->{$p}[0], $b->{$p}[0] // 0);
		next if $ta + $tb == 0;
		$num += $a->{$p}[1] * $tb / ($ta + $tb);
		$den += ($b->{$p}[1] // 0) * $ta / ($ta + $tb);
		$da += $a->{$p}[1];
		$db += $b->{$p}[1] // 0;
	}
	return [$num / $den, sqrt(1 / $da + 1 / $db)];
}

# Adds a stretch of days of a life to a lot.
sub stretch {
	my ($lot, $key, $from, $to, $left) = @_;
	return if $to <= $from;
	$lot->{$key}[0] += $to - $from;
	$lot->{$key}[1] += $left ? 1 : 0;
}

# From each customer's first contact on: whether his problem was ever solved, which nobody could
# have known then.
sub ever_solved {
	my (%lot);
	for my $l (grep { defined $_->{first} } @_) {
		stretch($lot{defined $l->{solved} ? 1 : 0} //= {}, '', $l->{first}, $l->{left} // DAYS - 1,
		    defined $l->{left});
	}
	return rate_ratio($lot{1}, $lot{0});
}

# From joining on: whether a customer was ever in contact.
sub ever_contacted {
	my (%lot);
	for my $l (@_) {
		stretch($lot{defined $l->{first} ? 1 : 0} //= {}, '', $l->{joined}, $l->{left} // DAYS - 1,
		    defined $l->{left});
	}
	return rate_ratio($lot{1}, $lot{0});
}

# Before and after the first contact, by plan or without.
sub since_contact {
	my ($by, @life) = @_;
	my (%lot);
	for my $l (@life) {
		my $end = $l->{left} // DAYS - 1;
		my $at = !defined $l->{first} || $l->{first} > $end ? $end : $l->{first};
		my $key = $by eq '' ? '' : $l->{$by};
		stretch($lot{0} //= {}, $key, $l->{joined}, $at, $at == $end && defined $l->{left});
		stretch($lot{1} //= {}, $key, $at, $end, defined $l->{left});
	}
	return rate_ratio($lot{1}, $lot{0});
}

# By name: what is planted, and what is asked.
my %scenario = (
	'curve, solved' => ['solved', sub {
		my ($company) = @_;
		my @row = retain($company, '--landmark', LANDMARK . 'd', '--status', '--by', 'plan', '--at',
		    "${contact_days}d", file($company, 'contacts'));
		return map {
			my $p = $leaves{$_->{plan}} * ($_->{status} eq 'solved' ? .8 : 1);
			$_->{status} eq 'repeat' ? () : holds("curve, $_->{status}: $_->{plan}", $_->{stayed_lo},
			    $_->{stayed_hi}, (1 - $p) ** $contact_days)
		} @row;
	}],
	'curve, none' => ['selection', sub {
		my ($company) = @_;
		my ($row) = retain($company, '--landmark', LANDMARK . 'd', '--status', '--compare', '--explain',
		    '--strata', 'plan', file($company, 'contacts'));
		return finds('curve, nothing planted', $row->{p} < .05);
	}],
	'hazard, contact' => ['contact,selection=200%', sub {
		my ($company) = @_;
		my @life = lives($company);
		my @row = grep { $_->{factor} eq 'contacted' && $_->{level} eq 't' } retain($company, '--from', 'joined', '--hazard',
		    'contacted,plan', '--by', 'segment', file($company, 'contacts'));
		return (map {
			my $truth = $_->{segment} eq 'business' ? .8 : 1;
			(holds("hazard after a contact: $_->{segment}", $_->{left_pace_lo}, $_->{left_pace_hi}, $truth),
			    $truth == 1 ? finds("hazard, no effect: $_->{segment}",
				$_->{left_pace_lo} > 1 || $_->{left_pace_hi} < 1) : ())
		} @row),
		    plain('plans mixed, before and after a contact', since_contact('', grep { $_->{segment} ne 'business' } @life), 1),
		    plain('ever in contact', ever_contacted(grep { $_->{segment} ne 'business' } @life), 1);
	}],
	'hazard, solved' => ['solved', sub {
		my ($company) = @_;
		my ($row) = grep { $_->{factor} eq 'solved' && $_->{level} eq 't' } retain($company, '--hazard', 'solved,plan', file($company, 'contacts'));
		return holds('hazard after it was solved', $row->{left_pace_lo}, $row->{left_pace_hi}, .8);
	}],
	'hazard, immortal' => ['immortal', sub {
		my ($company) = @_;
		my ($row) = grep { $_->{factor} eq 'solved' && $_->{level} eq 't' } retain($company, '--hazard', 'solved,plan', file($company, 'contacts'));
		return finds('hazard, immortal time', $row->{left_pace_lo} > 1 || $row->{left_pace_hi} < 1);
	}],
	'nps, nothing' => ['none', sub {
		my ($company) = @_;
		my ($score, @row) = grep { $_->{survey_kind} eq 'relationship' } nps($company);
		my %row = map { $_->{answer} => $_ } @row;
		my ($a, $b) = @row{qw(promoter detractor)};
		my $p = ($a->{bought_share} * $a->{bought_n} + $b->{bought_share} * $b->{bought_n}) /
		    ($a->{bought_n} + $b->{bought_n});
		my $z = ($a->{bought_share} - $b->{bought_share}) /
		    sqrt($p * (1 - $p) * (1 / $a->{bought_n} + 1 / $b->{bought_n}));
		return (finds('promoters buy like detractors', abs $z > 1.96),
		    holds('score of who answers', @$score{qw(nps_lo nps_hi)}, ANSWERED_NPS),
		    finds('the score of all is beyond its bounds',
			$score->{nps_worst} > ALL_NPS || $score->{nps_best} < ALL_NPS),
		    missed('the score of who answers', @$score{qw(nps_lo nps_hi)}, ALL_NPS));
	}],
	'nps, promoters' => ['promoters', sub {
		my ($company) = @_;
		my ($score, @row) = grep { $_->{survey_kind} eq 'relationship' } nps($company);
		my %row = map { $_->{answer} => $_ } @row;
		return map {
			my ($class, $factor) = @$_;
			my ($mean, $of) = ($row{passive}{revenue_mean}, $row{$class}{revenue_mean});
			my $half = sqrt(($factor * ($row{passive}{revenue_mean_hi} - $mean)) ** 2 +
			    ($row{$class}{revenue_mean_hi} - $of) ** 2);
			holds("revenue of a $class, less what it should be", $of - $factor * $mean - $half,
			    $of - $factor * $mean + $half, 0)
		} ['promoter', 1.4], ['detractor', .6];
	}],
	'uplift, purchases' => ['purchases,selection', sub {
		my ($company) = @_;
		my %row = map { $_->{outcome} => $_ } uplift($company, '--strata', 'plan');
		my ($after, $plain) = bought($company);
		return (holds('purchases after a contact', @{$row{purchases}}{qw(uplift_lo uplift_hi)},
			$after * (1 - 1 / 1.2)),
		    finds('staying, where only purchases are planted',
			$row{stayed}{uplift_lo} > 0 || $row{stayed}{uplift_hi} < 0),
		    plain('purchases of those in contact and of the others', $plain, 1.2));
	}],
	'uplift, nothing' => ['selection', sub {
		my ($company) = @_;
		return map {
			finds("uplift of $_->{outcome}, nothing planted", $_->{uplift_lo} > 0 || $_->{uplift_hi} < 0)
		} uplift($company, '--strata', 'plan');
	}],
	'uplift, contact' => ['contact,selection=200%', sub {
		my ($company) = @_;
		my ($row) = grep { $_->{outcome} eq 'stayed' && $_->{segment} eq 'business' }
		    uplift($company, '--strata', 'plan', '--by', 'segment');
		my @case = grep { $_->{segment} eq 'business' && is_case($_) } lives($company);
		my $truth = 0;
		$truth += ((1 - .8 * $leaves{$_->{plan}}) ** $contact_days - (1 - $leaves{$_->{plan}}) ** $contact_days) / @case
		    for @case;
		return holds('staying after a contact: business', @$row{qw(uplift_lo uplift_hi)}, $truth);
	}],
	'uplift, immortal' => ['immortal', sub {
		my ($company) = @_;
		return map {
			finds("$_->{outcome} of solved against unsolved, immortal time",
			    $_->{uplift_lo} > 0 || $_->{uplift_hi} < 0)
		} uplift($company, '--strata', 'plan', '--against', 'unsolved', '--landmark', LANDMARK . 'd');
	}],
	'curve, immortal' => ['immortal', sub {
		my ($company) = @_;
		my ($row) = retain($company, '--landmark', LANDMARK . 'd', '--status', '--compare', '--explain',
		    '--strata', 'plan', file($company, 'contacts'));
		return (finds('curve, immortal time', $row->{p} < .05),
		    plain('ever solved', ever_solved(lives($company)), 1));
	}],
);

# The lines of each scenario that is asked for, those of the same company one after the other.
sub look {
	my ($seed) = @_;
	my (%company, @line);
	for my $name (grep { index($_, ONLY) >= 0 }
	    sort { $scenario{$a}[0] cmp $scenario{$b}[0] || $a cmp $b } keys %scenario) {
		my ($plant, $look) = @{$scenario{$name}};
		%company = () if !$company{$plant};
		push @line, $look->($company{$plant} //= company($seed, $plant));
	}
	return @line;
}

# All companies, dealt to the jobs.
sub simulate {
	return dealt(JOBS, \&look, FIRST .. FIRST + SEEDS - 1);
}

my ($n, $k) = counted(simulate());
for my $name (sort keys %{$n->{holds}}) {
	my ($k, $n) = ($k->{holds}{$name}, $n->{holds}{$name});
	ok(as_many_hold($k, $n), "$name: $k of $n intervals hold the truth");
}
for my $name (sort keys %{$n->{finds}}) {
	my ($k, $n) = ($k->{finds}{$name}, $n->{finds}{$name});
	ok(no_more_than($k, $n, FALSE), "$name: $k of $n find an effect");
}
for my $name (sort keys %{$n->{plain}}) {
	my ($k, $n) = ($k->{plain}{$name}, $n->{plain}{$name});
	ok(no_more_than($k, $n, FAR), "the plain comparison, $name: $k of $n intervals hold the truth");
}
done_testing;
