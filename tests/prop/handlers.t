#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Who took a contact first and last, against plain Perl: legs with and without numbers, of shared
# instants, that nobody took, in any order; whatever the threads and the memory, from file or pipe.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;

my $dir = tempdir(CLEANUP => 1);
my $state = 3;

sub below {
	my ($n) = @_;
	$state = ($state * 1103515245 + 12345) % 2147483648;
	return int($state / 65536) % $n;
}

sub make {
	my ($n) = @_;
	return map { {
		contact_id => below(8) ? 'c' . below(1 + int($n / 3)) : '\N',
		leg => ('\N', 1, 2, 3, 11)[below(5)],
		agent_id => below(4) ? 'a' . below(6) : '\N',
		started_at => below(7) ? sprintf('2026-03-%02dT08:00:00Z', 1 + below(4)) : '\N',
		nr => $_,
	} } 1 .. $n;
}

# The agents of the first and of the last leg that somebody took.
sub ends {
	my @leg = sort {
		($a->{leg} eq '\N' ? 1 : $a->{leg}) <=> ($b->{leg} eq '\N' ? 1 : $b->{leg})
			|| ($a->{started_at} eq '\N' ? '1970' : $a->{started_at}) cmp
			($b->{started_at} eq '\N' ? '1970' : $b->{started_at})
			|| $a->{agent_id} cmp $b->{agent_id}
	} grep { $_->{agent_id} ne '\N' } @_;
	return @leg ? ($leg[0]{agent_id}, $leg[-1]{agent_id}) : ('\N', '\N');
}

sub check {
	my ($name, @row) = @_;
	my @column = qw(contact_id leg agent_id started_at nr);
	my (%leg, $want);
	push @{$leg{$_->{contact_id}}}, $_ for @row;
	my $in = join("\t", @column) . "\n";
	$want = join("\t", @column, 'last_agent_id', 'first_agent_id') . "\n";
	for my $r (@row) {
		my ($first, $last) = ends($r->{contact_id} eq '\N' ? $r : @{$leg{$r->{contact_id}}});
		$in .= join("\t", @$r{@column}) . "\n";
		$want .= join("\t", @$r{@column}, $last, $first) . "\n";
	}
	open my $f, '>', "$dir/in" or die;
	print $f $in or die;
	close $f or die;
	for my $how ('--threads 1 in', '--threads 3 in', '--threads 2 --mem 1K in', '--mem 1K <in', '<in') {
		my $got = `cd $dir && cs-kpi -q --add last_agent_id,first_agent_id $how`;
		ok($got eq $want, "$name: $how");
	}
}

check("$_ rows", make($_)) for 0, 1, 2, 5, 40, 300, 5000;
my @row = make(400);
check('turned', reverse @row);
done_testing();
