#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Own pages of cs-rank against plain Perl: what is expected of everybody, by hand and by the rules
# that hide the others; that nothing of anybody else stands on a page; and the same pages whatever
# the order of the contacts.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;

my $dir = tempdir(CLEANUP => 1);
my $least = 5;

sub slurp {
	my ($path) = @_;
	open my $f, '<', $path or die "$path: $!";
	local $/;
	return scalar <$f>;
}

sub spew {
	my ($path, @text) = @_;
	open my $f, '>', $path or die "$path: $!";
	print $f @text or die;
	close $f or die;
}

sub table {
	my ($text) = @_;
	my ($head, @line) = split /\n/, $text;
	my @name = split /\t/, $head, -1;
	return map { my @cell = split /\t/, $_, -1; +{ map { $name[$_] => $cell[$_] } 0 .. $#name } } @line;
}

# The pages of some contacts: by agent, their records.
sub pages {
	my ($name, $text, @option) = @_;
	spew("$dir/$name.tsv", $text);
	my $list = `cs-rank -q -m csat_top2,reopened_share --each agent_id --dir $dir/$name.pages \\
	    --contacts $dir/$name.tsv @option $dir/$name.tsv`;
	is($?, 0, "$name: pages are made");
	return map { $_->{agent_id} => [table(slurp("$dir/$name.pages/$_->{page}"))] } table($list);
}

# What each metric counts of a contact: undef, 0 or 1.
my %counts = (
	csat_top2 => sub { $_[0]{csat} eq '\N' ? undef : $_[0]{csat} >= 4 ? 1 : 0 },
	reopened_share => sub { $_[0]{reopened_n} eq '\N' ? undef : $_[0]{reopened_n} > 0 ? 1 : 0 },
);

# Own observations in shared kinds of work, own sum there, and what is expected: all by hand.
sub expected {
	my ($who, $metric, @contact) = @_;
	my (%n, %x, @own);
	for my $c (@contact) {
		my $v = $counts{$metric}->($c);
		next if !defined $v || $c->{agent_id} eq '\N';
		my $kind = "$c->{queue} $c->{reason} $c->{channel}";
		$n{$kind}{$c->{agent_id}}++;
		$x{$kind}{$c->{agent_id}} += $v;
	}
	my ($all, $good, $expect) = (0, 0, 0);
	for my $kind (grep { $n{$_}{$who} } keys %n) {
		my @other = grep { $_ ne $who } keys %{$n{$kind}};
		my ($on, $ox, $most) = (0, 0, 0);
		for my $o (@other) {
			$on += $n{$kind}{$o};
			$ox += $x{$kind}{$o};
			$most = $n{$kind}{$o} if $n{$kind}{$o} > $most;
		}
		next if @other < $least || 2 * $most > $on;
		$all += $n{$kind}{$who};
		$good += $x{$kind}{$who};
		$expect += $n{$kind}{$who} * $ox / $on;
	}
	return ($all, $good, $expect);
}

sub look_at_all {
	my ($name, $text, %page) = @_;
	my @contact = table($text);
	my %owner = map { $_->{contact_id} => $_->{agent_id} } @contact;
	my (@wrong, @told, %fair);
	for my $r (grep { $_->{about} eq 'figure' && $_->{fair} ne '\N' } map { @$_ } values %page) {
		$fair{$r->{metric}}{$r->{fair}}{$r->{agent_id}} = 1;
	}
	for my $who (sort keys %page) {
		for my $r (@{$page{$who}}) {
			push @wrong, "$who: of $r->{agent_id}" if $r->{agent_id} ne $who;
			push @wrong, "$who: contact $r->{contact_id}"
				if $r->{contact_id} ne '\N' && $owner{$r->{contact_id}} ne $who;
			next if $r->{about} ne 'figure';
			my ($n, $good, $expect) = expected($who, $r->{metric}, @contact);
			push @wrong, "$who $r->{metric}: same_n $r->{same_n}, not $n" if $r->{same_n} != $n;
			next if $n == 0;
			push @wrong, "$who $r->{metric}: same_figure $r->{same_figure}, not " . $good / $n
				if abs($r->{same_figure} - $good / $n) > 6e-5;
			push @wrong, "$who $r->{metric}: expected $r->{expected}, not " . $expect / $n
				if abs($r->{expected} - $expect / $n) > 6e-5;
		}
		for my $other (grep { $_ ne $who } keys %page) {
			push @told, "$other on the page of $who"
				if grep { join("\t", values %$_) =~ /(?:^|\t)\Q$other\E(?:\t|$)/ } @{$page{$who}};
		}
		for my $r (grep { $_->{about} eq 'figure' } @{$page{$who}}) {
			for my $peer (grep { $_ ne '\N' } @$r{qw(peers_lo peers_mid peers_hi)}) {
				# What several have is no one's: where nobody differs all have the common figure.
				my @whose = keys %{$fair{$r->{metric}}{$peer} // {}};
				push @told, "$who: $peer is the figure of @whose" if @whose == 1 && $whose[0] ne $who;
			}
		}
	}
	is("@wrong[0 .. ($#wrong > 4 ? 4 : $#wrong)]", '', "$name: all figures as counted by hand");
	is("@told", '', "$name: nobody else is there");
}

my $text = `cs-gen --table desk --records --agents 12 --rows 3000 --seed 7 --gamers 0`;
my ($head, @line) = split /^/, $text;
my %page = pages('all', $text);
is(scalar keys %page, 12, 'a page for everybody');
look_at_all('all', $text, %page);
ok((grep { $_->{about} eq 'figure' && $_->{peers} ne '\N' && $_->{peers} == 11 } map { @$_ } values %page) > 0,
	'the others are eleven');
ok((grep { $_->{about} eq 'learn' } map { @$_ } values %page) > 12, 'there is something to learn');
ok((grep { $_->{about} eq 'proud' } map { @$_ } values %page) > 12, 'and to be proud of');

# The order of contacts says nothing.
pages('turned', join('', $head, reverse @line));
is(system("diff -r $dir/all.pages $dir/turned.pages >$dir/diff"), 0, 'the same pages in any order')
	or diag slurp("$dir/diff");

# Of too few nothing is said, but to each of oneself.
my %agent = map { $_->{agent_id} => 1 } grep { $_->{agent_id} ne '\N' } table($text);
my @five = (sort keys %agent)[0 .. 4];
my $few = join '', $head, grep { my $l = $_; grep { $l =~ /\t\Q$_\E\t/ } @five } @line;
my %few = pages('few', $few);
is(scalar keys %few, 5, 'pages for five');
is_deeply([grep { $_ ne '\N' } map { @$_{qw(same_n same_figure expected peers fair peers_lo peers_mid peers_hi next next_from)} }
		grep { $_->{about} !~ /proud|learn/ } map { @$_ } values %few], [], 'four others are too few');
ok(!(grep { $_->{expected} ne '\N' } map { @$_ } values %few), 'nor is a contact held against theirs');
$least = 4;
my %four = pages('four', $few, '--min-group 4');
look_at_all('four', $few, %four);

# What one of five others does cannot be seen by the others where nothing is compared.
my $mine = join '', $head, grep { /\t\Q$five[0]\E\t/ } @line;
my %alone = pages('alone', $mine);
is_deeply([map { [@$_{qw(about figure lo hi n)}] } grep { $_->{about} eq 'figure' } @{$alone{$five[0]}}],
	[map { [@$_{qw(about figure lo hi n)}] } grep { $_->{about} eq 'figure' } @{$few{$five[0]}}],
	'own figures are the same without the others');

done_testing();
