#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# cs-kpi against plain Perl that knows nothing of it: every row is looked at for every group, in
# SQL's logic of three values, and repeats are searched by comparing all contacts with all others.
use strict;
use warnings;
use Test::More;

require './tests/prop/prop.pl';
our ($scratch, @columns);

# SQL's logic: undef is NULL.
sub and3 { (grep { defined && !$_ } @_) ? 0 : (grep { !defined } @_) ? undef : 1 }
sub or3 { (grep { $_ } @_) ? 1 : (grep { !defined } @_) ? undef : 0 }
sub not3 { defined $_[0] ? !$_[0] || 0 : undef }
sub eq3 { defined $_[0] && defined $_[1] ? $_[0] eq $_[1] || 0 : undef }
sub lt3 { defined $_[0] && defined $_[1] ? $_[0] < $_[1] || 0 : undef }
sub le3 { not3(lt3($_[1], $_[0])) }

my %class = (answered => 'inbound queued offered handled', abandoned => 'inbound queued offered abandoned',
    (map { $_ => 'inbound queued offered flow_out' } qw(timeout key callback voicemail empty withdrawn)),
    open => 'inbound queued', map { $_ => 'inbound' } qw(full closed blocked failed vru));

sub is_a {
	my ($r, $class) = @_;
	return undef if !defined $r->{disposition};
	return 0 if $class ne 'handled' && is_away($r);
	return $class{$r->{disposition}} =~ /\b$class\b/ || 0;
}
sub is_away { (grep { ($_[0]{direction} // '') eq $_ } qw(outbound internal)) > 0 }
sub first { !defined $_[0]{leg} || $_[0]{leg} == 1 || 0 }
sub came { first($_[0]) && !is_away($_[0]) }
sub among { my ($r, @d) = @_; defined $r->{disposition} ? (grep { $r->{disposition} eq $_ } @d) > 0 || 0 : undef }
sub epoch { defined $_[0] && $_[0] =~ /T(..):(..):(..)Z$/ ? $1 * 3600 + $2 * 60 + $3 + 86400 * days($_[0]) : undef }

sub days {
	my ($y, $m, $d) = $_[0] =~ /^(....)-(..)-(..)/;
	my @before = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334);
	return ($y - 1970) * 365 + int(($y - 1969) / 4) + $before[$m - 1] + ($m > 2 && $y % 4 == 0) + $d - 1;
}

# num / den with digits behind the point, half away from zero.
sub ratio {
	my ($num, $den, $digits) = @_;
	return '\N' if $den == 0;
	my $x = abs($num) * 10 ** $digits;
	my $q = ($x - $x % $den) / $den;
	$q++ if 2 * ($x % $den) >= $den;
	my $text = sprintf '%0*d', $digits + 1, $q;
	substr $text, -$digits, 0, '.';
	return ($num < 0 && $q != 0 ? '-' : '') . $text;
}

# Kinds of metrics: rows to a cell, and to NAME_n where there is one.
sub count { my ($f) = @_; sub { scalar grep { $f->($_) } @_ } }
sub values_of { my ($x, $f, @row) = @_; grep { defined } map { $_->{$x} } grep { $f->($_) } @row }
sub everything { 1 }

sub share {
	my ($x, $f) = @_;
	return sub {
		my @known = grep { defined } map { $x->($_) } grep { $f->($_) } @_;
		return (ratio(scalar(grep { $_ } @known), scalar @known, 8), scalar @known);
	};
}

sub mean {
	my ($x, $f, $digits) = @_;
	return sub {
		my @v = values_of($x, $f, @_);
		my $sum = 0;
		$sum += $_ for @v;
		return (ratio($sum, scalar @v, $digits), scalar @v);
	};
}

sub quantile {
	my ($x, $percent, $f) = @_;
	return sub {
		my @v = sort { $a <=> $b } values_of($x, $f, @_);
		my $rank = int(($percent * @v + 99) / 100);
		return (@v ? $v[($rank || 1) - 1] : '\N', scalar @v);
	};
}

sub nps {
	my @v = values_of('nps', \&first, @_);
	return (ratio(100 * ((grep { $_ >= 9 } @v) - (grep { $_ <= 6 } @v)), scalar @v, 4), scalar @v);
}

# Every contact against every other.
my @all;
sub repeat {
	my ($window) = @_;
	return sub {
		my @visit = grep { came($_) && defined $_->{customer_id} && defined $_->{started_at} } @_;
		my @other = grep { came($_) && defined $_->{customer_id} && defined $_->{started_at} } @all;
		my ($now) = sort { $b <=> $a } map { epoch($_->{started_at}) } grep { $_->{started_at} } @all;
		my ($n, $x) = (0, 0);
		for my $v (@visit) {
			my $at = epoch($v->{started_at});
			next if $now - $at < $window;
			$n++;
			$x += 0 < grep {
				my $gap = epoch($_->{started_at}) - $at;
				$_->{customer_id} eq $v->{customer_id} && $gap > 0 && $gap <= $window &&
				    (!defined $_->{contact_id} || !defined $v->{contact_id} ||
					$_->{contact_id} ne $v->{contact_id})
			} @other;
		}
		return (ratio($x, $n, 8), $n);
	};
}

sub handled { is_a($_[0], 'handled') }
sub taken { and3(handled($_[0]), is_a($_[0], 'offered')) }
sub queued { is_a($_[0], 'queued') }
sub abandoned { is_a($_[0], 'abandoned') }
my $in = sub { my ($t) = @_; sub { le3($_[0]{wait_s}, $t) } };
my $late = sub { my ($t) = @_; sub { lt3($t, $_[0]{wait_s}) } };
my $in_time = sub { my ($t) = @_; sub { and3(handled($_[0]), le3($_[0]{wait_s}, $t)) } };
my $answered_or = sub { my ($t) = @_; sub { or3(taken($_[0]), and3(abandoned($_[0]), lt3($t, $_[0]{wait_s}))) } };

my @metric = (
	['contacts', count(\&first)],
	['answered', count(sub { and3(first($_[0]), handled($_[0])) })],
	['handled_legs', count(\&handled)],
	['offered', count(sub { is_a($_[0], 'offered') })],
	['flowed_out', count(sub { is_a($_[0], 'flow_out') })],
	['customers', sub { my %c = map { $_ => 1 } values_of('customer_id', \&first, @_); scalar keys %c }],
	['answered_share', share(\&handled, \&queued)],
	['answered_share_nokey', share(\&handled,
	    sub { and3(queued($_[0]), not3(among($_[0], 'callback', 'key'))) })],
	['ab_long', share(\&abandoned, $answered_or->(5))],
	['ab_short', share(sub { and3(abandoned($_[0]), le3($_[0]{wait_s}, 5)) }, \&queued)],
	['sl_offered(20)', share($in_time->(20), \&queued), 'sl_offered_20'],
	['sl_answered(10)', share($in->(10), \&taken), 'sl_answered_10'],
	['sl_positive_20', share($in->(20), sub { or3(taken($_[0]), abandoned($_[0])) })],
	['sl_ignore_20', share($in_time->(20), $answered_or->(20))],
	['sl_noshort_20_5', share($in_time->(20), $answered_or->(5))],
	['sl_inbound_noshort(30,7)', share($in_time->(30),
	    sub { and3(is_a($_[0], 'inbound'), not3(and3(abandoned($_[0]), le3($_[0]{wait_s}, 7)))) }),
	    'sl_inbound_noshort_30_7'],
	['asa', mean('wait_s', \&taken, 3)],
	['mean_wait', mean('wait_s', \&everything, 3)],
	(map { ["p${_}_wait", quantile('wait_s', $_, \&everything)] } 50, 90, 95, 99),
	['late_share=share(wait_s > 60)', share($late->(60), \&everything), 'late_share'],
	['odd_share=share(not (wait_s between 3 and 30 or queue is null)) filter (where csat <> 3)',
	    share(sub { not3(or3(and3(le3(3, $_[0]{wait_s}), le3($_[0]{wait_s}, 30)), !defined $_[0]{queue} || 0)) },
		sub { not3(eq3($_[0]{csat}, 3)) }), 'odd_share'],
	['in_share=share(queue not in (\'sales\', \'Sales\'))',
	    share(sub { not3(or3(eq3($_[0]{queue}, 'sales'), eq3($_[0]{queue}, 'Sales'))) }, \&everything), 'in_share'],
	['hold_share', share(sub { lt3(0, $_[0]{hold_s}) }, \&handled)],
	['transfer_share', share(sub { or3(eq3($_[0]{transfer}, 'blind'), eq3($_[0]{transfer}, 'attended')) }, \&handled)],
	['csat_top2', share(sub { le3(4, $_[0]{csat}) }, \&first)],
	['csat_mean', mean('csat', \&first, 6)],
	['nps', \&nps],
	['response_rate', share(sub { defined $_[0]{survey_answered_at} || 0 },
	    sub { first($_[0]) && defined $_[0]{survey_sent_at} })],
	['identified_share', share(sub { defined $_[0]{customer_id} || 0 }, \&first)],
	['repeat_1d', repeat(86400)],
	['repeat(2h)', repeat(7200), 'repeat_2h'],
);
my $list = join ',', map { $_->[0] } @metric;

# Order of keys: bytes, NULL last.
sub by_key {
	my ($l, $r) = @_;
	return defined $l ? defined $r ? $l cmp $r : -1 : defined $r ? 1 : 0;
}

# The table of the rows by a function from row to key.
sub expected {
	my ($name, $key, @row) = @_;
	my %group;
	push @{$group{defined $key->($_) ? 'k' . $key->($_) : ''}}, $_ for @row;
	%group = ('' => \@row) if !defined $name; # a total has a row even of nothing
	my @out;
	for my $g (sort { by_key(map { length $_ ? substr $_, 1 : undef } $a, $b) } keys %group) {
		my %want = defined $name ? ($name => cell(length $g ? substr $g, 1 : undef)) : ();
		for my $m (@metric) {
			my ($value, $n) = $m->[1]->(@{$group{$g}});
			my $column = $m->[2] // $m->[0];
			$want{$column} = $value;
			$want{$column . '_n'} = $n if defined $n;
		}
		push @out, \%want;
	}
	return @out;
}

sub compare {
	my ($what, $want, @option) = @_;
	my ($status, $out, $err) = run(undef, 'cs-kpi', '-q', '-m', $list, @option, "$scratch/in");
	is($status, 0, "$what: status") or return diag($err);
	is_deeply([table($out)], $want, $what) or diag("@option");
}

for my $seed (1 .. rounds(4)) {
	seed($seed);
	@all = contacts((7, 60, 250, 400)[$seed - 1], 1790000000, 4 * 86400);
	spew("$scratch/in", stream(\@columns, @all));
	my $name = "seed $seed";
	compare("$name: all", [expected(undef, sub { }, @all)]);
	compare("$name: by queue", [expected('queue', sub { $_[0]{queue} }, @all)], '--by', 'queue');
	compare("$name: by day", [expected('day', sub { $_[0]{started_at} && substr $_[0]{started_at}, 0, 10 }, @all)],
	    '--by', 'day');
	my @some = grep { or3(lt3($_->{wait_s}, 40), eq3($_->{agent_id}, 'agent 2')) } @all;
	compare("$name: --where", [expected('agent_id', sub { $_[0]{agent_id} }, @some)], '--by', 'agent',
	    '--where', q(wait_s < 40 or agent = 'agent 2'));
	my ($from) = map { substr $_->{started_at}, 0, 10 } grep { $_->{started_at} } @all;
	@some = grep { $_->{started_at} && $_->{started_at} ge $from && $_->{started_at} lt $from . 'U' } @all;
	compare("$name: --period", [expected(undef, sub { }, @some)], '--period', $from);
	@some = grep { !defined $_->{csat} || $_->{csat} != 1 } @some;
	compare("$name: --period and --where", [expected(undef, sub { }, @some)], '--period', $from,
	    '--where', 'csat is distinct from 1');
	# What is dropped was never there: neither as a follow-up nor as the newest instant.
	my @kept = grep { defined $_->{csat} && $_->{csat} > 2 } @all;
	@all = @kept;
	compare("$name: --keep-only", [expected(undef, sub { }, @all)], '--keep-only', 'csat > 2');
	@some = grep { defined $_->{queue} && $_->{queue} eq "a\tb" } @all;
	@some = grep { defined $_->{queue} && $_->{queue} =~ /^a.b\z/s && $_->{queue} ne 'a\\b' } @all;
	compare("$name: --keep-only and --where", [expected(undef, sub { }, @some)], '--keep-only', 'csat > 2',
	    '--where', q(queue like 'a%b' and not queue in ('a\b')));
}
done_testing;
