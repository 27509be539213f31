# SPDX-License-Identifier: GPL-3.0-or-later
#
# The names of the metric dictionary, for tests that must not leave one out.
use strict;
use warnings;

# In the order of lib/data/metrics, families written out.
sub entries {
	my ($name, @name);
	open my $f, '<', 'lib/data/metrics' or die;
	local $/;
	my $text = <$f> =~ s/\n[ \t]+(?=\S)/ /gr;
	for (split /\n/, $text) {
		if (/^\[(.*)\]$/) {
			$name = $1 =~ /^subject:|^words$|^default$/ ? undef : $1;
			push @name, $name if defined $name;
		} elsif (defined $name && /^each\s*=\s*(.*)/) {
			pop @name;
			push @name, map { $name =~ s/\{x\}/$_/r } map { /^\s*(\w+)/ } split /,/, $1;
		}
	}
	return @name;
}

1;
