#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# cs-columns.5 says what lib/data says: its parts between "begin FILE" and "end" are made of the
# tables. With CS_REGEN=1 they are written anew.
use strict;
use warnings;
use Test::More;

my $page = 'man/cs-columns.5';

sub slurp {
	my ($path) = @_;
	open my $f, '<', $path or die "$path: $!\n";
	local $/;
	return scalar <$f>;
}

sub cells {
	my ($row) = @_;
	return map { s/^\s+|\s+$//gr } split /\|/, $row, -1;
}

# What columns tell about people.
my (%personal, %kind_says);
%kind_says = (identity => 'says who it is', contact => 'reaches a person', text => 'free text',
    link => 'leads to a person in the source', quasi => 'narrows down who it is',
    special => 'may tell of health', staff => 'about staff');
for (split /\n/, slurp('lib/data/personal')) {
	last if /^\[About nobody\]/;
	next if /^\s*(#|$|\[)/;
	my ($name, $kind) = cells($_);
	$personal{$name} = $kind;
}

my %unit_says = (s => 'seconds', n => 'count', share => '0 to 1', currency => 'money');

# mdoc's text: no line may begin with a control character, and backslashes are \e.
sub text {
	my ($s) = @_;
	$s =~ s/\\/\\e/g;
	$s =~ s/^([.'])/\\&$1/;
	return $s;
}

sub columns {
	my ($table) = @_;
	my ($out, $open) = ('.Sh COLUMNS', 0);
	for (split /\n/, $table) {
		next if /^\s*(#|$)/;
		if (/^\[(.*)\]$/) {
			$out .= "\n.El" if $open;
			$out .= "\n.Ss $1\n.Bl -tag -width Ds -compact";
			$open = 1;
			next;
		}
		my ($name, $alias, $type, $unit, $kinds, $null, $grain, $meaning) = cells($_);
		my $family = $name =~ s/\[_window\]$//;
		$out .= "\n.It Sy $name" . ($family ? " , ${name}_ Ns Ar window" : '') . ($alias ne '' ? " Pq Sy $alias" : '');
		$out .= "\n" . text($meaning) . '.';
		$out .= "\n.Em $type" . ($unit_says{$unit} ? ", $unit_says{$unit};" : ';');
		$kinds =~ s/,/, /g;
		$out .= "\n" . text("of $kinds; grain: $grain; NULL: $null.");
		$out .= "\n" . text("Personal: $kind_says{$personal{$name}}.") if $personal{$name};
	}
	return "$out\n.El\n";
}

sub dispositions {
	my ($table) = @_;
	my @class = qw(inbound queued offered handled abandoned flow_out);
	my $out = ".Pp\n.Bl -tag -width Ds -compact";
	for (split /\n/, $table) {
		next if /^\s*(#|$)/;
		my ($word, @cell) = cells($_);
		my $meaning = pop @cell;
		my @in = map { $class[$_] } grep { $cell[$_] eq 'x' } 0 .. $#class;
		$out .= "\n.It Sy $word\n" . text($meaning) . ":\n.Em " . join(', ', @in);
	}
	return "$out\n.El\n";
}

my $have = slurp($page);
my %part = (
	'lib/data/columns' => \&columns,
	'lib/data/dispositions' => \&dispositions,
);
for my $file (sort keys %part) {
	my $want = $part{$file}->(slurp($file));
	my ($begin, $end) = map { quotemeta } ".\\\" begin $file\n", ".\\\" end\n";
	$have =~ s/($begin).*?($end)/$1$want$2/s if $ENV{CS_REGEN};
	my ($is) = $have =~ /$begin(.*?)$end/s;
	ok(defined $is && $is eq $want, "$page says what $file says")
	    or diag("CS_REGEN=1 perl $0 writes it anew");
}
if ($ENV{CS_REGEN}) {
	open my $f, '>', $page or die "$page: $!\n";
	print $f $have or die;
	close $f or die;
}
done_testing;
