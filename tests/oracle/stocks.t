#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Stocks and times in a state against SQLite, which asks of every day anew what was open at its end,
# and of every hour how many seconds of each stretch lie in it.
use strict;
use warnings;
use POSIX qw(strftime);
use Test::More;

require './tests/prop/prop.pl';
our $scratch;

if (!grep { -x "$_/sqlite3" } split /:/, $ENV{PATH}) {
	plan skip_all => 'sqlite3 is missing' if ($ENV{CS_REQUIRE} // '') ne 'all';
	fail('sqlite3 is missing');
	done_testing;
	exit 1;
}

my $zero = 1790812800; # 2026-10-01
my $days = 30;
my $as_of = $zero + 27 * 86400 + 43200;

sub sql {
	my ($table, $columns, $rows, $query) = @_;
	my $load = spew("$scratch/load.sql", "create table $table($columns);\nbegin;\n",
	    (map { my $r = $_; "insert into $table values(" .
		    join(',', map { defined $_ ? "'$_'" : 'null' } @$r) . ");\n" } @$rows), "commit;\n$query;\n");
	my ($status, $out, $err) = run($load, 'sqlite3', '-batch', '-separator', "\t", ':memory:');
	is($status, 0, 'sqlite3') or diag($err);
	return $out;
}

sub ours {
	my (@arg) = @_;
	my ($status, $out, $err) = run(undef, 'cs-kpi', '-q', @arg);
	is($status, 0, "cs-kpi @arg") or diag($err);
	return $out =~ s/^.*\n//r;
}

# Tickets: seconds since 1970 for SQLite, instants for us.
seed(31);
my @item = map {
	my $in = $zero + below($days * 86400);
	my $age = one_of(3600, 86400, 5 * 86400, 20 * 86400);
	[one_of('a', 'b', 'c'), $in, one_of(undef, $in + below($age), $in + below($age), $in + 86400 - $in % 86400)]
} 1 .. 4000;
my $file = spew("$scratch/t.tsv", stream([qw(queue started_at solved_at)],
    map { +{queue => $_->[0], started_at => instant($_->[1]), solved_at => defined $_->[2] ? instant($_->[2]) : undef} } @item));

for my $period ([$zero, $zero + $days * 86400], [$zero + 9 * 86400, $zero + 20 * 86400]) {
	my ($from, $to) = @$period;
	my $query = "with recursive day(d) as (select $from union all select d + 86400 from day where d + 86400 < $to), " .
	    "edge as (select d, min(d + 86400, $as_of) as e, case when d + 86400 > $as_of then $as_of + 1 else d + 86400 end as z from day), " .
	    "q as (select distinct queue from t) " .
	    "select queue, strftime('%Y-%m-%d', d, 'unixepoch'), " .
	    "(select count(*) from t where t.queue = q.queue and a >= d and a < z), " .
	    "(select count(*) from t where t.queue = q.queue and b >= d and b < z), " .
	    "case when d <= $as_of then (select count(*) from t where t.queue = q.queue and a < z and (b is null or b >= z)) else '\\N' end, " .
	    "case when d <= $as_of then coalesce((select max(e - a) from t where t.queue = q.queue and a < z and (b is null or b >= z)), '\\N') else '\\N' end " .
	    "from q, edge order by 1, 2";
	my $want = sql('t', 'queue text, a integer, b integer', \@item, $query);
	my @cut = map { strftime('%Y-%m-%dT%H:%M:%SZ', gmtime $_) } $from, $to;
	my $got = ours('--by', 'queue,day', '--fill', '-m', 'opened,solved,backlog,backlog_oldest', '--as-of',
	    instant($as_of), '--since', $cut[0], '--until', $cut[1], $file);
	# The n of the age stands in the last column.
	is($got =~ s/\t[^\t]*\n/\n/gr, $want, "days of $cut[0] .. $cut[1]");
}

# States of agents by hours.
my @state = map {
	my $begin = $zero + below(3 * 86400);
	['a' . below(5), one_of('ready', 'contact', 'wrap', 'pause', 'out'), $begin, $begin + below(one_of(60, 3600, 30000))]
} 1 .. 1500;
my $states = spew("$scratch/s.tsv", stream([qw(agent_id state started_at ended_at)],
    map { +{agent_id => $_->[0], state => $_->[1], started_at => instant($_->[2]), ended_at => instant($_->[3])} } @state));
my $in = 'max(0, min(b, h + 3600) - max(a, h))';
my $want = sql('s', 'agent text, state text, a integer, b integer', \@state,
    "with recursive hour(h) as (select $zero union all select h + 3600 from hour where h < $zero + 5 * 86400) " .
    "select agent, strftime('%Y-%m-%dT%H:%M:%S+00:00', h, 'unixepoch'), " .
    join(', ', map { "sum(case when $_ then $in else 0 end)" } "state = 'ready'", "state in ('contact', 'wrap')", "state <> 'out'") .
    " from s, hour where b > h and a < h + 3600 and b > a group by 1, 2 order by 1, 2");
# A row without a second makes no hour.
my $got = ours('--by', 'agent,1h', '-m', 'ready_time,c_s=spent(started_at, ended_at) filter (where ' .
    "state in ('contact', 'wrap')),logged_in_time", '--keep-only', 'ended_at > started_at', $states);
is($got, $want, 'seconds in states by the hour');

done_testing();
