#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Issues against plain Perl that holds every row against every other and colours what is linked,
# over random contacts with shared instants, contact ids, tickets, links, legs, unknown customers;
# and the same bytes whatever the threads and the memory, from a file or a pipe, and the same ids
# whatever the order of the records.
use strict;
use warnings;
use Test::More;

require './tests/prop/prop.pl';
our $scratch;

my @columns = qw(contact_id leg issue_id customer_id started_at ended_at reason transfer
    transferred_to disposition direction linked_contact_id nr);
my %strength = (ticket => 1, link => 2, transfer => 3, callback => 4, reason => 5);
my ($window, $transfer, $callback) = (2 * 86400, 3600, 86400);

sub make {
	my ($n) = @_;
	my $ids = 1 + int($n * 0.8);
	my @row;
	for my $nr (0 .. $n - 1) {
		my $at = below(15) ? below(20 * 24 * 4) * 900 : undef;
		push @row, {
			nr => $nr,
			contact_id => below(6) ? 'c' . below($ids) : undef,
			leg => (undef, undef, 1, 2, 3)[below(5)],
			issue_id => below(4) ? undef : 't' . below(1 + $n / 6),
			customer_id => below(7) ? 'k' . below(1 + $n / 7) : undef,
			at => $at,
			end => defined $at && below(3) ? $at + (below(9) - 1) * 900 : undef,
			reason => (undef, 'bill', 'login', 'bill', 'parcel')[below(5)],
			transfer => (undef, 'none', 'none', 'blind')[below(4)],
			transferred_to => (undef, undef, 'desk', 'c' . below($ids))[below(4)],
			disposition => (qw(answered answered callback voicemail), undef)[below(5)],
			direction => (undef, 'inbound', 'inbound', 'outbound')[below(4)],
			linked_contact_id => below(9) ? undef : 'c' . below($ids),
		};
	}
	return @row;
}

sub text {
	return join("\t", @columns) . "\n" . join '', map {
		my $r = $_;
		join("\t", map {
			cell($_ eq 'started_at' ? stamp($r->{at}) : $_ eq 'ended_at' ? stamp($r->{end}) : $r->{$_})
		} @columns) . "\n"
	} @_;
}

sub stamp {
	my ($s) = @_;
	return undef if !defined $s;
	my @t = gmtime(1790000000 + $s);
	return sprintf '%04d-%02d-%02dT%02d:%02d:%02dZ', $t[5] + 1900, $t[4] + 1, @t[3, 2, 1, 0];
}

my @join = (qw(cs-join -q --issues --replace --issue-window), "${window}s", '--transfer-window',
    "${transfer}s", '--callback-window', "${callback}s");

# Cells of the rows by their number: id, leg, how.
sub cells {
	my ($out) = @_;
	my @line = split /\n/, $out;
	my %at;
	my @head = split /\t/, shift @line;
	@at{@head} = 0 .. $#head;
	my %cells;
	for (@line) {
		my @cell = split /\t/;
		$cells{$cell[$at{nr}]} = [@cell[@at{qw(issue_id issue_leg issue_how)}]];
	}
	return \%cells;
}

# Contacts that begin together are in an order of their ids, and rows that say nothing of it in one
# of what they say: neither is ours to know. So the order is asked for, of rows that are all one
# customer's, about one ticket, at one instant.
sub ranks {
	my (@row) = @_;
	my %rank;
	my %first;
	$first{$_->{contact_id}} //= 1 for grep { defined $_->{contact_id} } @row;
	my @id = sort keys %first;
	my @all = map { {nr => $_, contact_id => $id[$_], customer_id => 'k', issue_id => 't', at => 0} } 0 .. $#id;
	my ($status, $out) = run(spew("$scratch/rank.tsv", text(@all)), @join);
	my $cells = cells($out);
	$rank{$id[$_]} = $cells->{$_}[1] for 0 .. $#id;
	return \%rank;
}

sub eq2 { defined $_[0] && defined $_[1] && $_[0] eq $_[1] }
sub leg { $_[0]{leg} // 1 }

# The strongest link from one row to another of the same customer, of rows in order.
sub links {
	my ($row, $strong) = @_;
	my @link;
	my $put = sub {
		my ($x, $y, $how) = @_;
		return if $x == $y;
		push @link, [$x, $y, $how];
	};
	my $known = defined $row->[0]{customer_id};
	for my $i (0 .. $#$row) {
		my $x = $row->[$i];
		for my $k (0 .. $#$row) {
			my $y = $row->[$k];
			next if $i == $k;
			$put->($i, $k, 'leg') if eq2($x->{contact_id}, $y->{contact_id});
			$put->($i, $k, 'ticket') if eq2($x->{issue_id}, $y->{issue_id});
			for my $c (qw(linked_contact_id transferred_to)) {
				$put->($i, $k, 'link')
				    if $known && eq2($x->{$c}, $y->{contact_id}) && !eq2($x->{contact_id}, $y->{contact_id});
			}
			next if !$known || $k < $i;
			my $gap = $y->{at} - $x->{at};
			my $own = eq2($x->{contact_id}, $y->{contact_id});
			if ($k == $i + 1 && !$own &&
			    (defined $x->{transfer} ? $x->{transfer} ne 'none' : defined $x->{transferred_to})) {
				my $lasted = defined $x->{end} && $x->{end} > $x->{at} ? $x->{end} - $x->{at} : 0;
				$put->($i, $k, 'transfer') if $gap <= $lasted + $transfer;
			}
			if (($x->{disposition} // '') =~ /^(callback|voicemail)$/ && ($y->{direction} // '') eq 'outbound' &&
			    !grep { ($row->[$_]{direction} // '') eq 'outbound' } $i + 1 .. $k - 1) {
				$put->($i, $k, 'callback') if !$own && $gap <= $callback;
			}
			# Every row in the window will do: those between are in it too.
			$put->($i, $k, 'reason') if eq2($x->{reason}, $y->{reason}) && $gap <= $window &&
			    !grep { eq2($row->[$_]{reason}, $x->{reason}) } $i + 1 .. $k - 1;
		}
	}
	return @link;
}

# By number of the row: the number of the row that begins its issue, its leg, how it came.
sub brute {
	my ($rank, @all) = @_;
	my (%of, %want);
	for my $r (@all) {
		$want{$r->{nr}} = ['\N', '\N', '\N'];
		next if !defined $r->{at};
		my $who = defined $r->{customer_id} ? "k $r->{customer_id}"
		    : defined $r->{issue_id} ? "t $r->{issue_id}"
		    : defined $r->{contact_id} ? "c $r->{contact_id}" : "r $r->{nr}";
		push @{$of{$who}}, $r;
	}
	for my $who (keys %of) {
		my @row = sort {
			$a->{at} <=> $b->{at} ||
			    (defined $a->{contact_id} ? $rank->{$a->{contact_id}} : 1e9 + $a->{nr}) <=>
			    (defined $b->{contact_id} ? $rank->{$b->{contact_id}} : 1e9 + $b->{nr}) ||
			    leg($a) <=> leg($b) || $a->{nr} <=> $b->{nr}
		} @{$of{$who}};
		my @colour = (0 .. $#row);
		my @link = links(\@row);
		for my $l (@link) {
			my ($x, $y) = @colour[@$l[0, 1]];
			@colour = map { $_ == $y ? $x : $_ } @colour;
		}
		my (%first, %n, %contact, @of);
		for my $i (0 .. $#row) {
			my $c = $row[$i]{contact_id} // "\0$i";
			$of[$i] = $contact{$c} //= $i;
		}
		my %how;
		for my $l (@link) {
			my $s = $strength{$l->[2]} // next;
			for my $i (@of[@$l[0, 1]]) {
				$how{$i} = $l->[2] if !defined $how{$i} || $s < $strength{$how{$i}};
			}
		}
		for my $i (0 .. $#row) {
			my $f = $first{$colour[$i]} //= $i;
			my $how = $i == $f ? defined $row[$i]{customer_id} ? 'first' : 'unknown'
			    : $of[$i] != $i ? 'leg' : $how{$i};
			$want{$row[$i]{nr}} = [$row[$f]{nr}, ++$n{$f}, $how];
		}
	}
	return \%want;
}

# Ids as the number of the row that begins the issue.
sub named {
	my ($cells) = @_;
	my %first;
	for my $nr (keys %$cells) {
		my ($id, $leg) = @{$cells->{$nr}};
		next if $id eq '\N' || $leg != 1;
		return {twice => $id} if defined $first{$id};
		$first{$id} = $nr;
	}
	return {map { $_ => [$cells->{$_}[0] eq '\N' ? '\N' : $first{$cells->{$_}[0]}, @{$cells->{$_}}[1, 2]] } keys %$cells};
}

# Rows without an id that begin together with another of their kind, or of one contact and leg, have
# an order that is not ours to know.
sub told_apart {
	my %seen;
	return grep {
		!defined $_->{at} || !$seen{join ' ', $_->{customer_id} // '-', $_->{at},
		    defined $_->{contact_id} ? "$_->{contact_id} " . leg($_) : ''}++
	} @_;
}

for my $round (1 .. rounds(40)) {
	seed(1000 + $round);
	my @row = told_apart(make((5, 12, 40, 150)[$round % 4]));
	my $file = spew("$scratch/in.tsv", text(@row));
	my ($status, $out, $err) = run('/dev/null', @join, '--threads', 1 + $round % 3, $file);
	is($status, 0, "round $round") or diag $err;
	my $got = cells($out);
	is_deeply(named($got), brute(ranks(@row), @row), "round $round: issues of " . @row . ' rows');
	my ($s1, $piped) = run($file, @join, '--threads', 2, '--mem', '2K');
	is($piped, $out, "round $round: from a pipe, with little memory");
	my ($s2, $other) = run('/dev/null', @join, spew("$scratch/other.tsv", text(shuffled(@row))));
	is_deeply(cells($other), $got, "round $round: in another order");
}

# Rows that nothing tells apart but what they say have the same ids in any order, too.
seed(7);
my @row = make(300);
my ($s1, $one) = run(spew("$scratch/in.tsv", text(@row)), @join);
my ($s2, $two) = run(spew("$scratch/in.tsv", text(reverse @row)), @join);
is_deeply(cells($two), cells($one), 'contacts without ids, and copies of legs, in another order');
done_testing;
