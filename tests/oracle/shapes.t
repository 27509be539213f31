#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Shapes of cs-kpi's tables against DuckDB, which has words of its own for them: ROLLUP and CUBE,
# window frames over days, shares of a total, PIVOT.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;

require './tests/contacts.pl';

my $modules = $ENV{CS_NODE_MODULES} // 'build/node_modules';
if (!-d "$modules/\@duckdb/node-api" || !grep { -x "$_/node" } split /:/, $ENV{PATH}) {
	plan skip_all => 'DuckDB is missing' if ($ENV{CS_REQUIRE} // '') ne 'all';
	fail('DuckDB is missing');
	done_testing;
	exit 1;
}
my $dir = tempdir(CLEANUP => 1);

# The rows as DuckDB sees them: cells stay as they are written.
my $rows = <<"END";
with t as (select queue, customer_id, agent_id as agent, direction,
    try_cast(wait_s as bigint) as wait, try_cast(cost as decimal(18, 2)) as cost,
    strptime(started_at, '%Y-%m-%dT%H:%M:%SZ')::date as day
    from read_csv('$dir/all', delim = '\t', header = true, all_varchar = true, nullstr = '\\N',
	quote = '', escape = ''))
END
my $ours = 'n=count(*),w_s=sum(wait_s),mean_wait,p90_wait,k_n=distinct(customer_id),c=sum(cost)';
my $theirs = 'count(*), sum(wait), avg(wait), quantile_disc(wait, 0.9), ' .
    'count(distinct customer_id), sum(cost)';
my @name = qw(n w_s mean_wait p90_wait k_n c);
my @digits = (0, 0, 3, 0, 0, 2);

sub spew {
	my ($name, @text) = @_;
	open my $f, '>', "$dir/$name" or die;
	print $f @text or die;
	close $f or die;
}

# The lines of an answer, sorted.
sub duck {
	my ($sql) = @_;
	open my $f, '-|', 'node', 'tests/bench/duck.mjs', 1, "$rows $sql" or die;
	my @line = <$f>;
	close $f or fail("DuckDB: $sql");
	chomp @line;
	return [map { [split /\t/, $_, -1] } @line];
}

sub kpi {
	my (@arg) = @_;
	open my $f, '-|', 'cs-kpi', '-q', @arg, "$dir/all" or die;
	my @line = <$f>;
	close $f or fail("cs-kpi @arg");
	chomp @line;
	my ($head, @row) = map { [split /\t/, $_, -1] } @line;
	return map { my %r; @r{@$head} = @$_; \%r } @row;
}

# What is written with so many digits; NULL stays.
sub rounded {
	my ($x, $digits) = @_;
	return $x if $x eq '\N';
	# Half of a last digit goes away from zero; sprintf would make it even.
	return sprintf '%.*f', $digits, $x + ($x <=> 0) * 10 ** -($digits + 4);
}

# Keys, then the metrics: the same rows on both sides, in any order.
sub same {
	my ($what, $got, $want, $nkey, @places) = @_;
	my $line = sub {
		my (@cell) = @{$_[0]};
		$cell[$_] = rounded($cell[$_], $places[$_ - $nkey]) for $nkey .. $#cell;
		return join "\t", @cell;
	};
	my @got = sort map { $line->($_) } @$got;
	my @want = sort map { $line->($_) } @$want;
	cmp_ok(scalar @got, '>', 1, "$what: rows");
	is_deeply(\@got, \@want, $what);
}

for my $seed (1, 2) {
	my ($head, @row) = contacts(4000, $seed);
	spew('all', $head, @row);

	for my $kind (['keys', 'rollup'], ['all', 'cube']) {
		my @key = qw(queue direction day);
		my @got = map { my $r = $_; [@$r{@key}, $r->{total_over}, @$r{@name}] }
		    kpi('-m', $ours, '--by', join(',', @key), "--subtotals=$kind->[0]");
		same("$kind->[1], seed $seed", \@got, duck(<<"END"), 4, @digits);
select queue, direction, day, concat_ws(',', case when grouping(day) = 1 then 'day' end,
    case when grouping(direction) = 1 then 'direction' end,
    case when grouping(queue) = 1 then 'queue' end), $theirs
from t group by $kind->[1](queue, direction, day)
END
	}

	my $window = sub {
		my ($over) = @_;
		return join ', ', map { "$_ over w" } split /, (?!0)/, $theirs;
	};
	for my $n (3, 10) {
		my $before = $n - 1;
		my @got = map { my $r = $_; [@$r{qw(queue day)}, map { $r->{"${_}_rolling_$n"} } @name] }
		    grep { $_->{day} ne '\N' && $_->{"n_rolling_$n"} ne '\N' }
		    kpi('-m', $ours, '--by', 'queue,day', '--rolling', $n);
		same("windows of $n days, seed $seed", \@got, duck(<<"END"), 2, @digits);
select distinct queue, day, ${\ $window->()} from t where day is not null
window w as (partition by queue order by day
    range between interval $before days preceding and current row)
qualify day >= (select min(day) from t) + $before
END
	}
	my @ytd = map { my $r = $_; [@$r{qw(queue month)}, map { $r->{"${_}_ytd"} } @name] }
	    grep { $_->{month} ne '\N' } kpi('-m', $ours, '--by', 'queue,month', '--ytd');
	same("year to date, seed $seed", \@ytd, duck(<<"END"), 2, @digits);
select distinct queue, date_trunc('month', day)::date, ${\ $window->()} from t where day is not null
window w as (partition by queue, year(day) order by date_trunc('month', day))
END

	my @share = map { my $r = $_; [@$r{qw(queue direction n_of_total n_of_parent c_of_parent)}] } map {
		my ($all, $parent) = @$_;
		+{%$all, %$parent}
	} do {
		my @all = kpi('-m', 'n=count(*),c=sum(cost)', '--by', 'queue,direction', '--of-total');
		my @parent = kpi('-m', 'n=count(*),c=sum(cost)', '--by', 'queue,direction', '--of-total=parent');
		map { [$all[$_], $parent[$_]] } 0 .. $#all;
	};
	same("shares, seed $seed", \@share, duck(<<"END"), 2, 8, 8, 8);
select queue, direction, count(*) / (sum(count(*)) over ()), count(*) / (sum(count(*)) over q),
    sum(cost)::double / (sum(sum(cost)) over q)::double
from t group by queue, direction window q as (partition by queue)
END

	my @top = map { my $r = $_; [@$r{'agent_id', 'others_n', @name}] }
	    kpi('-m', $ours, '--by', 'agent', '--top', '2:n', '--where', 'agent is not null');
	same("the first two and the others, seed $seed", \@top, duck(<<"END"), 2, @digits);
, v as (select agent a, row_number() over (order by count(*) desc, agent) place
    from t where agent is not null group by agent)
select case when place <= 2 then a end, case when place <= 2 then 0 else
    (select count(*) - 2 from v) end, $theirs
from t join v on agent = a group by 1, 2
END

	my @pivot = map { my $r = $_; [$r->{day} , map { $r->{"n_$_"} } qw(billing support)] }
	    grep { $_->{day} ne '\N' } kpi('-m', 'n=count(*)', '--by', 'day,queue', '--pivot', 'queue');
	same("pivoted, seed $seed", \@pivot, duck(<<"END"), 1, 0, 0);
, p as (select day, coalesce(queue, 'null') queue from t where day is not null)
select day, billing, support
from (pivot p on queue in ('billing', 'support') using count(*) group by day)
END
}
done_testing;
