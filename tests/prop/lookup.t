# SPDX-License-Identifier: GPL-3.0-or-later
# What is found of a customer does not depend on how: a plain file, an index, parts, packed parts.
use strict;
use warnings;
use FindBin;
use Test::More;
require "$FindBin::Bin/prop.pl";

our $scratch;
chdir $scratch or die $!;
my ($keys, $rows) = (300, 20_000);
my @calls = ("n\tcustomer_id\tstarted_at\ttext\n");
for my $i (1 .. $rows) {
	# Keys that are parts of each other, that need escapes, and none.
	my $k = below($keys);
	my $key = $k % 7 == 0 ? "k$k\\tx" : $k % 7 == 1 ? "k" : $k % 11 == 0 ? '\\N' : "k$k";
	$key = sprintf '\\x6b%d', $k if $k % 7 == 2 && below(2);
	push @calls, sprintf "%d\t%s\t2026-01-%02dT%02d:%02d:%02dZ\tk%d\n", $i, $key, 1 + below(28), below(24),
	    below(60), below(60), below($keys);
}
spew('calls.tsv', @calls);
system('cs-part -q --by customer --into parts --buckets 8 calls.tsv >/dev/null') == 0 or die;
system('cs-part -q --by customer --into packed --buckets 4 --gz calls.tsv >/dev/null') == 0 or die;
system('cs-part -q --by n --into other --buckets 4 calls.tsv >/dev/null') == 0 or die;
system('cp calls.tsv indexed.tsv; cs-join -q --index indexed.tsv other') == 0 or die;
my %n;
open my $in, '<', 'calls.tsv' or die $!;
while (<$in>) {
	my $key = (split /\t/)[1];
	$key =~ s/\\x6b/k/;
	$key =~ s/\\t/\t/;
	$n{$key}++;
}
for my $key (grep { $_ ne '\\N' && $_ ne 'customer_id' } sort keys %n) {
	next if below(10) < 7;
	my @got = map { found($key, $_) } qw(calls.tsv indexed.tsv parts packed other);
	my $lines = () = $got[0] =~ /\n/g;
	is($lines - 1, $n{$key}, "all of '$key'");
	is(join(' ', map { $_ eq $got[0] ? 'same' : 'other' } @got), 'same ' x 4 . 'same',
	    'by whatever way');
}
done_testing();

# The records but for the file and the line.
sub found {
	my ($key, $where) = @_;
	open my $p, '-|', 'cs-join', '-q', '--timeline', '--records', '--customer', $key, $where
	    or die $!;
	my @lines = map { s/\t[^\t]*\t[^\t]*$//r } <$p>;
	close $p;
	# Ties of time are in the order of the input, which parts by another key do not keep.
	return join "\n", sort(@lines), '';
}
