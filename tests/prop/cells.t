#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# The law of cells: rendered, the sum of the cells of any shards, in any order, merged in any steps,
# is the table of one run over all of the input, byte for byte; whatever the threads. Repeats hold
# when no customer is cut apart.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;

require './tests/contacts.pl';

my $dir = tempdir(CLEANUP => 1);
my $as_of = '2026-04-11T12:00:00Z';
my @plain = ('contacts,answered,asa,p50_wait,p95_wait,mean_handle,csat_top2,csat_mean,nps,nps_margin,' .
    'cost_mean,c=sum(cost),d=max(cost),customers,response_rate,drop_answered,sl_noshort_30_6,' .
    'last_at=max(started_at),themes_n=distinct(themes),r_ratio=@mean_handle / @asa,max_talk',
    'contacts,h=mean(sum(handle_s) per contact_id),h9=p90(sum(handle_s) per contact_id),' .
    'k=share(count(*) > 1 per customer_id),c=mean(sum(handle_s) filter (where queue = \'billing\') per contact_id),' .
    'd=p50(max(started_at) - min(started_at) per customer_id) filter (where wait_s < 60),' .
    'q=mean(distinct(themes) per customer_id),v_n=distinct(mean(cost) per agent_id),m=max(mean(cost) per contact_id),' .
    'r_ratio=sum(wait_s) / count(count(*) > 0 per contact_id),n=nps(max(nps) per customer_id)',
    "contacts,customers_approx,w=distinct_approx(wait_s),c=distinct_approx(cost) filter (where queue = 'billing')," .
    't_n=distinct_approx(themes),l_ratio=@contacts / distinct_approx(started_at),e=distinct(customer_id)');
my @repeats = ('contacts,repeat_1d,repeat_7d,repeat_free_7d,repeat_free_12h,' .
    "b=repeat_share(2d) filter (where queue = 'billing'),p90_wait");
my @keys = ('', 'agent', 'queue,day', '15m', 'each(themes),agent', 'week,queue', "late=wait_s > 20",
    'month,agent,queue');

sub spew {
	my ($name, @text) = @_;
	open my $f, '>', "$dir/$name" or die;
	print $f @text or die;
	close $f or die;
}

# Runs cs-kpi; gives what it writes.
sub kpi {
	my (@arg) = @_;
	my $command = join ' ', 'cs-kpi', '-q', map { "'" . s/'/'\\''/gr . "'" } @arg;
	my $text = `cd $dir && $command 2>err`;
	is($?, 0, "cs-kpi @arg") or diag(`cat $dir/err`);
	return $text;
}

sub shuffled {
	my (@x) = @_;
	for my $i (reverse 1 .. $#x) {
		my $j = below($i + 1);
		@x[$i, $j] = @x[$j, $i];
	}
	return @x;
}

# Deals rows to shards: each of its own, or customers as a whole.
sub deal {
	my ($n, $by_customer, @row) = @_;
	my (@shard, %of);
	$shard[$_] = [] for 0 .. $n - 1;
	for my $row (shuffled(@row)) {
		my $customer = (split /\t/, $row)[2];
		my $to = below($n);
		$to = $of{$customer} //= $to if $by_customer && $customer ne '\N';
		push @{$shard[$to]}, $row;
	}
	return @shard;
}

my @period;

sub check {
	my ($round, $metrics, $by, $by_customer) = @_;
	my ($head, @row) = contacts(below(4) == 0 ? below(12) : 50 + below(700), 1000 + $round);
	my @ask = ('-m', $metrics, '--as-of', $as_of, '--tz', 'Europe/Berlin', $by ne '' ? ('--by', $by) : ());
	my @see = below(2) ? ('--ci=90') : ();
	push @see, '--fill' if $by =~ /15m|day|week|month/ && below(2);
	# Cells say of which period they are: that is what --fill fills.
	@period = below(2) ? ('--period', ('2026-02-26..2026-03-31', '2026-03', '2026-04-01..2026-04-14')[below(3)]) : ();
	push @ask, @period;

	spew('all', $head, @row);
	my $want = kpi(@ask, @see, 'all');
	is(kpi(@ask, @see, '--threads', 1 + below(5), 'all'), $want, 'threads');

	my @shard = deal(1 + below(6), $by_customer, @row);
	my @file;
	for my $i (0 .. $#shard) {
		spew("s$i", $head, @{$shard[$i]});
		spew("s$i.cells", kpi(@ask, '--partial', "s$i"));
		push @file, "s$i.cells";
	}
	@file = shuffled(@file);
	is(kpi('--render', @see, @file), $want, 'rendered together');
	if (@file > 2) {
		my @first = splice @file, 0, 1 + below(@file - 1);
		spew('merged', kpi('--merge', @first));
		@file = shuffled('merged', @file);
	}
	spew('sum', kpi('--merge', @file));
	is(kpi('--render', @see, 'sum'), $want, 'merged in steps');
	is(kpi('--merge', 'sum'), do { local (@ARGV, $/) = ("$dir/sum"); <> }, 'merging one is nothing');
}

my $round = 0;
for my $by (@keys) {
	check($round++, $_, $by, 0) for @plain;
	check($round++, $repeats[0], $by, 1);
}

# One that comes twice, one that disagrees.
is(system("cd $dir && cs-kpi -q --merge s0.cells s0.cells >/dev/null 2>err") >> 8, 65, 'a shard twice');
like(`cat $dir/err`, qr/the shard 's0' is there twice/, 'it says which');
kpi('-m', 'contacts', '--as-of', '2026-04-12', '--partial', 's0');
spew('other', kpi('-m', $repeats[0], '--by', $keys[-1], '--tz', 'Europe/Berlin', '--as-of', '2026-04-12',
    '--partial', '--shard', 'o', @period, 's0'));
is(system("cd $dir && cs-kpi -q --merge s0.cells other >/dev/null 2>err") >> 8, 65, 'another as-of');
like(`cat $dir/err`, qr/the cells are as of/, 'it says so');
done_testing;
