#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# --min-group: who has all tables of the same rows, keys and N, in every shape, cannot compute what is
# hidden. Each number that is printed is an equation over the groups there really are; where the
# equations of all shapes together have a solution for one small group, the test has found it out.
use strict;
use warnings;
use Test::More;

require './tests/prop/prop.pl';
our $scratch;

use constant PRIME => 2147483647;

sub inverse {
	my ($x, $y, $n) = (1, $_[0], PRIME - 2);
	for (; $n; $n >>= 1) {
		$x = $x * $y % PRIME if $n & 1;
		$y = $y * $y % PRIME;
	}
	return $x;
}

# What is left of an equation (a list) when those that are known are taken out of it, and where it
# begins; undef: nothing is left, it follows from them.
sub reduce {
	my ($known, @v) = @_;
	for my $i (0 .. $#v) {
		next if $v[$i] == 0;
		return ($i, @v) if !$known->{$i};
		my ($f, $row) = ($v[$i], $known->{$i});
		$v[$_] = ($v[$_] - $f * $row->[$_]) % PRIME for $i .. $#v;
	}
	return undef;
}

sub learn {
	my ($known, @v) = @_;
	my ($at, @rest) = reduce($known, @v);
	return if !defined $at;
	my $f = inverse($rest[$at]);
	$known->{$at} = [map { $_ * $f % PRIME } @rest];
}

# The solver itself: a + b, b + c and a + c give each of them, the first two alone give none.
{
	my %known;
	learn(\%known, 1, 1, 0);
	learn(\%known, 0, 1, 1);
	ok(defined((reduce(\%known, 0, 1, 0))[0]), 'two sums of three do not tell');
	learn(\%known, 1, 0, 1);
	ok(!defined((reduce(\%known, 0, 1, 0))[0]), 'three do');
}

sub rows_of {
	my ($n) = @_;
	my @agent = map { "a$_" } 0, (0) x 4, 1, 1, 1, 2, 2, 3, 4, 5;
	return map {
		{
			contact_id => "c$_",
			queue => one_of('q0', 'q0', 'q0', 'q1', 'q1', 'q2'),
			agent_id => one_of(@agent),
			started_at => instant(1772000000 + 86400 * below(4)),
		}
	} 1 .. $n;
}

# The rows of a table as [keys (undef: others), {keys it is over}, contacts, share of the whole].
sub read_rows {
	my ($text, $by, $share) = @_;
	my @out;
	for my $r (table($text)) {
		my %over = map { $_ => 1 } split /,/, $r->{total_over} // '';
		my @key = map { $r->{$_} eq '\N' ? undef : $r->{$_} } @$by;
		next if defined $r->{metric} && $r->{metric} ne 'contacts';
		push @out, [\@key, \%over, $r->{value} // $r->{contacts}, $share ? $r->{$share} : undef];
	}
	return @out;
}

sub same {
	my ($x, $y) = @_;
	return defined $x && defined $y ? $x eq $y : !defined $x && !defined $y;
}

# The key that --top is about: the last that cuts no time.
sub top_key {
	my @name = grep { $_[$_] ne 'day' } 0 .. $#_;
	return @name ? $name[-1] : $#_;
}

sub shapes {
	my ($by) = @_;
	my $time = grep { $_ eq 'day' } @$by;
	my @shape = ([]);
	for (1 .. 9) {
		my @o;
		push @o, one_of('--subtotals', '--subtotals=all') if below(2);
		push @o, one_of('--of-total', '--of-total=parent') if below(2);
		push @o, '--top', one_of('1', '2', '3') . one_of('', ':talk_n') if below(3);
		push @o, one_of('--sort=-contacts', '--sort=talk_n') if below(3) == 0;
		push @o, '--long' if below(3) == 0 && !grep { /of-total/ } @o;
		push @o, '--fill' if below(2) && $time;
		push @shape, \@o;
	}
	return @shape;
}

seed(31);
my ($hidden_all, $equations, $tops) = (0, 0, 0);
for my $round (1 .. 30) {
	my $file = spew("$scratch/rows",
	    stream([qw(contact_id queue agent_id started_at)], rows_of(30 + below(150))));
	my @by = @{one_of(['agent_id'], ['queue', 'agent_id'], ['agent_id', 'day'], ['day', 'queue'],
	    ['queue', 'day', 'agent_id'], ['day'])};
	my $least = 2 + below(9);
	my @ask = ('cs-kpi', '-q', '--by', join(',', @by), '-m', 'contacts,talk_n=sum(length(queue))');
	my ($status, $text) = run($file, @ask);
	my @group = map { [@$_[0, 2]] } read_rows($text, \@by);
	my @x = map { $_->[1] } @group;
	my $named = grep { $_ ne 'day' } @by;
	my (@hidden, @gone, @bad, %known);
	for my $shape (shapes(\@by)) {
		my $what = join ' ', @ask[2 .. $#ask], "--min-group $least", @$shape;
		($status, $text) = run($file, @ask, '--min-group', $least, @$shape);
		push @bad, "$what: $status" if $status != 0;
		my ($share) = map { /of-total=parent/ ? 'contacts_of_parent' : /of-total/ ? 'contacts_of_total' : () } @$shape;
		my @row = read_rows($text, \@by, $share);
		if (!@hidden) {
			# The plain table, which comes first, says what is hidden.
			my %shown = map { join("\t", map { $_ // '' } @{$_->[0]}) => 1 } @row;
			for my $g (@group) {
				my @key = @{$g->[0]};
				push @hidden, !$shown{join "\t", @key};
				@key = map { $by[$_] eq 'day' && $named ? $key[$_] : '' } 0 .. $#by;
				push @gone, $hidden[-1] && !$shown{join "\t", @key};
			}
			for my $g (grep { !$hidden[$_] } 0 .. $#group) {
				push @bad, "$what: named, of $x[$g]" if $x[$g] < $least;
			}
		}
		my ($top, $k) = (scalar(grep { $_ eq '--top' } @$shape), top_key(@by));
		$tops += $top;
		my %kept = map { $_->[1]{$by[$k]} || !defined $_->[0][$k] ? () : ($_->[0][$k] => 1) } @row;
		# The keys under which each group is in this table; undef: it is not.
		my @as = map {
			my $g = $_;
			my @key = @{$group[$g][0]};
			@key = map { $by[$_] eq 'day' && $named ? $key[$_] : undef } 0 .. $#key if $hidden[$g];
			$key[$k] = undef if $top && defined $key[$k] && !$kept{$key[$k]};
			$gone[$g] ? undef : \@key;
		} 0 .. $#group;
		my $vector = sub {
			my ($key, $over) = @_;
			return map {
				my $as = $_;
				$as && !(grep { !$over->{$by[$_]} && !same($as->[$_], $key->[$_]) } 0 .. $#by) ? 1 : 0;
			} @as;
		};
		my $sum = sub {
			my $n = 0;
			$n += $_[$_] * $x[$_] for 0 .. $#x;
			return $n;
		};
		for my $r (@row) {
			my ($key, $over, $n, $part) = @$r;
			my $line = join ',', map { $_ // 'others' } @$key;
			my @v = $vector->($key, $over);
			my $is = $sum->(@v);
			push @bad, "$what: $line: $n, not $is" if $n != $is;
			learn(\%known, @v);
			$equations++;
			if ($n == 0 && $named && !%$over) {
				push @bad, "$what: $line has nobody, and is hidden elsewhere"
				    if grep { my $g = $_; $hidden[$g] && !grep { $by[$_] ne 'day' && !$over->{$by[$_]}
				    && !same($group[$g][0][$_], $key->[$_]) } 0 .. $#by } 0 .. $#group;
			}
			next if !$part || $part eq '\N';
			my @whole = $vector->($key, {map { $_ => 1 } @by});
			if ($share =~ /parent/) {
				my ($next) = grep { !$over->{$by[$_]} } reverse 0 .. $#by;
				@whole = $vector->($key, {%$over, defined $next ? ($by[$next] => 1) : ()});
			}
			my $all = $sum->(@whole);
			push @bad, "$what: $line: $part of $all" if abs($part * $all - $n) > 1e-4;
			learn(\%known, @whole);
		}
	}
	for my $g (grep { $hidden[$_] } 0 .. $#group) {
		my ($left) = reduce(\%known, map { $_ == $g ? 1 : 0 } 0 .. $#group);
		push @bad, "found out: " . join(',', @{$group[$g][0]}) . " is $x[$g]" if !defined $left;
		$hidden_all++;
	}
	is_deeply(\@bad, [], "$round: " . join(',', @by) . ", under $least: nothing can be computed");
}
cmp_ok($hidden_all, '>', 150, "much was hidden");
cmp_ok($equations, '>', 2000, "much was said");
cmp_ok($tops, '>', 50, 'of --top, too');
done_testing;
