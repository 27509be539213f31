#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Repeats and chains of cs-kpi against SQLite's window functions: lead() for what comes next, and
# islands between gaps for chains; from records in any order, within the memory and beyond it.
use strict;
use warnings;
use Test::More;

if (!grep { -x "$_/sqlite3" } split /:/, $ENV{PATH}) {
	plan skip_all => 'sqlite3 is missing' if ($ENV{CS_REQUIRE} // '') ne 'all';
	fail('sqlite3 is missing');
	done_testing;
	exit 1;
}
require './tests/prop/prop.pl';
our $scratch;
seed(20260301);

# Each instant once, so that no two contacts begin together; in any order.
my ($begin, $n) = (1772323200, 6000);
my @row = map { [$_, $begin + $_ * 400 + below(300), below(700), below(8), ('bill', 'login', 'parcel')[below(3)], below(900)] } 1 .. $n;
@row[$_, $n - 1 - $_] = @row[$n - 1 - $_, $_] for map { below($n / 2) } 1 .. $n;
my $as_of = $begin + $n * 400;
spew("$scratch/in", "contact_id\tstarted_at\tcustomer_id\tagent_id\treason\thandle_s\n",
    map { join("\t", "c$_->[0]", instant($_->[1]), "k$_->[2]", "a$_->[3]", @$_[4, 5]) . "\n" } @row);
spew("$scratch/load.sql", "create table c(id, at integer, customer, agent, reason, handle integer);\nbegin;\n",
    (map { "insert into c values('c$_->[0]', $_->[1], 'k$_->[2]', 'a$_->[3]', '$_->[4]', $_->[5]);\n" } @row), "commit;\n");

sub rows {
	my ($command) = @_;
	my $text = `cd $scratch && $command`;
	is($?, 0, substr $command, 0, 70);
	return map { [split /\t/, $_, -1] } split /\n/, $text;
}

for my $case ([1, ''], [3, ''], [7, 'reason'], [2, 'reason']) {
	my ($days, $same) = @$case;
	my $w = $days * 86400;
	my $part = 'partition by customer' . ($same ? ', reason' : '');
	my $with = $same ? ', reason' : '';
	spew("$scratch/ask.sql", ".mode tabs\n.read load.sql\n" .
	    "with v as (select *, lag(at) over ($part order by at) before, lead(at) over ($part order by at) next from c), " .
	    "k as (select *, sum(before is null or at - before > $w) over ($part order by at) chain from v), " .
	    "f as (select *, first_value(agent) over (partition by customer$with, chain order by at) root_agent, " .
	    "row_number() over (partition by customer$with, chain order by at) place from k), " .
	    "g as (select root_agent, count(*) n, max(at) last, sum(case when place > 1 then handle else 0 end) added " .
	    "from f group by customer$with, chain), " .
	    "r as (select agent, avg(case when at <= $as_of - $w then next is not null and next - at <= $w end) share, sum(at <= $as_of - $w) n from v group by agent), " .
	    "h as (select root_agent, sum(last <= $as_of - $w) over_n, sum(last > $as_of - $w) open_n, " .
	    "sum(case when last <= $as_of - $w then n end) contacts, sum(case when last <= $as_of - $w then added end) added from g group by root_agent) " .
	    "select agent, share, r.n, over_n, open_n, contacts, added from r join h on root_agent = agent order by agent;\n");
	my @want = rows('sqlite3 :memory: <ask.sql');
	for my $mem ('256M', '100K') {
		my ($names, @got) = rows("cs-kpi -q --mem $mem --as-of " . instant($as_of) . " --by agent -m '" .
		    "a_share=repeat_share(${days}d$with),b_n=chains(${days}d$with),c_n=chains_open(${days}d$with)," .
		    "d_ratio=chain_mean(${days}d$with),e_s=added_sum(handle_s, ${days}d$with)' in");
		is(scalar @got, scalar @want, "${days}d$with: groups");
		my @bad = grep {
			my ($g, $s) = ($got[$_], $want[$_]);
			$g->[0] ne $s->[0] || abs($g->[1] - $s->[1]) > 1e-8 || $g->[2] != $s->[2] || $g->[3] != $s->[3] || $g->[4] != $s->[4] ||
			    abs($g->[5] - $s->[5] / $s->[3]) > 1e-6 || $g->[7] != $s->[6]
		} 0 .. $#want;
		ok(!@bad, "${days}d$with, $mem") or diag("@{$got[$bad[0]]}\n@{$want[$bad[0]]}");
	}
}
done_testing;
