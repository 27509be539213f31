#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# cs-kpi against SQLite, which does the same from the same rows in its own words: counts, means,
# nearest-rank quantiles, shares, NPS, distinct counts, sums of decimals, repeats; by agent, by
# queue and day.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;

require './tests/contacts.pl';
our @contact_columns;

if (!grep { -x "$_/sqlite3" } split /:/, $ENV{PATH}) {
	plan skip_all => 'sqlite3 is missing' if ($ENV{CS_REQUIRE} // '') ne 'all';
	fail('sqlite3 is missing');
	done_testing;
	exit 1;
}
my $dir = tempdir(CLEANUP => 1);

# In SQL: the name in -m, its formula there, and ours.
my $first = "coalesce(leg, 1) = 1";
my $to_us = "coalesce(direction, '') not in ('outbound', 'internal')";
my $queued = "(disposition not in ('closed', 'vru') and $to_us)";
my $out = "(disposition in ('timeout', 'key', 'callback', 'voicemail') and $to_us)";
my $ans = "disposition = 'answered'";
my $taken = "($ans and $to_us)";
my $gone = "(disposition = 'abandoned' and $to_us)";
my $long = sub { "($taken or $gone and wait_s > $_[0])" };

# share(condition) of the rows of a filter; NULL is left out.
sub share {
	my ($cond, $of) = @_;
	return "case when sum(case when $of then ($cond) is not null end) > 0 then " .
	    "1.0 * sum(case when ($of) and ($cond) then 1 else 0 end) / " .
	    "sum(case when $of then ($cond) is not null end) end";
}

my @metrics = (
	['contacts', "sum($first)"],
	['answered', "count(case when $first and $ans then 1 end)"],
	['queued', "count(case when $queued then 1 end)"],
	['asa', "avg(case when $taken then wait_s end)"],
	['mean_handle', 'avg(handle_s)'],
	['max_wait', 'max(wait_s)'],
	['sum_talk', 'sum(talk_s)'],
	['sl_offered(20)', share("$ans and wait_s <= 20", $queued)],
	['sl_answered(30)', share('wait_s <= 30', $taken)],
	['sl_noshort(20, 5)', share("$ans and wait_s <= 20", $long->(5))],
	['sl_noshort_flow_20_5', share("$ans and wait_s <= 20", $long->(5) . " or $out")],
	['sl_ignore', share("$ans and wait_s <= 20", $long->(20))],
	['ab_all', share($gone, $queued)],
	['transfer_share', share("transfer in ('blind', 'attended')", $ans)],
	['hold_share', share('hold_s > 0', $ans)],
	['csat_top2', share('csat >= 4', $first)],
	['csat_mean', "avg(case when $first then csat end)"],
	['nps', "100.0 * (sum(case when $first then nps >= 9 end) - sum(case when $first then nps <= 6 end))" .
	    " / nullif(count(case when $first then nps end), 0)"],
	['response_rate', share('survey_answered_at is not null', "$first and survey_sent_at is not null")],
	['identified_share', share('customer_id is not null', $first)],
	['customers', "count(distinct case when $first then customer_id end)"],
	['c=sum(cost)', 'sum(cents) / 100.0'],
	['drop_answered', "1.0 * count(case when $gone then 1 end) / " .
	    "nullif(count(case when $taken then 1 end), 0)"],
	['late_share=share(wait_s > 60)', share('wait_s > 60', '1')],
);

sub spew {
	my ($name, @text) = @_;
	open my $f, '>:raw', "$dir/$name" or die;
	print $f @text or die;
	close $f or die;
}

sub rows {
	my ($command) = @_;
	my $text = `cd $dir && $command`;
	is($?, 0, substr($command, 0, 60));
	return map { [split /\t/, $_, -1] } split /\n/, $text;
}

# The rows as SQL: text as it is meant, numbers as numbers, money in cents.
sub load {
	my ($head, @row) = @_;
	my %number = map { $_ => 1 } qw(leg wait_s talk_s hold_s handle_s csat nps);
	my @sql = 'create table c(' . join(',', @contact_columns, 'cents', 'at', 'nr') . ');begin;';
	my $nr = 0;
	for my $row (@row) {
		chomp(my $line = $row);
		my @cell = split /\t/, $line, -1;
		my @value = map {
			my $s = $cell[$_];
			$s eq '\N' ? 'null' : $number{$contact_columns[$_]} ? $s : "'" . $s =~ s/'/''/gr . "'";
		} 0 .. $#cell;
		my ($cost) = map { $cell[$_] } grep { $contact_columns[$_] eq 'cost' } 0 .. $#cell;
		my $cents = $cost eq '\N' ? 'null' : $cost =~ s/\.//r;
		push @sql, 'insert into c values(' . join(',', @value, $cents, 'null', $nr++) . ');';
	}
	push @sql, "update c set at = cast(strftime('%s', started_at) as integer);commit;";
	spew('load.sql', map { "$_\n" } @sql);
}

# Equal to the last digit that is printed.
sub same {
	my ($got, $want) = @_;
	return $got eq '\N' if $want eq '';
	return 0 if $got eq '\N';
	my $digits = $got =~ /\.(\d+)/ ? length $1 : 0;
	return abs($got - $want) <= ($digits ? 0.51 * 10 ** -$digits : 0) + 1e-12 * abs($want);
}

# Groups: --by, and the same in SQL.
my @groups = (
	['', "'all'", []],
	['agent', 'agent_id', [0]],
	['queue,day', "queue, date(at, 'unixepoch')", [0, 1]],
	['1h', "at / 3600", [0]],
);

sub sql {
	my ($text) = @_;
	spew('ask.sql', ".mode tabs\n.read load.sql\n$text;\n");
	return rows('sqlite3 :memory: <ask.sql');
}

for my $seed (1 .. 3) {
	my ($head, @row) = contacts(900, $seed);
	spew('all', $head, @row);
	load($head, @row);
	for my $g (@groups) {
		my ($by, $keys) = @$g;
		my $list = join ',', map { $_->[0] } @metrics;
		my ($names, @got) = rows("cs-kpi -q " . ($by ne '' ? "--by $by " : '') . "-m '$list' all");
		my $nkey = $by eq '' ? 0 : split /,/, $by;
		my @col = grep { $_ >= $nkey && ($names->[$_] !~ /_n$/ || $names->[$_] eq 'n') } 0 .. $#$names;
		is(scalar @col, scalar @metrics, 'a column for each metric');
		my $order = $nkey ? join(', ', map { "($_) is null, $_" } split /, (?!')/, $keys) : '1';
		my @want = sql("select " . join(', ', map { $_->[1] } @metrics) .
		    " from c group by $keys order by $order");
		is(scalar @got, scalar @want, 'groups');
		for my $m (0 .. $#metrics) {
			my @bad = grep { !same($got[$_][$col[$m]], $want[$_][$m]) } 0 .. $#want;
			ok(!@bad, "$metrics[$m][0] by ($by)") or diag("group $bad[0]: " .
			    "$got[$bad[0]][$col[$m]], SQLite $want[$bad[0]][$m]");
		}
	}
	# Nearest rank: the ceil(n p / 100)-th smallest.
	for my $p (50, 90, 95, 99) {
		my ($names, @got) = rows("cs-kpi -q --by queue -m 'q=p${p}(wait_s)' all");
		my @want = sql("select q, max(w) from (select queue q, wait_s w, " .
		    "row_number() over (partition by queue order by wait_s) k, " .
		    "count(*) over (partition by queue) n from c where wait_s is not null) " .
		    "where k = (n * $p + 99) / 100 group by q order by q is null, q");
		is(join(' ', map { $_->[1] } @got), join(' ', map { $_->[1] } @want), "p$p by queue");
	}
	# The next later contact of the same customer, of another contact_id, in the same rows.
	for my $hours (1, 24, 240) {
		my $came = "coalesce(leg, 1) = 1 and coalesce(direction, '') <> 'outbound' " .
		    "and customer_id is not null and at is not null";
		my ($names, @got) = rows("cs-kpi -q --by agent --where \"queue = 'billing'\" -m repeat_${hours}h all");
		my ($name) = $names->[1];
		my @want = sql("with v as (select * from c where $came), " .
		    "t as (select a.agent_id, a.nr, exists(select 1 from v b where b.customer_id = a.customer_id " .
		    "and b.at > a.at and b.at <= a.at + $hours * 3600 and (a.contact_id is null or b.contact_id is null " .
		    "or a.contact_id <> b.contact_id)) x, a.at + $hours * 3600 <= (select max(at) from c) old " .
		    "from v a where a.queue = 'billing') " .
		    "select g.agent_id, sum(x and old) * 1.0 / nullif(sum(old), 0), coalesce(sum(old), 0) " .
		    "from (select distinct agent_id from c where queue = 'billing') g " .
		    "left join t on t.agent_id is g.agent_id group by 1 order by g.agent_id is null, g.agent_id");
		my @bad = grep { !same($got[$_][1], $want[$_][1]) || $got[$_][2] != $want[$_][2] } 0 .. $#want;
		ok(@got == @want && !@bad, "$name by agent, of one queue") or diag("@bad: " . join ' ',
		    map { "@{$got[$_]} | @{$want[$_]};" } @bad);
	}
}
done_testing;
