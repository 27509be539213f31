#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Who contacts are with: over random equalities with dates, in several files in any order, and
# contacts with several identifiers, against plain Perl that closes over everything that holds at
# the instant; whatever the threads. And over the made-up company, whose truth is known: how many
# links are right, how many are found, and by what.
use strict;
use warnings;
use Test::More;

require './tests/prop/prop.pl';
our $scratch;

my @account = map { "C$_" } 1 .. 7;
my %other = (
	phone => [map { "+493012345$_" } 0 .. 4],
	email => [map { "p$_\@example.org" } 0 .. 2],
	device => ['d1', 'd2'],
);
my %merges = (account => 1, email => 1);
my @days = map { sprintf '2026-03-%02dT00:00:00Z', $_ } 1 .. 6;

sub identifier {
	my ($accounts) = @_;
	my $kind = one_of($accounts ? 'account' : (), qw(phone phone email device));
	return "$kind " . ($kind eq 'account' ? one_of(@account) : one_of(@{ $other{$kind} }));
}

# An identifier as some system writes it.
sub spelled {
	my ($kind, $value) = split / /, $_[0];
	$value = one_of($value, $value =~ s/^\+49(30)/0$1 /r, $value =~ s/^\+49/0049 (0)/r)
	    if $kind eq 'phone';
	$value = one_of($value, ucfirst $value, "<$value>", uc $value) if $kind eq 'email';
	return ($kind, $value);
}

sub make_said {
	my @said;
	for (1 .. 1 + below(26)) {
		my $named = below(3);
		my $from = below(2) ? '\N' : one_of(@days);
		my $to = below(2) ? '\N' : one_of(@days);
		($from, $to) = ($to, $from) if $from ne '\N' && $to ne '\N' && $from gt $to;
		next if $from ne '\N' && $from eq $to;
		push @said, {
			a => $named ? 'account ' . one_of(@account) : identifier(1),
			b => identifier(1),
			named => $named,
			from => $from,
			to => $to,
		};
	}
	return @said;
}

# The rows as two files of different forms, each in any order.
sub write_said {
	my ($n, @said) = @_;
	my @whose = "customer_id\tid_kind\tid_value\tvalid_from_at\tvalid_to_at\n";
	my @equal = "valid_to_at\tid_value\tid_kind\tsame_kind\tsame_value\tvalid_from_at\n";
	for my $s (shuffled(@said)) {
		my ($ak, $av) = spelled($s->{a});
		my ($bk, $bv) = spelled($s->{b});
		push @whose, "$av\t$bk\t$bv\t$s->{from}\t$s->{to}\n" if $s->{named};
		($ak, $av, $bk, $bv) = ($bk, $bv, $ak, $av) if below(2);
		push @equal, "$s->{to}\t$av\t$ak\t$bk\t$bv\t$s->{from}\n" if !$s->{named};
	}
	return shuffled(spew("$scratch/whose$n.tsv", @whose), spew("$scratch/equal$n.tsv", @equal));
}

sub make_contacts {
	my @row;
	for my $i (1 .. 40) {
		push @row, {
			id => $i,
			account => below(3) ? undef : one_of(@account, 'C99'),
			phone => below(3) ? one_of(@{ $other{phone} }, '+493099999999', '42') : undef,
			email => below(2) ? one_of(@{ $other{email} }, 'nobody@example.org') : undef,
			device => below(3) ? undef : one_of(@{ $other{device} }),
			at => below(8) ? one_of(@days) : '\N',
		};
	}
	return @row;
}

# --- by brute force ---

sub holds {
	my ($s, $at) = @_;
	return $s->{from} eq '\N' && $s->{to} eq '\N' if $at eq '\N';
	return ($s->{from} eq '\N' || $s->{from} le $at) && ($s->{to} eq '\N' || $at lt $s->{to});
}

sub kind {
	return (split / /, $_[0])[0];
}

# What is equal at an instant, and what too many have.
sub moment {
	my ($at, $shared, @said) = @_;
	my (%equal, %owner, %claim);
	for my $s (grep { $_->{a} ne $_->{b} && holds($_, $at) } @said) {
		$equal{ $s->{a} }{ $s->{b} } = $equal{ $s->{b} }{ $s->{a} } = 1;
		$claim{ $s->{b} }{ $s->{a} } = 1 if $s->{named};
	}
	for my $x (keys %equal) {
		$owner{$x} = kind($x) eq 'account' ? keys %{ $claim{$x} // {} }
		    : grep { kind($_) eq 'account' } keys %{ $equal{$x} };
	}
	my %shared = map { $_ => 1 } grep { $owner{$_} > $shared } keys %owner;
	return (\%equal, \%shared);
}

# Everything that is reached from x, going on from what `through` takes along what `along` takes.
sub reach {
	my ($x, $equal, $shared, $through, $along) = @_;
	my %seen = ($x => 1);
	my @todo = ($x);
	while (@todo) {
		my $i = shift @todo;
		next if !$through->($i);
		for my $k (grep { !$shared->{$_} && !$seen{$_} && $along->($_) } keys %{ $equal->{$i} // {} }) {
			$seen{$k} = 1;
			push @todo, $k;
		}
	}
	return keys %seen;
}

# The customers that an identifier may belong to: names, or a word; and whether without a chain.
sub who {
	my ($x, $equal, $shared, $named) = @_;
	return ('shared') if $shared->{$x};
	my @up = grep { kind($_) eq 'account' }
	    reach($x, $equal, $shared, sub { kind($_[0]) ne 'account' }, sub { 1 });
	my %customer;
	for my $account (@up) {
		my @class = grep { kind($_) eq 'account' } reach($account, $equal, $shared,
			sub { $merges{ kind($_[0]) } }, sub { $merges{ kind($_[0]) } });
		my ($best) = sort { !!$named->{$b} <=> !!$named->{$a} || $a cmp $b } @class;
		$customer{$best} = 1;
	}
	my @all = sort keys %customer;
	return ('unknown') if !@all;
	my $near = @all == 1 && ($x eq $all[0] || $equal->{$x}{ $all[0] });
	return ('found', $near, @all);
}

sub answer {
	my ($row, $shared, @said) = @_;
	my ($equal, $many) = moment($row->{at}, $shared, @said);
	my %named = map { $_->{a} => 1 } grep { $_->{named} } @said;
	my %known = map { ($_->{a} => 1, $_->{b} => 1) } @said;
	my ($set, $how, $lower) = (undef, undef, 'none');
	if (defined $row->{account}) {
		my $x = "account $row->{account}";
		return ($row->{account}, 'account') if !$known{$x};
		my ($state, $near, @all) = who($x, $equal, $many, \%named);
		return ((split / /, $all[0])[1], $near ? 'account' : 'chain') if $state eq 'found';
		$lower = 'shared';
	}
	my $conflict;
	for my $kind (qw(email phone device)) {
		my $value = $row->{$kind};
		next if !defined $value || $value eq '42' || !$known{"$kind $value"};
		my ($state, $near, @all) = who("$kind $value", $equal, $many, \%named);
		$lower = 'shared' if $state eq 'shared';
		next if $state ne 'found';
		$how //= $kind if $near;
		my %all = map { $_ => 1 } @all;
		my @both = $set && !$conflict ? grep { $all{$_} } @$set : ();
		if (@both) {
			$set = \@both;
		} else {
			$conflict = 1 if $set;
			$set = [keys %{ { map { $_ => 1 } @{ $set // [] }, @all } }];
		}
	}
	return ('\N', $lower) if !$set;
	return ('\N', 'several') if @$set > 1;
	return ((split / /, $set->[0])[1], $how // 'chain');
}

# --- random worlds ---

my ($wrong, $rows, %seen) = (0, 0);
seed(20261122);
for my $round (1 .. rounds(60)) {
	my $shared = 1 + below(3);
	my @said = make_said();
	my @contact = make_contacts();
	my (@in, @want);
	push @in, "contact_id\tcustomer_id\tphone\temail\tdevice\tstarted_at\n";
	for my $r (@contact) {
		my (undef, $phone) = spelled('phone ' . ($r->{phone} // '\N'));
		my (undef, $email) = spelled('email ' . ($r->{email} // '\N'));
		my ($customer, $how) = answer($r, $shared, @said);
		my $account = $r->{account} // '\N';
		$phone = '\N' if !defined $r->{phone};
		$email = '\N' if !defined $r->{email};
		push @in, join("\t", $r->{id}, $account, $phone, $email, $r->{device} // '\N', $r->{at})
		    . "\n";
		push @want, join("\t", $r->{id}, $customer, $phone, $email, $r->{device} // '\N',
			$r->{at}, $how, $account) . "\n";
		$seen{$how}++;
	}
	my $in = spew("$scratch/in.tsv", @in);
	my @file = map { ('--identity', $_) } write_said(1, @said);
	my ($status, $out, $err) = run($in, 'cs-join', '-q', '--shared', $shared, @file);
	my ($head, @got) = split /^/, $out;
	$rows += @want;
	if ($status != 0 || "@got" ne "@want") {
		diag("round $round: $status $err");
		for my $i (0 .. $#want) {
			diag("got  " . ($got[$i] // "\n") . "want $want[$i]") if ($got[$i] // '') ne $want[$i];
		}
		last if ++$wrong > 2;
	}
	my @again = map { ('--identity', $_) } write_said(2, @said);
	my (undef, $same) = run($in, 'cs-join', '-q', '--shared', $shared, '--threads', 1, @again);
	$wrong++, diag("round $round: another order, another answer") if $same ne $out;
}
is($wrong, 0, "$rows contacts are with whom they are by brute force, whatever the order");
is(join(' ', sort keys %seen), 'account chain device email none phone several shared',
	'and every way of telling came up');

# --- the made-up company ---

my %path;
for my $table (qw(scattered identities links)) {
	my ($status, $out, $err) =
	    run(undef, 'cs-gen', '-n', 60000, '--days', 60, '--table', $table, '-r');
	is($status, 0, "cs-gen: $table $err");
	$path{$table} = spew("$scratch/$table.tsv", $out);
}
my ($status, $out, $err) = run($path{scattered}, 'cs-join', '--identity', $path{identities});
is($status, 0, 'joined');
like($err, qr/^cs-join: identity: .*\n.*\d\.\d % by account, \d/m, 'the shares are said');
my ($head, @lines) = map { chomp; [split /\t/, $_, -1] } split /^/, $out;
my @truth = map { [split /\t/] } split /\n/, slurp($path{links});
my %at = map { $head->[$_] => $_ } 0 .. $#$head;
my %true_at = map { $truth[0][$_] => $_ } 0 .. $#{ $truth[0] };
my ($told, $right, $could, $found, $how_wrong) = (0) x 5;
for my $i (0 .. $#lines) {
	my ($l, $t) = ($lines[$i], $truth[$i + 1]);
	die 'not the same order' if $l->[0] ne $t->[0];
	my $good = $l->[$at{customer_id}] eq $t->[$true_at{true_customer_id}];
	my $how = $t->[$true_at{true_how}];
	my $known = $how =~ /^(account|phone|email|chain)$/;
	$told++ if $l->[$at{customer_id}] ne '\N';
	$right++ if $good && $l->[$at{customer_id}] ne '\N';
	$could += $known;
	$found += $known && $good;
	$how_wrong += $l->[$at{match_how}] ne $how;
}
is(scalar @lines, $#truth, 'one record for one');
note(sprintf '%d contacts: precision %.5f (%d of %d), recall %.5f (%d of %d)', scalar @lines,
	$right / $told, $right, $told, $found / $could, $found, $could);
cmp_ok($right / $told, '>=', 0.999, sprintf 'precision of links: %.5f', $right / $told);
cmp_ok($found / $could, '>=', 0.98, sprintf 'recall of links: %.5f', $found / $could);
is($how_wrong, 0, 'match_how is as it was planted');

my ($first, @id) = split /^/, slurp($path{identities});
my $mixed = spew("$scratch/mixed.tsv", $first, shuffled(@id));
my (undef, $again) = run($path{scattered}, 'cs-join', '-q', '--identity', $mixed);
ok($again eq $out, 'the rows of identities shuffled: the same bytes');
done_testing;
