#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Repeats and chains against plain Perl that holds every contact against every other: the columns
# of cs-kpi --add row by row, and the metrics that are their sums, over random contacts with shared
# instants and contact ids, legs, unknown customers and reasons, windows of each row, in any order;
# whatever the threads and the memory, from a file or a pipe, whole or cut by customers.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;

my $dir = tempdir(CLEANUP => 1);
my @columns = qw(contact_id leg customer_id direction agent_id started_at reason handle_s win_s);
my $state = 1;

sub below {
	my ($n) = @_;
	$state = ($state * 1103515245 + 12345) % 2147483648;
	return int($state / 65536) % $n;
}

sub spew {
	my ($name, @text) = @_;
	open my $f, '>', "$dir/$name" or die;
	print $f @text or die;
	close $f or die;
}

sub stamp {
	my ($s) = @_;
	my @t = gmtime(1772323200 + $s);
	return sprintf '%04d-%02d-%02dT%02d:%02d:%02dZ', $t[5] + 1900, $t[4] + 1, @t[3, 2, 1, 0];
}

sub make {
	my ($n) = @_;
	my @row;
	for my $i (0 .. $n - 1) {
		push @row, {
			nr => $i,
			contact_id => below(6) ? 'c' . below(1 + int($n * 0.8)) : undef,
			leg => (undef, undef, 1, 2)[below(4)],
			customer_id => below(9) ? 'k' . below(1 + int($n / 8)) : undef,
			direction => (undef, 'inbound', 'inbound', 'inbound', 'outbound')[below(5)],
			agent_id => 'a' . below(3),
			at => below(15) ? below(12 * 24) * 3600 : undef,
			reason => (undef, 'bill', 'login', 'bill', 'login', 'parcel')[below(6)],
			handle_s => below(7) ? below(900) : undef,
			win_s => (undef, 0, 3600, 86400, 200000, 400000)[below(6)],
		};
	}
	return @row;
}

sub stream {
	my (@row) = @_;
	return join("\t", @columns) . "\n" . join '', map {
		my $r = $_;
		join("\t", map { $_ eq 'started_at' ? defined $r->{at} ? stamp($r->{at}) : '\N' : $r->{$_} // '\N' } @columns) . "\n"
	} @row;
}

sub came { (!defined $_[0]{leg} || $_[0]{leg} == 1) && ($_[0]{direction} // '') ne 'outbound' }
sub known { defined $_[0]{customer_id} && defined $_[0]{at} }
sub same_contact { my ($x, $y) = @_; $x->{nr} == $y->{nr} || (defined $x->{contact_id} && defined $y->{contact_id} && $x->{contact_id} eq $y->{contact_id}) }

# Of contacts that begin together: an order of their ids that is always the same, so it is asked for
# once; then those without, as they came.
my %rank;
sub rank { defined $_[0]{contact_id} ? $rank{$_[0]{contact_id}} : 1e6 + $_[0]{nr} }
sub in_order { $a->{at} <=> $b->{at} || rank($a) <=> rank($b) || $a->{nr} <=> $b->{nr} }

# Those of the same customer, and with the same reason where $by says so, the row itself among them.
sub peers {
	my ($x, $by, @visit) = @_;
	return grep { $_->{customer_id} eq $x->{customer_id} && (!$by || (defined $_->{reason} && $_->{reason} eq $x->{reason})) } @visit;
}

sub next_of {
	my ($x, @peer) = @_;
	my ($next) = sort in_order grep { $_->{at} > $x->{at} && !same_contact($_, $x) } @peer;
	return $next;
}

# The chains of peers: by row number, what each row has.
sub chains {
	my ($window, $fixed, $as_of, $leg, @peer) = @_;
	my (@contact, %in, %of);
	for my $x (sort in_order @peer) {
		my ($c) = grep { same_contact($_->{first}, $x) } @contact;
		push @contact, $c = {first => $x, row => []} if !$c;
		push @{$c->{row}}, $x;
	}
	my $chain;
	for my $c (@contact) {
		my $since = $chain && ($fixed ? $chain->{contact}[0] : $chain->{contact}[-1])->{first};
		my $w = $since && $window->($since);
		$chain = {contact => []} if !$chain || !$w || $c->{first}{at} - $since->{at} > $w;
		push @{$chain->{contact}}, $c;
		$c->{chain} = $chain;
		$c->{n} = @{$chain->{contact}};
	}
	for my $c (@contact) {
		my $chain = $c->{chain};
		my $last = ($fixed ? $chain->{contact}[0] : $chain->{contact}[-1])->{first};
		my $w = $window->($last);
		my $added = 0;
		for my $other (@{$chain->{contact}}[1 .. $#{$chain->{contact}}]) {
			$added += $_->{handle_s} // 0 for @{$other->{row}}, grep { same_contact($other->{first}, $_) } @$leg;
		}
		my %say = (root => $chain->{contact}[0]{first}, n => $c->{n}, length => scalar @{$chain->{contact}},
		    open => $as_of - $last->{at} < ($w // 0) ? 1 : 0, added => $added);
		$of{$_->{nr}} = {%say, first => $_ == $c->{first} && $c->{n} == 1, mine => $_ == $c->{first}} for @{$c->{row}};
		$of{$_->{nr}} = {%say, first => 0, leg => 1} for grep { same_contact($c->{first}, $_) } @$leg;
	}
	return \%of;
}

# What every row must have: by the words of a column.
sub expect {
	my ($rows, $as_of, $window, $by, $fixed) = @_;
	my @visit = grep { came($_) && known($_) } @$rows;
	my @leg = grep { defined $_->{leg} && $_->{leg} > 1 && ($_->{direction} // '') ne 'outbound' && known($_) && defined $_->{contact_id} } @$rows;
	my (%want, %chains);
	for my $x (@visit) {
		next if $by && !defined $x->{reason};
		my @peer = peers($x, $by, @visit);
		my $key = $x->{customer_id} . ($by ? " $x->{reason}" : '');
		my $w = $window->($x);
		my $next = next_of($x, @peer);
		$chains{$key} //= chains($window, $fixed, $as_of, [grep { $_->{customer_id} eq $x->{customer_id} } @leg], @peer);
		$want{$x->{nr}} = {next => $next,
		    repeat => !$w || $as_of - $x->{at} < $w ? undef : $next && $next->{at} - $x->{at} <= $w ? 1 : 0};
	}
	for my $key (sort keys %chains) {
		$want{$_}{chain} //= $chains{$key}{$_} for keys %{$chains{$key}};
	}
	return \%want;
}

sub run {
	my ($command) = @_;
	my $text = `cd $dir && $command 2>err`;
	is($?, 0, substr $command, 0, 100) or diag(`cat $dir/err`);
	return $text;
}

sub tf { defined $_[0] ? $_[0] ? 't' : 'f' : '\N' }

# The columns of a row as --add must write them.
sub cells {
	my ($w) = @_;
	my $c = $w->{chain};
	return (tf($w->{repeat}), $w->{next} ? (stamp($w->{next}{at}), $w->{next}{contact_id} // '\N') : ('\N', '\N'),
	    $c ? ($c->{root}{contact_id} // '\N', $c->{n}, $c->{open} ? '\N' : $c->{length}, tf($c->{open}),
		$c->{first} && !$c->{open} ? $c->{added} : '\N') : ('\N') x 5);
}

sub ratio {
	my ($x, $n, $digits) = @_;
	return $n ? sprintf("%.${digits}f", $x / $n) : '\N';
}

spew('ids', "contact_id\tcustomer_id\tstarted_at\n", map { "c$_\tk\t" . stamp(0) . "\n" } 0 .. 199);
for (split /\n/, run('cs-kpi -q --add chain_n_1d --as-of ' . stamp(86400 * 9) . ' ids | tail -n +2')) {
	my ($id, $n) = (split /\t/)[0, 3];
	$rank{$id} = $n;
}
is(join(' ', sort { $a <=> $b } values %rank), join(' ', 1 .. 200), 'an order of ids');

for my $round (1 .. 14) {
	$state = 7919 * $round;
	my @rows = make((3, 40, 120, 200)[$round % 4]);
	my @at = grep { defined } map { $_->{at} } @rows;
	my ($newest) = sort { $b <=> $a } @at;
	next if !@at;
	my $as_of = $round % 3 ? $newest : 7 * 86400;
	my $option = ($round % 3 ? '' : '--as-of ' . stamp($as_of)) . " --threads " . (1 + below(3)) . (below(2) ? ' --mem 2K' : '');
	spew('in', stream(@rows));
	for my $case (['_2d', 172800, 0, 0], ['_fixed_2d', 172800, 0, 1], ['_reason_3d', 259200, 1, 0], ['_fixed_reason_1d', 86400, 1, 1]) {
		my ($words, $s, $by, $fixed) = @$case;
		(my $plain = $words) =~ s/_fixed//;
		my $want = expect(\@rows, $as_of, sub { $s }, $by, $fixed);
		my $next = $by ? '_reason' : '';
		my $list = "repeat$plain,next_contact_at$next,next_contact_id$next," .
		    join ',', map { "$_$words" } qw(root_contact_id chain_n chain_length chain_open added_handle_s);
		my $got = run(below(2) ? "cs-kpi -q $option --add $list in" : "cs-kpi -q $option --add $list <in");
		my ($head, @line) = split /\n/, $got;
		is_deeply([map { [(split /\t/, $_, -1)[@columns .. @columns + 7]] } @line],
		    [map { [cells($want->{$_->{nr}} // {})] } @rows], "round $round: $words");
		is(join('', map { join("\t", (split /\t/, $_, -1)[0 .. $#columns]) . "\n" } $head, @line), stream(@rows), 'passed through');
		# Chains have one id each.
		my %id;
		for (split /\n/, run("cs-kpi -q $option --add chain_id$words,chain_n$words in | cut -f " . (@columns + 1) . ',' . (@columns + 2))) {
			my ($id, $n) = split /\t/;
			$id{$id}{$n}++ if $n =~ /^\d+$/;
		}
		is_deeply([sort map { my $i = $_; join ',', sort { $a <=> $b } keys %{$id{$i}} } keys %id],
		    [sort map { join ',', 1 .. $_->{length} } grep { $_ && $_->{mine} && $_->{n} == 1 } map { $_->{chain} } values %$want], 'ids');
	}
	# The metrics, also with a window of each row.
	for my $case (['2d', sub { 172800 }, ''], ['2d', sub { 172800 }, ', reason'], ['int(win_s)', sub { $_[0]{win_s} || undef }, ''],
	    ["case when reason = 'bill' then 1d else 3d end", sub { ($_[0]{reason} // '') eq 'bill' ? 86400 : 259200 }, ', reason']) {
		my ($window, $s, $by) = @$case;
		my ($sliding, $fixed) = map { expect(\@rows, $as_of, $s, $by ne '', $_) } 0, 1;
		my @metric = ("a_share=repeat_share($window$by)", "b_n=chains($window$by)", "c_n=chains_open($window$by)", "d_ratio=chain_mean($window$by)",
		    "e_share=chain_share($window$by)", "f_s=added_sum(handle_s, $window$by)", "g_s=fixed_added_mean(handle_s, $window$by)",
		    "h_ratio=fixed_chain_mean($window$by)", "i_share=repeat_share($window$by) filter (where leg is null)");
		my %want;
		for my $r (@rows) {
			my ($x, $y) = map { $_->{$r->{nr}} } $sliding, $fixed;
			my $g = $want{$r->{agent_id}} //= {map { $_ => 0 } 'a' .. 'z'};
			for my $k (!came($r) || !defined $x->{repeat} ? () : defined $r->{leg} ? qw(a) : qw(a i)) {
				$g->{$k}++;
				$g->{$k . 'x'} = ($g->{$k . 'x'} // 0) + $x->{repeat};
			}
			for my $c (grep { $_ && $_->{first} && $_->{mine} } $x->{chain}) {
				$g->{c}++, next if $c->{open};
				$g->{b}++;
				$g->{l} += $c->{length};
				$g->{m} += $c->{length} if $c->{length} > 1;
				$g->{f} += $c->{added};
			}
			for my $c (grep { $_ && $_->{first} && $_->{mine} && !$_->{open} } $y->{chain}) {
				$g->{g}++;
				$g->{k} += $c->{added};
				$g->{h} += $c->{length};
			}
		}
		my $expected = join '', map {
			my $g = $want{$_};
			join("\t", $_, ratio($g->{ax}, $g->{a}, 8), $g->{a}, $g->{b}, $g->{c}, ratio($g->{l}, $g->{b}, 6), $g->{b}, ratio($g->{m}, $g->{l}, 8), $g->{l},
			    $g->{b} ? $g->{f} : '\N', ratio($g->{k}, $g->{g}, 3), $g->{g}, ratio($g->{h}, $g->{g}, 6), $g->{g}, ratio($g->{ix}, $g->{i}, 8), $g->{i}) . "\n"
		} sort keys %want;
		my $ask = "--by agent_id -m \"" . join(',', @metric) . '"';
		my $got = run("cs-kpi -q $option $ask in");
		$got =~ s/^.*\n//;
		is($got, $expected, "round $round: metrics, $window$by") or last;
		# Cut by customers, merged: the law.
		next if $round % 3 || !grep { -x "$_/cs-part" } split /:/, $ENV{PATH};
		run("rm -rf parts && cs-part -q --by customer_id --buckets 4 --into parts in >list");
		my $time = '--as-of ' . stamp($as_of);
		my $merged = run("for p in parts/[0-9p]*.tsv; do cs-kpi -q --partial $time $ask \$p >\$p.cells; done; cs-kpi -q --render parts/*.cells");
		$merged =~ s/^.*\n//;
		is($merged, $expected, "round $round: merged");
	}
}
# Many that begin together: neither tables nor columns depend on the order of the input.
my @together = map { "c$_\t" . join("\t", 'k' . below(4), 'a' . below(5), (qw(bill login))[below(2)], below(900), stamp(3600 * 30 * below(6))) . "\n" } 0 .. 99;
my $columns = join "\t", qw(contact_id customer_id agent_id reason handle_s started_at);
spew('forth', "$columns\n", @together);
spew('back', "$columns\n", reverse @together);
for my $ask ('--by agent -m repeat_1d,chain_length_1d,chains_over_1d,fixed_chain_length_2d,contacts_per_need_1d,added_handle_1d',
    '--add repeat_1d,next_contact_id,chain_id_1d,root_contact_id_1d,chain_n_1d,chain_n_fixed_2d,root_contact_id_reason_1d,added_handle_s_1d') {
	my ($forth, $back) = map { join "\n", sort split /\n/, run("cs-kpi -q --threads 2 --as-of " . stamp(86400 * 30) . " $ask $_") } qw(forth back);
	is($back, $forth, 'the same from the end');
}
done_testing;
