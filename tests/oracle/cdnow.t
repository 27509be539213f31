#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# The 2,357 customers of CDNOW, the usual example of repeat purchases: cs-retain is given purchases
# that add up to what is published of each (how often, when last, since when), and says of everybody
# how probable it is that he still is a customer. Held against the formula at the published
# parameters of MBG/NBD: r .525, alpha 6.183 weeks, a .891, b 1.614.
use strict;
use warnings;
use POSIX qw(strftime);
use Test::More;

require './tests/prop/prop.pl';
our $scratch;

my $data = '../shared/reference/oracles/data/cdnow_summary.csv';
plan skip_all => 'the table of CDNOW is not here' unless -e $data;

use constant {NOW => 946684800, DAY => 86400, WEEK => 7}; # 2000-01-01

my ($r, $alpha, $a, $b) = (.525, 6.183, .891, 1.614);
my (@purchase, %want);
open my $in, '<', $data or die;
while (<$in>) {
	my ($id, $x, $last, $age) = split /,/;
	next if $id !~ /^\d+$/;
	my ($l, $t) = map { sprintf '%.0f', $_ * WEEK } $last, $age;
	# The first, x - 1 on days between, the last; of which days those are does not matter.
	my @day = $x == 0 ? (0) : (0, 1 .. $x - 1, $l);
	push @purchase, map { {customer_id => $id, purchased_at =>
	    strftime('%Y-%m-%dT12:00:00Z', gmtime(NOW + ($_ - $t) * DAY)), amount => '10.00',
	    currency => 'USD'} } @day;
	$want{$id} = 1 / (1 + $a / ($b + $x) * (($alpha + $age) / ($alpha + $last)) ** ($r + $x));
}
my $file = spew("$scratch/p", stream([qw(customer_id purchased_at amount currency)], @purchase));
my ($status, $out, $err) = run(undef, qw(cs-retain -q --at-risk --from purchase --leaving silence=90d
    --top 1000000 --as-of 2000-01-01T12:00:00Z --purchases), $file);
is($status, 0, 'a list') or diag($err);
my @row = table($out);
is(scalar(grep { $_->{list} eq 'leaving' } @row), 2357, 'of everybody');
my ($off, $bare) = (0, 0);
for my $row (@row) {
	my $d = abs($row->{alive_share} - $want{$row->{customer_id}});
	$off = $d if $d > $off;
	$bare++ if $row->{leave_90d_lo} eq '\N';
}
cmp_ok($off, '<', .002, "how probable it is that he is a customer: within $off of what is published");
is($bare, 0, 'with bounds');
done_testing;
