#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Makes the sample data that stands beside it:
#
#	perl testdata/make.pl queue_log >testdata/queue_log
#	perl testdata/make.pl tickets >testdata/tickets.csv
#	perl testdata/make.pl sl-205 >testdata/sl-205.tsv
#	perl testdata/make.pl quarter >testdata/charge/quarter.tsv
#
# The same bytes on every machine: integers only, and a generator of our own.
use strict;
use warnings;
use integer;

my $state = 20261005;

# 0 .. n-1
sub roll {
	my ($n) = @_;
	$state = ($state * 1103515245 + 12345) & 0x7fffffff;
	return ($state >> 8) % $n;
}

sub pick { return $_[roll(scalar @_)] }

# A skewed duration: small ones often, large ones now and then; its mean is about $mean.
sub skewed {
	my ($mean) = @_;
	my $x = roll(100) + 1;
	my $y = roll(100) + 1;
	return 5 + $mean * $x * $y / 2550;
}

# --- two days of calls ----------------------------------------------------------------------------

my $midnight = 1791151200;    # 2026-10-05 00:00 in Berlin (+02:00), a Monday
my %queue = (
	billing => { agents => [ 'Ann', 'Ben', 'Cem' ], mean => 210, share => 45 },
	support => { agents => [ 'Dora', 'Emil', 'Fay', 'Gus' ], mean => 330, share => 40 },
	sales   => { agents => [ 'Hana', 'Ivo' ], mean => 180, share => 15 },
);

# Arrivals in a half-hour, from 08:00 to 18:00; Monday's outage at eleven stands out.
my @days = (
	[ 12, 20, 30, 36, 38, 40, 66, 62, 38, 30, 24, 26, 34, 36, 34, 30, 26, 22, 16, 10 ],
	[ 8, 12, 18, 20, 20, 18, 16, 14, 12, 12, 14, 16, 16, 14, 12, 10, 10, 8, 6, 4 ],
);

my @event;    # [ second, order, text ]
my $order = 0;

sub event {
	my ($at, @field) = @_;
	push @event, [ $at, $order++, join('|', $at, @field) ];
}

sub caller_number {
	return '' if roll(100) < 6;
	return 'anonymous' if roll(100) < 4;
	return '+4930' . (5550000 + roll(6000));
}

sub choose_queue {
	my $x = roll(100);
	return $x < 45 ? 'billing' : $x < 85 ? 'support' : 'sales';
}

sub calls {
	my @call;
	for my $day (0 .. $#days) {
		my $open = $midnight + 86400 * $day + 8 * 3600;
		my @arrive;
		for my $half (0 .. $#{ $days[$day] }) {
			push @arrive, $open + $half * 1800 + roll(1800) for 1 .. $days[$day][$half];
		}
		push @call, map { [ $_, choose_queue(), caller_number() ] } sort { $a <=> $b } @arrive;
	}
	event($midnight + 7 * 3600, 'NONE', 'NONE', 'NONE', 'QUEUESTART', '');
	my %free;
	for my $q (sort keys %queue) {
		for my $a (@{ $queue{$q}{agents} }) {
			$free{$q}{$a} = $midnight + 8 * 3600 - roll(300);
			event($free{$q}{$a}, 'REALTIME', $q, $a, 'ADDMEMBER', '');
		}
	}
	my $n = 100;
	while (my $call = shift @call) {
		my ($at, $q, $from) = @$call;
		my $again = one_call($at, $q, "$at." . $n++, $from, \%free) or next;
		# Who was not helped calls again, soon or on the next day.
		next if $from !~ /^\+/ || $again > $midnight + 86400 + 18 * 3600;
		next if ($again - $midnight) % 86400 < 8 * 3600 || ($again - $midnight) % 86400 > 18 * 3600;
		@call = sort { $a->[0] <=> $b->[0] || $a->[1] cmp $b->[1] } @call, [ $again, $q, $from ];
	}
	my $last = $midnight + 86400 + 18 * 3600;
	event($last, "$last.$n", 'support', 'NONE', 'ENTERQUEUE', '', '+49305550007', 1);
	print map { "$_->[2]\n" } sort { $a->[0] <=> $b->[0] || $a->[1] <=> $b->[1] } @event;
}

# When the caller will try again, or 0.
sub one_call {
	my ($at, $q, $id, $from, $free) = @_;
	my $patience = 20 + skewed(240);
	my ($agent) = sort { $free->{$q}{$a} <=> $free->{$q}{$b} || $a cmp $b } keys %{ $free->{$q} };
	my $ring = 2 + roll(7);
	my $wait = ($free->{$q}{$agent} > $at ? $free->{$q}{$agent} - $at : 0) + $ring;

	event($at, $id, $q, 'NONE', 'DID', '4930111') if roll(10) == 0;
	event($at, $id, $q, 'NONE', 'ENTERQUEUE', '', $from, 1);
	if ($wait > 240) {
		event($at + 240, $id, $q, 'NONE', 'EXITWITHTIMEOUT', 1, 1, 240);
		return roll(2) ? $at + 900 + roll(3600) : 0;
	}
	if ($wait > 60 && roll(8) == 0) {
		event($at + 55, $id, $q, 'NONE', 'EXITWITHKEY', 1, 1, 1, 55);
		return 0;
	}
	if ($wait > $patience || roll(60) == 0) {
		my $left = $wait > $patience ? $patience : 1 + roll(4);
		event($at + $left, $id, $q, 'NONE', 'ABANDON', 1, 1, $left);
		return roll(3) ? $at + 300 + roll(3600) : 0;
	}
	if (roll(14) == 0) {
		my ($other) = grep { $_ ne $agent } sort keys %{ $free->{$q} };
		event($at + $wait - $ring, $id, $q, $other, 'RINGNOANSWER', 15000);
	}
	my $talk = skewed($queue{$q}{mean});
	# One agent keeps the handle time low by putting callers down.
	my $cuts = $agent eq 'Gus' && roll(4) == 0;
	$talk = 5 + roll(9) if $cuts;
	event($at + $wait, $id, $q, $agent, 'CONNECT', $wait, "$at.9" . roll(1000), $ring);
	$free->{$q}{$agent} = $at + $wait + $talk + 10 + roll(30);
	if (!$cuts && $q ne 'sales' && roll(12) == 0) {
		my $next = $q eq 'billing' ? 'support' : 'billing';
		my $hold = 3 + roll(25);
		my $by = pick(@{ $queue{$next}{agents} });
		event($at + $wait + $talk, $id, $q, $agent, 'BLINDTRANSFER', "7$next", 'from-queue', $wait, $talk, 1);
		event($at + $wait + $talk + $hold, $id, $next, $by, 'CONNECT', $hold, "$at.8", 3);
		my $more = skewed(200);
		event($at + $wait + $talk + $hold + $more, $id, $next, $by, 'COMPLETECALLER', $hold, $more, 1);
		return 0;
	}
	my $end = $cuts || roll(3) == 0 ? 'COMPLETEAGENT' : 'COMPLETECALLER';
	event($at + $wait + $talk, $id, $q, $agent, $end, $wait, $talk, 1);
	event($at + $wait + $talk + 5, 'NONE', 'NONE', $agent, 'PAUSEALL', 'break') if roll(40) == 0;
	return $cuts ? $at + $wait + $talk + 60 + roll(600) : roll(9) ? 0 : $at + 1800 + roll(80000);
}

# --- a month of tickets --------------------------------------------------------------------------

my @header = ('Summation column', 'Id', 'Requester', 'Requester id', 'Requester external id',
	'Requester email', 'Requester domain', 'Submitter', 'Assignee', 'Group', 'Subject', 'Tags',
	'Status', 'Priority', 'Via', 'Ticket type', 'Created at', 'Updated at', 'Assigned at',
	'Organization', 'Due date', 'Initially assigned at', 'Solved at', 'Resolution time',
	'Satisfaction Score', 'Group stations', 'Assignee stations', 'Reopens', 'Replies',
	map({ ("$_ time in minutes", "$_ time in minutes within business hours") }
		'First reply', 'First resolution', 'Full resolution', 'Agent wait', 'Requester wait', 'On hold'));

# mood: 0 bad, 1 plain, 2 good
my @subject = (
	[ 0, 'Charged twice for the same order, nobody answers' ],
	[ 0, 'Still waiting for my refund after three weeks' ],
	[ 0, 'Your agent hung up on me, this is unacceptable' ],
	[ 0, 'Third time I write: internet is down again' ],
	[ 0, 'Terrible service, on hold for two hours' ],
	[ 0, 'Package never arrived and the tracking is wrong' ],
	[ 0, 'Thanks for nothing, the problem is back' ],
	[ 0, 'I want to cancel, this is a rip-off' ],
	[ 0, 'Was told it would be fixed on Monday, it is not' ],
	[ 0, 'New late fee on my bill is not okay' ],
	[ 1, 'Change of address' ],
	[ 1, 'How do I reset my password?' ],
	[ 1, 'Copy of the invoice for September, please' ],
	[ 1, 'Question about the new tariff' ],
	[ 1, 'Where can I see my usage?' ],
	[ 1, 'Delivery to another address, is that possible?' ],
	[ 1, 'Login code does not arrive by text message' ],
	[ 1, 'Please call me back about my contract' ],
	[ 1, 'Order 88213: size M instead of L' ],
	[ 1, 'App, "My account": which button?' ],
	[ 2, 'Thank you, Mia solved it in five minutes' ],
	[ 2, 'Great help on the phone today' ],
	[ 2, 'Works perfectly now, thanks a lot' ],
	[ 2, 'Very friendly and competent, well done' ],
	[ 2, 'Refund arrived quickly, excellent' ],
);

sub minute_text {
	my ($minute) = @_;    # since 2026-09-01 00:00
	return sprintf '2026-09-%02d %02d:%02d', 1 + $minute / 1440, $minute / 60 % 24, $minute % 60;
}

sub quoted {
	my ($s) = @_;
	return $s =~ /[",\n]/ ? '"' . $s =~ s/"/""/gr . '"' : $s;
}

sub tickets {
	my @agent = ('Mia', 'Noah', 'Olga', 'Piet', 'Quinn', 'Rosa');
	print join(',', map { quoted($_) } @header), "\n";
	for my $id (4001 .. 4240) {
		my $created = ($id - 4001) * 160 + 480 + roll(160);
		my $who = roll(90);
		my $agent = pick(@agent);
		my ($mood, $subject) = @{ $subject[ roll(scalar @subject) ] };
		my $good = $agent eq 'Mia' ? 85 : $agent eq 'Quinn' ? 35 : 65;
		my $solved = $created < 37000 && roll(100) < 92;
		my $reply = 3 + skewed(50);
		my $full = $reply + skewed(600);
		my $rated = $solved && roll(100) < 34;
		my $score = !$solved ? 'Not Offered' : !$rated ? 'Offered'
			: roll(100) < ($mood == 0 ? $good - 25 : $good + 10) ? 'Good' : 'Bad';
		my $reopen = $solved && roll(100) < ($agent eq 'Quinn' ? 25 : 8) ? 1 : 0;
		my $done = $created + $full;
		my @row = (1, $id, "Customer $who", 7000 + $who, "C$who", "c$who\@example.org", 'example.org',
			"Customer $who", $agent, pick('Billing', 'Support'), $subject, 'web tariff', $solved ? 'Closed' : 'Open',
			pick('Normal', 'Normal', 'High', 'Low'), pick('Mail', 'Web form', 'Chat'), pick('Question', 'Problem'),
			minute_text($created), minute_text($solved ? $done : $created + $reply), minute_text($created + 1), '', '',
			minute_text($created + 1), $solved ? minute_text($done) : '', $solved ? $full / 60 : '', $score,
			1, 1 + (roll(6) == 0), $reopen, 1 + roll(4), $reply, $reply / 2,
			map({ $solved ? ($_, $_ / 3) : ('', '') } $full, $full), 10 + roll(90), 5, 30 + roll(200), 20, 0, 0);
		print join(',', map { quoted($_) } @row), "\n";
	}
}

# --- 205 calls -----------------------------------------------------------------------------------

# Ends and waits such that eleven formulas of the service level give eleven figures.
sub ends {
	my $n = 0;
	my $call = sub {
		my ($end, $wait) = @_;
		printf "c%03d\t%s\t%s\t%s\n", ++$n, $end eq 'closed' ? '\N' : 'main', $end, $wait;
	};
	print "contact_id\tqueue\tdisposition\twait_s\n";
	$call->('answered', $_ * 7 % 21) for 0 .. 139;
	$call->('answered', 21 + $_ * 11 % 100) for 0 .. 29;
	$call->('abandoned', $_ % 6) for 0 .. 8;
	$call->('abandoned', 6 + $_ * 7) for 0 .. 2;
	$call->('abandoned', 21 + $_ * 13) for 0 .. 7;
	$call->('callback', $_) for 4, 12;
	$call->('key', $_) for 8, 20;
	$call->('timeout', 120) for 1 .. 6;
	$call->('closed', '\N') for 1 .. 5;
}

# --- a quarter of a company that has some of its calls taken by others ---------------------------

# 80 calls a month of August, September and October 2026, some with a second leg. The late fee comes
# in September; those that northwind takes are shorter, and more of them come back.
sub quarter {
	my @reason = (('parcel') x 4, ('login') x 3, ('order') x 2, 'other');
	my $n = 0;
	print join("\t", qw(contact_id leg customer_id started_at answered_at channel queue disposition vendor
			wait_s handle_s reason solved_agent repeat_reason_7d)), "\n";
	for my $month (8 .. 10) {
		for my $call (0 .. 79) {
			my $vendor = pick('northwind', 'northwind', 'southgate', '\N');
			my $day = 1 + $call * 30 / 80;
			my $wait = skewed(25);
			my $why = $month > 8 && roll(3) == 0 ? 'late_fee' : pick(@reason);
			my $mean = $vendor eq 'northwind' ? 240 : 330;
			my $back = roll(100) < ($vendor eq 'northwind' ? 30 : 12) ? 't' : 'f';
			my $given_up = roll(20) == 0;
			my $at = sprintf '2026-%02d-%02dT%02d:%02d', $month, $day, 8 + roll(10), roll(60);
			my $id = sprintf 'q%03d', ++$n;
			$back = '\N' if $month == 10 && $day > 24;
			print join("\t", $id, 1, 'k' . roll(150), "$at:00Z", $given_up ? '\N' : "$at:59Z", 'voice',
				$why eq 'order' ? 'sales' : 'care', $given_up ? 'abandoned' : 'answered', $vendor, $wait,
				$given_up ? '\N' : skewed($mean), $why, $given_up ? '\N' : pick('t', 't', 't', 'f'), $back), "\n";
			next if $given_up || roll(9) != 0;
			print join("\t", $id, 2, 'k' . roll(150), "$at:59Z", "$at:59Z", 'voice', 'care', 'answered', '\N',
				roll(40), skewed(200), $why, 't', '\N'), "\n";
		}
	}
}

my %make = (queue_log => \&calls, tickets => \&tickets, 'sl-205' => \&ends, quarter => \&quarter);
my $make = $make{ $ARGV[0] // '' } or die "usage: make.pl queue_log | tickets | sl-205 | quarter\n";
$make->();
