#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# cs-metrics.7 says what lib/data/metrics says: its parts between "begin NAME" and "end" are made of
# the dictionary. With CS_REGEN=1 they are written anew.
use strict;
use warnings;
use Test::More;

my $page = 'man/cs-metrics.7';

sub slurp {
	my ($path) = @_;
	open my $f, '<', $path or die "$path: $!\n";
	local $/;
	return scalar <$f>;
}

# mdoc's text: no line may begin with a control character, and backslashes are \e. Placeholders:
# a parameter is its name, a member of a family X.
sub text {
	my ($s) = @_;
	$s =~ s/\{words\}|\{x\}/X/g;
	$s =~ s/\{(\w+)\}/$1/g;
	$s =~ s/\\/\\e/g;
	$s =~ s/^([.'])/\\&$1/;
	return $s;
}

# The sections in order: [name, {key => value}] and the lines of words and default.
my (@metric, @word, @standard, @subject);
{
	my ($section, $metric, $subject);
	my $dictionary = slurp('lib/data/metrics');
	$dictionary =~ s/\n[ \t]+(?=\S)/ /g;
	for (split /\n/, $dictionary) {
		next if /^\s*(#|$)/;
		if (/^\[(.*)\]$/) {
			$section = $1;
			if ($section =~ /^subject:\s*(.*?)\s*$/) {
				push @subject, $subject = $1;
				next;
			}
			next if $section eq 'words' || $section eq 'default';
			push @metric, $metric = [$section, {}, $subject];
		} elsif ($section eq 'words') {
			push @word, [map { s/^\s+|\s+$//gr } split /\|/];
		} elsif ($section eq 'default') {
			push @standard, $_;
		} elsif (/^(\w+)\s*=\s*(.*)$/) {
			$metric->[1]{$1} = $2;
		}
	}
}

my %role = (volume => 'how much there was to do', speed => 'how fast', outcome => 'what the customer got',
    work => 'how it was worked on', data => 'how far the numbers can be trusted');
my %unit = (n => 'a count', s => 'seconds', share => 'a share, 0 to 1', points => 'points, -100 to 100',
    currency => 'money', 1 => 'a number');

# The name as it is typed: sl_offered(t=20), p90_{wait talk ...}.
sub spelled {
	my ($name, $m) = @_;
	my $member = join ' ', map { /^\s*(\w+)/ } split /,/, $m->{each} // '';
	$name =~ s/\{x\}/{$member}/;
	$name .= '(' . join(', ', split ' ', $m->{with}) . ')' if $m->{with};
	return $name;
}

# What a formula needs of the command line, through the words that it is made of.
sub needs {
	my ($m) = @_;
	my %text = map { $_->[0] => $_->[1] } @word;
	my %of;
	for my $member ($m->{each} ? $m->{each} =~ /(?:^|,)\s*(\w+):/g : '') {
		my ($now, $before) = ($m->{formula} =~ s/\{x\}/$member/gr, '');
		($before, $now) = ($now, $now =~ s/\b([a-z]\w*)\b/$text{$1} \/\/ $1/ger)
		    while $now ne $before;
		push @{$of{'--vision with hours'}}, $member if $now =~ /\bbusiness_s\(/;
		push @{$of{'--as-of'}}, $member if $now =~ /\bas_of\(/;
	}
	return join '', map { my @who = grep { $_ ne '' } @{$of{$_}};
		"; needs $_" . (@who ? ' (' . join(', ', @who) . ')' : '') } sort keys %of;
}

sub metrics {
	my $out = '';
	for my $subject (@subject) {
		$out .= ".Ss " . text($subject) . "\n.Bl -tag -width Ds\n";
		for (grep { $_->[2] eq $subject } @metric) {
			my ($name, $m) = @$_;
			$out .= '.It Sy ' . spelled($name, $m) . "\n" . text($m->{says}) . ".\n.br\n";
			$out .= ".Li \"" . text($m->{formula} =~ s/"/\\(dq/gr) . "\"\n.br\n";
			$out .= text("$unit{$m->{unit}}" . ($m->{better} eq 'none' ? '' : ", $m->{better} is better") .
			    "; says $role{$m->{role}}; once " . ($m->{grain} =~ /^[aeio]/ ? "an" : "a") . " $m->{grain}; NULL: $m->{null}" .
			    needs($m) . ".") . "
.br
";
			$out .= ".Em " . text($m->{source}) . "\n";
		}
		$out .= ".El\n";
	}
	return $out;
}

sub words {
	my $out = ".Bl -tag -width Ds\n";
	for (@word) {
		my ($name, $condition, $otherwise, $meaning) = @$_;
		$out .= ".It Sy $name\n" . text($meaning) . ":\n.Li \"$condition\"" .
		    ($otherwise ne '' ? " ;\nwhere a column of it is absent,\n.Li $otherwise" : '') . "\n";
	}
	return "$out.El\n";
}

sub standard {
	return ".Bl -enum -compact\n" . join('', map { my $s = $_;
	    my $only = $s =~ s/^\+\s*//; $s =~ s{\s*/\s*}{\n.No , or where its columns are absent ,\n.Sy }g;
	    ".It\n.Sy $s\n" . ($only ? ".Pq where its column is there\n" : '') } @standard) . ".El\n";
}

# Every number that a name does not say is a parameter; here they are all together.
sub parameters {
	my %seen;
	for (@metric) {
		for my $p (split ' ', $_->[1]{with} // '') {
			push @{$seen{$p}}, $_->[0] =~ s/\{x\}/X/r;
		}
	}
	my $out = ".Bl -tag -width \"tolerance=0\"\n";
	for my $p (sort keys %seen) {
		$out .= ".It Sy $p\n" . join(', ', @{$seen{$p}}) . "\n";
	}
	return "$out.El\n";
}

# The words that are nothing but a number.
sub numbers {
	my $out = ".Bl -tag -width \"repeat_window_s = 7d\"\n";
	for (grep { $_->[1] =~ /^\d+\w*$/ } @word) {
		my ($name, $number, $otherwise, $meaning) = @$_;
		my @of = map { $_->[0] =~ s/\{x\}/X/r } grep { uses($_->[1]{formula}, $name) } @metric;
		$out .= ".It Sy $name = $number\n" . text($meaning) . ":\n" . join(', ', @of) . "\n";
	}
	return "$out.El\n";
}

# A formula has a word, or one of its words has it.
sub uses {
	my ($text, $name) = @_;
	return 1 if $text =~ /\b$name\b/;
	return grep { $text =~ /\b$_->[0]\b/ && uses($_->[1], $name) } grep { $_->[0] ne $name } @word;
}

# The least n at which the bounds of a quantile are values of the data: both ends of the binomial
# distribution hold at most half of what the level leaves. The program is asked below.
sub least {
	my ($p) = @_;
	my $n = 1;
	$n++ while ($p > .5 ? $p : 1 - $p) ** $n > .025;
	return $n;
}

my %quantile = map { $_ => least($_ / 100) } 50, 90, 95, 99;

# What is no part of a formula. Levels and least numbers are what the programs say of themselves.
sub bounds {
	my ($level) = slurp('lib/cli/shared.c') =~ /\.implied = "(\d+)"/;
	my ($least) = `cs-rank -h` =~ /--min-n.*?\(default\s+(\d+)\)/s;
	my $out = ".Bl -tag -width \"level of bounds = 95\"\n";
	$out .= ".It Sy level of bounds = $level\nper cent, of\n.Fl -ci\nand of nps_margin\n";
	$out .= ".It Sy bounds of p$_ from n = $quantile{$_}\nvalues on; with fewer they are NULL\n" for sort keys %quantile;
	$out .= ".It Sy bounds of means from n = 2\nvalues on that are not all equal; with fewer they are NULL\n";
	$out .= ".It Sy verdicts of cs-rank from n = $least\nobservations on, option\n.Fl -min-n\n" if defined $least;
	return "$out.El\n";
}

my $have = slurp($page);
my %part = (words => \&words, default => \&standard, metrics => \&metrics, parameters => \&parameters,
    numbers => \&numbers, bounds => \&bounds);
for my $name (sort keys %part) {
	my $want = $part{$name}->();
	my ($begin, $end) = map { quotemeta } ".\\\" begin $name\n", ".\\\" end\n";
	$have =~ s/($begin).*?($end)/$1$want$2/s if $ENV{CS_REGEN};
	my ($is) = $have =~ /$begin(.*?)$end/s;
	ok(defined $is && $is eq $want, "$page says what the dictionary says: $name")
	    or diag("CS_REGEN=1 perl $0 writes it anew");
}
if ($ENV{CS_REGEN}) {
	open my $f, '>', $page or die "$page: $!\n";
	print $f $have or die;
	close $f or die;
}

# The program reads the dictionary as this does: it knows every name, each sentence is its own.
my %says;
for (@metric) {
	my ($name, $m) = @$_;
	my @member = map { /^\s*(\w+)/ } split /,/, $m->{each} // '';
	for my $n (@member ? map { $name =~ s/\{x\}/$_/r } @member : $name) {
		my ($first) = split /\n/, `cs-kpi --explain $n 2>&1`;
		is($?, 0, "$n is explained");
		ok(!$says{$first =~ s/^[^:]*//r}++, "$n has a sentence of its own");
	}
}

# The least numbers are what the program does.
sub bound {
	my ($metric, $n) = @_;
	my $rows = join '', map { "$_\n" } 'wait_s', 1 .. $n;
	return (split /\t/, (split /\n/, `printf '%s' '$rows' | cs-kpi -q --ci -m 'm=$metric'`)[1])[2];
}
for my $p (sort keys %quantile) {
	is(bound("p$p(wait_s)", $quantile{$p} - 1), '\N', "p$p has no bounds before its least n");
	isnt(bound("p$p(wait_s)", $quantile{$p}), '\N', 'and has them there');
}
is(bound('mean(wait_s)', 1), '\N', 'a mean has no bounds for one value');
isnt(bound('mean(wait_s)', 2), '\N', 'and has them for two');
done_testing;
