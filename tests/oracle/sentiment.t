#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# The mood against what people said: 4,200 tweets, each with the mean of twenty raters' marks (-4 to
# 4). Marks within .5 of 0 are neutral. And 3,080 questions to a bank, in which nobody praises.
#
# Other programs on the same tweets: VADER .808 / .690 (its authors made tweets and lexicon
# together), AFINN .737 / .675, wink .741 / .653, Hu and Liu's words .649 / .597 (accuracy / mean F1).
use strict;
use warnings;
use File::Temp qw(tempfile);
use Test::More;

my $data = '../shared/data/sentiment';

# A record's cell: what COPY text cannot hold as it stands.
sub cell {
	my ($s) = @_;
	$s =~ s/\\/\\\\/g;
	$s =~ s/\t/\\t/g;
	$s =~ s/\r/\\r/g;
	return $s;
}

# Tags texts; gives the columns of each as a hash.
sub tags {
	my (@text) = @_;
	my ($f, $in) = tempfile(UNLINK => 1);
	binmode $f;
	print $f "comment\n", map { cell($_) . "\n" } @text or die;
	close $f or die;
	my @line = split /\n/, `cs-tag -q $in`;
	is($?, 0, 'cs-tag runs');
	my @name = split /\t/, shift @line;
	return map { my %r; @r{@name} = split /\t/, $_, -1; \%r } @line;
}

# Mixed texts are what they are more of.
sub class {
	my ($tag) = @_;
	my ($label, $score) = @$tag{qw(sent_label sent_score)};
	return 'neutral' if $label eq '\N';
	return $label if $label ne 'mixed';
	return $score >= .17 ? 'positive' : $score <= -.14 ? 'negative' : 'neutral';
}

sub sum { my $s = 0; $s += $_ for @_; return $s }

SKIP: {
	my $path = "$data/vader_tweets/tweets_GroundTruth.txt";
	skip 'the tweets with ratings are not here', 1 unless -r $path;
	open my $f, '<:raw', $path or die "$path: $!";
	my @row = map { chomp; [split /\t/, $_, 3] } <$f>;
	my @tag = tags(map { $_->[2] } @row);
	is(@tag, @row, 'a record each');
	my (%n, %gold, %said, $adds);
	$adds = 0;
	for my $i (0 .. $#row) {
		my $mark = $row[$i][1];
		my $gold = abs $mark <= .5 ? 'neutral' : $mark > 0 ? 'positive' : 'negative';
		my $class = class($tag[$i]);
		$n{$gold}{$class}++;
		$gold{$gold}++;
		$said{$class}++;
		my @part = $tag[$i]{why} =~ /:(-?\d+\.\d\d)@/g;
		my $score = $tag[$i]{sent_score} eq '\N' ? 0 : $tag[$i]{sent_score};
		$adds++ if abs(sum(@part) - $score) < .001;
	}
	my @class = qw(negative neutral positive);
	my $accuracy = sum(map { $n{$_}{$_} } @class) / @row;
	my $f1 = sum(map { 2 * $n{$_}{$_} / ($gold{$_} + $said{$_}) } @class) / @class;
	cmp_ok($accuracy, '>=', .74, sprintf 'accuracy on tweets: %.3f', $accuracy);
	cmp_ok($f1, '>=', .69, sprintf 'mean F1 on tweets: %.3f', $f1);
	is($adds, @row, 'the reasons add up to the score in every tweet');
}

SKIP: {
	my $path = "$data/banking77/test.csv";
	skip "the bank's questions are not here", 1 unless -r $path;
	my @line = split /\n/, `cs-ingest -q $path`;
	is($?, 0, 'the questions are read');
	shift @line;
	my @tag = tags(map { (split /\t/)[0] } @line);
	my %class;
	$class{$_->{sent_label}}++ for @tag;
	my $praise = ($class{positive} // 0) / @tag;
	my $silent = ($class{'\N'} // 0) / @tag;
	my $themes = (grep { $_->{themes} ne '' } @tag) / @tag;
	cmp_ok($praise, '<=', .03, sprintf 'a question is no praise: %.3f', $praise);
	cmp_ok($silent, '<=', .01, sprintf 'English is understood: %.4f are not', $silent);
	cmp_ok($themes, '>=', .75, sprintf 'questions with a theme: %.3f', $themes);
}
done_testing;
