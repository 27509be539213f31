#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Surveys and events against plain Perl that holds each against every contact: random contacts with
# shared ids, instants and legs, unknown customers; surveys that name a contact, a customer, both or
# neither, twice, too early; events of customers and of what else they name. The same bytes whatever
# the threads, from a file or a pipe, with the side in any order; and the surveys add up.
use strict;
use warnings;
use Test::More;

require './tests/prop/prop.pl';
our $scratch;

my $base = 1790000000;
my ($window, $fast) = (86400, 5);

sub stamp { defined $_[0] ? instant($base + $_[0]) : undef }

sub contacts_here {
	my ($n) = @_;
	my %seen;
	# Rows of one contact id, leg and instant that differ in nothing asked for are told apart by
	# their place alone, and contacts of a customer that begin together by a hash: none of both.
	return grep {
		my $r = $_;
		!$seen{join ' ', 'id', $r->{contact_id}, $r->{leg} // 1}++ &&
		    (!defined $r->{customer_id} || !defined $r->{at} || !$seen{"at $r->{customer_id} $r->{at}"}++)
	} map { {
		nr => $_,
		contact_id => 'c' . below($n),
		leg => (undef, 1, 1, 2, 3)[below(5)],
		customer_id => below(6) ? 'k' . below(1 + $n / 5) : undef,
		at => below(12) ? below(10 * 24 * 4) * 900 : undef,
		channel => one_of(undef, qw(phone chat)),
		product => one_of(undef, qw(app box)),
		region => one_of(undef, qw(north south)),
	} } 0 .. $n - 1;
}

my @survey = qw(survey_id contact_id customer_id survey_sent_at survey_answered_at csat nps ces);

sub surveys {
	my ($n, $contacts) = @_;
	my %seen;
	return grep { !$seen{join '|', map { $_ // '-' } @$_{'contact_id', 'customer_id', 'survey_id', 'answered', 'sent', 'csat', 'nps', 'ces'}}++ } map {
		my $sent = below(9) ? below(12 * 24 * 4) * 900 : undef;
		my $answered = below(3) ? ($sent // below(10 * 86400)) + (-3, 0, 4, 5, 6, 900)[below(6)] : undef;
		{
			survey_id => 's' . below($n),
			contact_id => below(3) ? undef : 'c' . below($contacts * 1.2),
			customer_id => below(6) ? 'k' . below(1 + $contacts / 5) : undef,
			sent => $sent, answered => $answered,
			survey_sent_at => stamp($sent), survey_answered_at => stamp($answered),
			csat => below(3) ? undef : 1 + below(3),
			nps => below(4) ? undef : below(4),
			ces => below(4) ? undef : 1 + below(4),
		}
	} 0 .. $n - 1;
}

sub eq2 { defined $_[0] && defined $_[1] && $_[0] eq $_[1] }
sub leg { $_[0]{leg} // 1 }
sub first_of { my ($by, @x) = @_; return (sort { $by->($a, $b) } @x)[0] }

# The row that a survey is about.
sub about {
	my ($s, $eligible, @row) = @_;
	if (defined $s->{contact_id}) {
		my @mine = grep { $_->{contact_id} eq $s->{contact_id} } @row;
		my @same = grep { eq2($_->{customer_id}, $s->{customer_id}) } @mine;
		my @unknown = grep { !defined $_->{customer_id} } @mine;
		my @of = !defined $s->{customer_id} ? @mine : @same ? @same : @unknown ? @unknown : @mine;
		return first_of(sub { leg($_[0]) <=> leg($_[1]) || ($_[0]{at} // 9e15) <=> ($_[1]{at} // 9e15) || $_[0]{nr} <=> $_[1]{nr} }, @of);
	}
	my $when = $s->{sent} // $s->{answered};
	return undef if !defined $s->{customer_id} || !defined $when;
	return first_of(sub { $_[1]{at} <=> $_[0]{at} }, grep {
		eq2($_->{customer_id}, $s->{customer_id}) && leg($_) == 1 && defined $_->{at} && $_->{at} <= $when &&
		    $when - $_->{at} <= $window && (!$eligible || eq2($_->{channel}, 'phone'))
	} @row);
}

sub said { return join "\t", map { cell($_) } @{$_[0]}{qw(survey_id survey_sent_at survey_answered_at csat nps ces)} }

sub replied { return grep { defined } @{$_[0]}{qw(survey_answered_at csat nps ces)} }

sub shown {
	my ($rating, @s) = @_;
	my $num = sub { my ($x, $y) = @_; defined $x ? defined $y ? $x <=> $y : -1 : defined $y ? 1 : 0 };
	return first_of(sub {
		my ($x, $y) = @_;
		my $c = !!replied($y) <=> !!replied($x);
		for my $r ($rating eq 'worst' ? qw(csat nps ces) : ()) {
			$c ||= $num->($x->{$r}, $y->{$r});
		}
		my ($t, $u) = map { $_->{answered} // $_->{sent} } $x, $y;
		$c ||= !defined $t || !defined $u ? $num->($t, $u) : $rating eq 'last' ? $u <=> $t : $t <=> $u;
		return $c || said($x) cmp said($y);
	}, @s);
}

# What each row gets.
sub brute_surveys {
	my ($rating, $eligible, $row, $survey) = @_;
	my %of;
	for my $s (@$survey) {
		my $r = about($s, $eligible, @$row);
		push @{$of{$r->{nr}}}, $s if defined $r;
	}
	my %want;
	for my $r (@$row) {
		my @s = @{$of{$r->{nr}} // []};
		my %id = map { $_->{survey_id} => 1 } @s;
		my $s = shown($rating, @s);
		if (!defined $s) {
			my $state = leg($r) != 1 ? '\N' : !$eligible || !defined $r->{channel} ? 'unknown'
			    : $r->{channel} eq 'phone' ? 'eligible' : 'not_eligible';
			$want{$r->{nr}} = join "\t", $state, $state eq '\N' ? '\N' : 0, ('\N') x 8;
			next;
		}
		my $state = replied($s) ? 'answered' : defined $s->{sent} ? 'sent' : 'eligible';
		my $quick = !defined $s->{sent} || !defined $s->{answered} ? '\N'
		    : $s->{answered} - $s->{sent} < $fast ? 't' : 'f';
		$want{$r->{nr}} = join "\t", $state, scalar(keys %id), $quick,
		    defined $s->{contact_id} ? 'contact' : 'customer', said($s);
	}
	return \%want;
}

# The cells behind the first n of each row, by its number.
sub added {
	my ($out, $n) = @_;
	my @line = split /\n/, $out;
	shift @line;
	return {map { my @c = split /\t/, $_, -1; ($c[0] => join "\t", @c[$n .. $#c]) } @line};
}

my @contact = qw(nr contact_id leg customer_id started_at channel product region);

sub file {
	my ($name, $columns, @row) = @_;
	$_->{started_at} = stamp($_->{at}) for @row;
	return spew("$scratch/$name", stream($columns, @row));
}

for my $round (1 .. rounds(30)) {
	seed(300 + $round);
	my $n = (6, 30, 200)[$round % 3];
	my @row = contacts_here($n);
	my @s = surveys($n, $n);
	my $rating = (qw(first last worst))[$round % 3];
	my @eligible = $round % 2 ? ('--eligible', "channel = 'phone'") : ();
	my @join = ('cs-join', '--rating', $rating, '--survey-window', "${window}s", @eligible);
	my $in = file('in.tsv', \@contact, @row);
	my ($status, $out, $err) = run('/dev/null', @join, '--surveys', file('s.tsv', \@survey, @s), $in);
	is($status, 0, "round $round") or diag $err;
	is_deeply(added($out, 8), brute_surveys($rating, scalar @eligible, \@row, \@s), "round $round: surveys, $rating, @eligible");
	my ($all, $matched, $surplus, $orphans) = $err =~ /surveys: (\d+) are (\d+) matched, (\d+) surplus and (\d+) orphans/;
	is($matched + $surplus + $orphans, @s, "round $round: they add up");
	my ($s2, $piped) = run($in, @join, '--threads', 3, '--surveys', file('back.tsv', \@survey, shuffled(@s)));
	is($piped, $out, "round $round: from a pipe, surveys in another order");
}

my @event = qw(event_id event event_at customer_id product region);

# What each row gets: of the customer's events and those of what else is named the latest.
sub brute_events {
	my ($row, $event) = @_;
	my %want;
	for my $r (@$row) {
		my @of;
		for my $e (@$event) {
			next if !defined $r->{at} || !defined $e->{at} || $e->{at} > $r->{at} || $r->{at} - $e->{at} > $window;
			if (defined $e->{customer_id}) {
				push @of, [$e, 8, 'customer'] if eq2($e->{customer_id}, $r->{customer_id});
				next;
			}
			my @name = grep { defined $e->{$_} } qw(product region);
			next if !@name || grep { !eq2($e->{$_}, $r->{$_}) } @name;
			push @of, [$e, ($name[0] eq 'product' ? 1 : 0) + ($name[-1] eq 'region' ? 2 : 0), join '+', @name];
		}
		my ($best) = sort { $b->[0]{at} <=> $a->[0]{at} || $b->[1] <=> $a->[1] || $b->[0]{nr} <=> $a->[0]{nr} } @of;
		$want{$r->{nr}} = !defined $best ? join "\t", ('\N') x 5, defined $r->{at} ? 0 : '\N'
		    : join "\t", map { cell($_) } @{$best->[0]}{qw(event event_id event_at)}, $r->{at} - $best->[0]{at}, $best->[2], scalar @of;
	}
	return \%want;
}

for my $round (1 .. rounds(20)) {
	seed(900 + $round);
	my $n = (6, 30, 150)[$round % 3];
	my @row = contacts_here($n);
	my @e = map {
		my $at = below(12) ? below(10 * 24 * 4) * 900 : undef;
		{
			nr => $_, event_id => "e$_", event => one_of(qw(outage late), undef), at => $at, event_at => stamp($at),
			customer_id => below(2) ? 'k' . below(1 + $n / 5) : undef,
			product => one_of(undef, qw(app box)), region => one_of(undef, qw(north south)),
		}
	} 0 .. $n;
	my $in = file('in.tsv', \@contact, @row);
	my $events = spew("$scratch/e.tsv", stream(\@event, @e));
	my ($status, $out, $err) = run('/dev/null', 'cs-join', '--event-window', "${window}s", '--events', $events, $in);
	is($status, 0, "round $round") or diag $err;
	is_deeply(added($out, 8), brute_events(\@row, \@e), "round $round: events");
	my ($s2, $piped) = run($in, 'cs-join', '-q', '--threads', 3, '--event-window', "${window}s", '--events', $events);
	is($piped, $out, "round $round: from a pipe");
}
done_testing;
