# SPDX-License-Identifier: GPL-3.0-or-later
# What cs-join finds again of what cs-gen planted: customers with several accounts, numbers that are
# shared or handed on, people who change teams, surveys that came twice or name no contact. Prints
# precision and recall (also as a script of its own: perl tests/prop/links.t from the top folder).
#
# A link is right when the contact is given to its customer. What nobody could know is no miss: a
# switchboard, a telephone of two customers, a caller who withholds the number; but a guess about
# these would be a wrong link.
use strict;
use warnings;
use FindBin;
use Test::More;
require "$FindBin::Bin/prop.pl";

our $scratch;
chdir $scratch or die $!;
my @company = qw(--rows 60000 --days 120 --customers 9000 --agents 200);
for my $t (qw(scattered identities moves ratings links)) {
	system('cs-gen', @company, '-r', '--table', $t, '-o', "$t.tsv") == 0 or die;
}
my $truth = rows('links.tsv', 'contact_id');

for my $seed (1 .. rounds(2)) {
	identities($seed);
}
teams();
surveys();
done_testing();

# The rows of a table by a column; the first where it is there twice.
sub rows {
	my ($file, $key) = @_;
	open my $in, '<', $file or die "$file: $!";
	chomp(my $head = <$in>);
	my @names = split /\t/, $head;
	my %all;
	while (<$in>) {
		chomp;
		my %row;
		@row{@names} = split /\t/, $_, -1;
		$all{$row{$key}} //= \%row;
	}
	return \%all;
}

sub figures {
	my ($what, $made, $right, $could) = @_;
	my ($precision, $recall) = ($right / ($made || 1), $right / $could);
	note(my $line = sprintf '%s: %d links, %d of them right, of %d: precision %.5f, recall %.5f',
	    $what, $made, $right, $could, $precision, $recall);
	print STDERR "# $line\n" if !$ENV{HARNESS_ACTIVE};
	ok($precision >= .999, "$what: precision at least 0.999") or diag($line);
	ok($recall >= .98, "$what: recall at least 0.98") or diag($line);
}

# The same links, whatever the order of the identities.
sub identities {
	my ($seed) = @_;
	seed($seed);
	open my $in, '<', 'identities.tsv' or die $!;
	my ($head, @lines) = <$in>;
	spew('mixed.tsv', $head, shuffled(@lines));
	system('cs-join -q --identity mixed.tsv --country DE scattered.tsv >joined.tsv') == 0 or die;
	my $joined = rows('joined.tsv', 'contact_id');
	my ($made, $right, $could, $how, %names) = (0, 0, 0, 0);
	for my $id (keys %$truth) {
		my ($t, $j) = ($truth->{$id}, $joined->{$id});
		my $knowable = $t->{true_how} =~ /^(account|phone|email|chain)$/;
		$could++ if $knowable;
		$how++ if $t->{true_how} eq $j->{match_how};
		next if $j->{customer_id} eq '\\N';
		$made++;
		# One name for the customer: either account, but always the same.
		my $name = $names{$t->{true_customer_id}} //= $j->{customer_id};
		$right++ if $j->{customer_id} eq $name &&
		    ($name eq $t->{true_customer_id} || $name eq $t->{true_web_id});
	}
	figures("identities, order $seed", $made, $right, $could);
	cmp_ok($how / keys %$truth, '>=', .99, "order $seed: and it says how");
	is(scalar keys %{{reverse %names}}, scalar keys %names, "order $seed: no two are one");
}

# Exact: what is known of the day is a fact.
sub teams {
	system('cs-join -q --roster moves.tsv scattered.tsv >joined.tsv') == 0 or die;
	my $joined = rows('joined.tsv', 'contact_id');
	my $wrong = grep { $truth->{$_}{true_team} ne $joined->{$_}{team} } keys %$truth;
	my $moved = grep { $_->{valid_from_at} ne '\\N' } values %{rows('moves.tsv', 'valid_from_at')};
	is($wrong, 0, "the team of the day, of 200 agents, some of whom moved on $moved days");
	cmp_ok($moved, '>', 20, 'some of whom moved');
}

# Each survey was planted at a contact, whose number its own has.
sub surveys {
	system('cs-join -q --identity identities.tsv scattered.tsv | ' .
	    'cs-join -q --surveys ratings.tsv >joined.tsv') == 0 or die;
	my ($joined, $asked) = (rows('joined.tsv', 'contact_id'), 0);
	my ($made, $right, $could, $twice) = (0, 0, 0, 0);
	for my $id (keys %$truth) {
		my $j = $joined->{$id};
		$could++ if $truth->{$id}{true_surveys_n} > 0;
		next if $j->{survey_id} eq '\\N';
		$made++;
		$right++ if substr($j->{survey_id}, 1) == $id - 1_000_000;
	}
	figures('surveys', $made, $right, $could);
}
