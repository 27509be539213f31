#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# cs-join against DuckDB's LEFT JOIN, ASOF LEFT JOIN and windows, on hundreds of random tables: keys
# of one to three columns that are NULL, empty, long, or need escapes; instants that tie, with the
# offsets of both sides of a change of clocks, at the ends of years; rows that are there twice,
# ranges that are open, empty, backwards, or overlap. All cases go to DuckDB at once; each is joined
# by a run of cs-join, and again in some other way that must not matter: memory, threads, packing,
# the order of the table.
use strict;
use warnings;
use Cwd qw(getcwd);
use Test::More;

require './tests/prop/prop.pl';
our $scratch;

my $top = getcwd;
my $modules = $ENV{CS_NODE_MODULES} // "$top/build/node_modules";
if (!-d "$modules/\@duckdb/node-api" || !grep { -x "$_/node" } split /:/, $ENV{PATH}) {
	plan skip_all => 'DuckDB is missing' if ($ENV{CS_REQUIRE} // '') ne 'all';
	fail('DuckDB is missing');
	done_testing;
	exit 1;
}
$ENV{CS_NODE_MODULES} = $modules;
chdir $scratch or die $!;

# Keys are compared as they mean, so that the same text may be written in many ways. Bytes of UTF-8.
my ($long, $longest) = map { 'k' x $_ } 700, 70_000;
my @alphabets = (
	[qw(a b c)],
	['', ' ', 'a', "a\tb", "a\nb", 'a\b', '\N', 'NULL', "\b\013\f\r", '0', '00'],
	["\303\244", "a\314\210", 'A', 'a', "\360\237\223\236", "\342\200\213", "\302\240"],
	["${long}1", "${long}2", $long, 'k'],
	["${longest}1", "${longest}2", $longest],
	['a', 'a,b', 'b', ',', 'b,', ',a', 'ab', ''],
	[map { "c$_" } 1 .. 12],
);

# The same text with some of its bytes as \xHH, whole characters at a time.
sub odd {
	my ($text) = @_;
	return cell($text) if !defined $text || length $text > 100 || below(3) == 0;
	return join '', map {
		below(6) != 0 ? cell($_) : join '', map { sprintf '\x%02' . one_of('x', 'X'), ord } split //
	} $text =~ /[\000-\177]|[\300-\377][\200-\277]*/g;
}

# Instants around one place in time, few enough to tie, written with any offset.
my @places = (1774746000, 1792890000, 1798761600, 1767225600, 1772323200, -62135510400, 253402214400, 0);
sub an_instant {
	my ($place, $spread) = @_;
	my $t = $place + below($spread) * one_of(1, 60, 3600) * ($place < -6e10 ? 1 : $place > 2e11 ? -1 : one_of(-1, 1));
	my $offset = one_of(0, 0, 1, 2, -5, 5.5) * 3600;
	$offset = 0 if abs $place > 5e10;
	my $text = POSIX::strftime('%Y-%m-%dT%H:%M:%S', gmtime $t + $offset);
	$text = sprintf('%04d', $1) . $2 if $text =~ /^(\d+)(-.*)/;
	$text .= one_of('', '', '', '.5', '.000001', '.999999', '.100');
	return $text . 'Z' if $offset == 0 && below(3) != 0;
	return $text . sprintf '%s%02d:%02d', $offset < 0 ? '-' : '+', abs($offset) / 3600, abs($offset) / 60 % 60;
}

my @kinds = qw(plain range latest next nearest roster);
my %within = ('' => '', '0s' => 0, '90s' => 90, '1h' => 3600, '1d' => 86400, '2w' => 1209600);

# What a case is about. Large ones have keys that fill more than one batch and pile.
sub a_case {
	my ($n, $large) = @_;
	my %c = (n => $n, kind => $kinds[$n % @kinds], keys => 1 + below(3), large => $large);
	my $alphabet = $large ? [map { "customer $_" } 1 .. 3000] : $alphabets[$n % 40 == 7 ? 4 : one_of(0 .. 3, 5, 6)];
	my ($place, $spread) = (one_of(@places), one_of(2, 5, 40));
	my $null = one_of(0, 5, 20);
	my $key = sub { $null && below($null) == 0 ? undef : one_of(@$alphabet) };
	my $at = sub { $null && below($null) == 0 ? undef : an_instant($place, $spread) };

	$c{keys} = 1 if $c{kind} eq 'roster' || $large;
	($c{ties}) = one_of('', 'first', 'last', 'once') if $c{kind} !~ /range|roster/;
	$c{ties} = one_of('first', 'last') if $large && defined $c{ties};
	$c{within} = one_of(sort keys %within) if $c{kind} =~ /latest|next|nearest/;
	$c{rows} = [map { [(map { $key->() } 1 .. $c{keys}), $at->()] } 1 .. ($large ? 9000 : one_of(0, 1, 30, 60))];
	$c{side} = [map {
		my ($from, $to) = ($at->(), $at->());
		[(map { $key->() } 1 .. $c{keys}), $from, $to, $at->(), one_of(undef, '', 'x', "t\tb", "\303\274"),
		    one_of(undef, $_, 'same')]
	} 1 .. ($large ? 6000 : one_of(0, 1, 2, 8, 30))];
	tidy_ranges(\%c) if $c{kind} =~ /range|roster/ && ($large || below(4) != 0);
	unique(\%c) if ($c{ties} // 'x') =~ /^(once)?$/ && below(3) != 0;
	return \%c;
}

# An instant that is written, as microseconds.
sub usec {
	my ($y, $mo, $d, $h, $mi, $s, $f, $sign, $oh, $om) =
	    $_[0] =~ /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)(?:\.(\d+))?(?:Z|([-+])(\d+):(\d+))$/ or die $_[0];
	my ($yy, $mm) = $mo <= 2 ? ($y - 1, $mo + 9) : ($y, $mo - 3);
	my $days = 365 * $yy + POSIX::floor($yy / 4) - POSIX::floor($yy / 100) + POSIX::floor($yy / 400) +
	    int((153 * $mm + 2) / 5) + $d - 719469;
	my $t = $days * 86400 + $h * 3600 + $mi * 60 + $s;
	$t -= "${sign}1" * ($oh * 3600 + $om * 60) if defined $sign;
	return $t * 1_000_000 + substr(($f // '') . '000000', 0, 6);
}

# Ranges of one key end where the next begins, or before, but for the last.
sub tidy_ranges {
	my ($c) = @_;
	my (%of, @kept);
	my $k = $c->{keys};
	push @{$of{join "\0", map { $_ // "\1" } @$_[0 .. $k - 1]}}, $_ for @{$c->{side}};
	for my $rows (map { $of{$_} } sort keys %of) {
		my %seen;
		my @by = sort { $a->[1] <=> $b->[1] } map { [$_, usec($_->[$k])] }
		    grep { defined $_->[$k] && !$seen{usec($_->[$k])}++ } @$rows;
		for my $i (0 .. $#by) {
			my $row = $by[$i][0];
			$row->[$k + 1] = $i < $#by ? $by[$i + 1][0][$k] : one_of(undef, $row->[$k]);
			$row->[$k + 1] = $row->[$k] if below(9) == 0; # holds never
		}
		$by[0][0][$k] = undef if @by && defined $by[0][0][$k + 1] && below(3) == 0;
		push @kept, map { $_->[0] } @by;
	}
	$c->{side} = [shuffled(@kept)];
}

# Nothing is there twice.
sub unique {
	my ($c) = @_;
	my %seen;
	my $k = $c->{keys};
	$c->{side} = [grep {
		my $at = $c->{kind} eq 'plain' ? '' : defined $_->[$k] ? usec($_->[$k]) : $_;
		!$seen{join "\0", (map { $_ // "\1" } @$_[0 .. $k - 1]), $at}++
	} @{$c->{side}}];
}

# The files of a case, and its --side or --roster. Columns of the table stand in any order.
sub write_case {
	my ($c) = @_;
	my ($n, $k, $roster) = ($c->{n}, $c->{keys}, $c->{kind} eq 'roster');
	my @own = $roster ? 'agent_id' : map { "k$_" } 1 .. $k;
	my @their = map { $roster || below(2) ? $own[$_] : "their $_" } 0 .. $k - 1;
	my @name = (@their, $roster ? qw(valid_from_at valid_to_at joined_at team leader) : qw(a b j v w));

	$c->{row} = [map { [@$_] } @{$c->{rows}}];
	my $i = 0;
	$c->{text} = [map { my $r = $_; join "\t", $i++, (map { odd($r->[$_]) } 0 .. $k - 1), cell($r->[$k]) } @{$c->{rows}}];
	spew("c$n", map { "$_\n" } join("\t", 'id', @own, 'started_at'), @{$c->{text}});
	my @order = shuffled(0 .. $#name);
	my @table = (join("\t", map { cell($name[$_]) } @order), map {
		my $r = $_;
		join "\t", map { $_ < $k ? odd($r->[$_]) : cell($r->[$_]) } @order
	} @{$c->{side}});
	$c->{table} = \@table;
	spew("s$n", map { "$_\n" } @table);
	if ($roster) {
		$c->{how} = [qw(w v d)];
		$c->{names} = [qw(leader team tenure_days)];
		$c->{option} = ['--roster', "s$n"];
		return;
	}
	my %when = (plain => '', range => 'from a to b', map { $_ => "$_ a" } qw(latest next nearest));
	my $on = join ',', map { $own[$_] . ($own[$_] eq $their[$_] ? '' : "=\"$their[$_]\"") } 0 .. $k - 1;
	my $prefix = one_of('', 'x_');
	my $spec = "s$n on $on $when{$c->{kind}}";
	$spec .= " within $c->{within}" if length($c->{within} // '');
	$spec .= " $c->{ties}" if length($c->{ties} // '');
	if (below(3)) {
		$spec .= ' add w, v=vv, days(j)=d';
		$c->{how} = [qw(w v d)];
		$c->{names} = [map { "$prefix$_" } qw(w vv d)];
	} else {
		# All that is neither a key nor the instant.
		my $used = $c->{kind} eq 'plain' ? 'x' : $c->{kind} eq 'range' ? '^[ab]$' : '^a$';
		$c->{how} = [grep { /^[abjvw]$/ && !/$used/ } @name[@order]];
		$c->{names} = [map { "$prefix$_" } @{$c->{how}}];
	}
	$spec .= " prefix $prefix" if $prefix;
	$c->{option} = ['--side', $spec];
}

# The same for DuckDB: keys that are not there are empty on both sides.
sub write_all {
	my (@case) = @_;
	my (@c, @s, @p);
	for my $c (@case) {
		my @pad = ('') x (3 - $c->{keys});
		my $i = 0;
		push @c, map { my $r = $_; my $k = $c->{keys};
		    join("\t", $c->{n}, $i++, map { cell($_) } @$r[0 .. $k - 1], @pad, $r->[$k]) . "\n" } @{$c->{rows}};
		$i = 2;
		push @s, map { my $r = $_; my $k = $c->{keys};
		    join("\t", $c->{n}, $i++, map { cell($_) } @$r[0 .. $k - 1], @pad, @$r[$k .. $k + 4]) . "\n" } @{$c->{side}};
		my $ties = $c->{ties} // '';
		$ties ||= $c->{kind} eq 'plain' ? 'once' : 'last';
		push @p, join("\t", $c->{n}, $c->{kind} eq 'roster' ? 'range' : $c->{kind}, $ties,
		    length($c->{within} // '') ? $within{$c->{within}} : '\N') . "\n";
	}
	spew('all.c', "n\tnth\tk1\tk2\tk3\tts\n", @c);
	spew('all.s', "n\tline\tk1\tk2\tk3\ta\tb\tj\tv\tw\n", @s);
	spew('all.p', "n\tkind\tties\tfar\n", @p);
}

sub ask_duck {
	my $read = sub { "(select * from read_csv('$scratch/all.$_[0]', delim = '\t', header = true, " .
	    "all_varchar = true, nullstr = '\\N', quote = '', escape = '', auto_detect = false, " .
	    "new_line = '\\n', columns = {$_[1]}))" };
	my $columns = sub { join ', ', map { "'$_': 'varchar'" } @_ };
	my $same = join ' and ', map { "c.$_ = s.$_" } qw(n k1 k2 k3);
	my $line = "case when ties = 'first' then min(line) else max(line) end line";
	my $sql = <<"END";
with p as materialized (select n::int n, kind, ties, far::bigint * 1000000 far
    from ${\ $read->('p', $columns->(qw(n kind ties far))) }),
c as materialized (select n::int n, kind, ties, far, nth::int nth, k1, k2, k3, epoch_us(ts::timestamptz) ts
    from ${\ $read->('c', $columns->(qw(n nth k1 k2 k3 ts))) } join (select n::varchar n, kind, ties, far from p) using (n)),
t as materialized (select n::int n, kind, ties, line::int line, k1, k2, k3, epoch_us(a::timestamptz) ts,
    epoch_us(b::timestamptz) til, epoch_us(j::timestamptz) jt, a, b, j, v, w
    from ${\ $read->('s', $columns->(qw(n line k1 k2 k3 a b j v w))) } join (select n::varchar n, kind, ties from p) using (n)),
r as (select * from t where kind = 'range' and coalesce(ts <> til, true)),
once as (select n, k1, k2, k3, $line from t where kind = 'plain' group by n, k1, k2, k3, ties),
s as materialized (select n, k1, k2, k3, ts, $line from t where kind not in ('plain', 'range') and ts is not null
    group by n, k1, k2, k3, ts, ties),
near as (select c.n, c.nth, s.line, row_number() over (partition by c.n, c.nth order by abs(c.ts - s.ts), s.ts) place
    from c join s on $same where c.kind = 'nearest' and c.ts is not null and (far is null or abs(c.ts - s.ts) <= far)),
found as (
    select c.n, nth, line from c join once s on $same
    union all select c.n, nth, line from c join r s on $same and c.ts >= coalesce(s.ts, c.ts) and
	(s.til is null or c.ts < s.til)
    union all select c.n, nth, case when far is null or c.ts - s.ts <= far then line end
	from c asof left join s on $same and c.ts >= s.ts where c.kind = 'latest'
    union all select c.n, nth, case when far is null or s.ts - c.ts <= far then line end
	from c asof left join s on $same and c.ts <= s.ts where c.kind = 'next'
    union all select n, nth, line from near where place = 1)
select 'row', c.n, c.nth, v, w, j, case when c.ts >= jt then (c.ts - jt) // 86400000000 end, t.a, t.b
from c left join found f on f.n = c.n and f.nth = c.nth and f.line is not null
left join t on t.n = f.n and t.line = f.line
union all select 'overlap', s.n, s.line, c.line, '', '', '', '', ''
from r c join r s on $same and c.line < s.line and coalesce(c.ts < s.til, true) and coalesce(s.ts < c.til, true)
where coalesce(c.til >= c.ts, true) and coalesce(s.til >= s.ts, true)
union all select 'before', n, line, line, '', '', '', '', '' from t where kind = 'range' and til < ts
    and k1 is not null and k2 is not null and k3 is not null
union all select 'twice', s.n, s.line, c.line, '', '', '', '', ''
from t c join t s on $same and c.line < s.line where c.ties = 'once' and (c.kind = 'plain' or c.ts = s.ts)
END
	chdir $top or die;
	open my $f, '-|', 'node', 'tests/bench/duck.mjs', 2, $sql or die;
	my (%row, %wrong);
	while (<$f>) {
		chomp;
		my ($what, $n, $row, @cell) = split /\t/, $_, -1;
		if ($what eq 'row') {
			# Where ranges overlap there are two, which must be refused.
			my %r;
			@r{qw(v w j d a b)} = $row{$n}[$row] ? ('two rows') x 6 : @cell;
			$row{$n}[$row] = \%r;
		} else {
			$wrong{$n}{"$what $row $cell[0]"} = 1;
		}
	}
	close $f or BAIL_OUT('DuckDB does not answer');
	chdir $scratch or die;
	return (\%row, \%wrong);
}

# In what way a run may differ without any difference in what it writes.
sub vary {
	my ($c) = @_;
	my ($n, @o) = ($c->{n}, @{$c->{option}});
	my $settled = $c->{kind} =~ /range|roster/ || ($c->{ties} // '') eq 'once';
	my @way = (['64K', '--mem', '64K'], ['1M', '--mem', '1M'], map { ["$_ threads", '--threads', $_] } 1 .. 4);
	my ($way, @more) = @{one_of(@way, ['packed'], $settled ? ['shuffled'] : (), ['64K, 3 threads', '--mem', '64K', '--threads', 3])};
	if ($way eq 'packed') {
		system("gzip -c s$n >z$n") == 0 or die;
		s/^s$n\b/z$n/ for $o[1];
	} elsif ($way eq 'shuffled') {
		my ($head, @line) = @{$c->{table}};
		spew("z$n", map { "$_\n" } $head, shuffled(@line));
		s/^s$n\b/z$n/ for $o[1];
	}
	return ($way, @o, @more);
}

sub check {
	my ($c, $row, $wrong) = @_;
	my $n = $c->{n};
	my $what = "case $n: @{$c->{option}}";
	my ($status, $out, $err) = run(undef, 'cs-join', '-q', @{$c->{option}}, "c$n");
	my $bad;

	if (%$wrong) {
		my ($line, $text) = $err =~ /^cs-join: s$n:(\d+): (.*)/;
		my ($other) = ($text // '') =~ /line (\d+)/;
		my $said = ($text // '') =~ /(overlap|before|twice)/ ? $1 : 'twice';
		$bad = 'names ' . ($line // 'no line') if $status != 65 ||
		    !$wrong->{join ' ', $said, $line // '', $other // $line // ''};
	} else {
		my ($head, @line) = split /\n/, $out, -1;
		pop @line;
		my @want = map { join "\t", $c->{text}[$_], @{$row->[$_]}{@{$c->{how}}} } 0 .. $#{$c->{text}};
		my ($first) = grep { ($line[$_] // '') ne ($want[$_] // '') } 0 .. ($#line > $#want ? $#line : $#want);
		$bad = "status $status" if $status != 0;
		$bad //= "header $head" if (split /\t/, $head, $c->{keys} + 3)[-1] ne join "\t", @{$c->{names}};
		$bad //= "row $first:\n got " . ($line[$first] // '') . "\nwant " . ($want[$first] // '') if defined $first;
	}
	my ($way, @option) = vary($c);
	my ($status2, $out2) = run(undef, 'cs-join', '-q', @option, "c$n");
	$bad //= "$way: another status, $status2" if $status2 != $status;
	$bad //= "$way: other bytes" if $status == 0 && $out2 ne $out;
	return diag("$what: " . substr("$bad\n$err", 0, 1000)) && 0 if defined $bad;
	unlink "c$n", "s$n", "z$n";
	return 1;
}

seed($ENV{CS_SEED} // 20260329);
my @case = map { a_case($_, 0) } 0 .. ($ENV{CS_CASES} // 420) - 1;
push @case, map { a_case($_, 1) } map { scalar @case + $_ } 0 .. ($ENV{CS_CASES} ? -1 : 5);
write_case($_) for @case;
write_all(@case);
my ($row, $wrong) = ask_duck();
my %n;
for my $c (@case) {
	my $kind = $c->{kind} . ($c->{large} ? ', large' : '') . ($wrong->{$c->{n}} ? ', refused' : '');
	$n{$kind}[check($c, $row->{$c->{n}} // [], $wrong->{$c->{n}} // {})]++;
}
for my $kind (sort keys %n) {
	is($n{$kind}[0], undef, "$kind: " . ($n{$kind}[1] // 0) . ' cases as DuckDB has them');
}
# The cases are what they are meant to be.
ok($n{$_}, $_) for @kinds, map { "$_, refused" } qw(plain range roster);
my $matched = grep { grep { $_->{v} ne '\N' } @{$row->{$_->{n}} // []} } @case;
cmp_ok($matched, '>', @case / 6, 'many have something to find');
done_testing;
