#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Layers are one-way: a file includes headers of its own folder or of folders to the left of it in
# the line that lib/README.md gives; inner headers are for their own folder. Each external library is
# included by one module only.
use strict;
use warnings;
use Test::More;

sub slurp {
	my ($path) = @_;
	open my $f, '<', $path or die "$path: $!";
	local $/;
	return scalar <$f>;
}

my $page = slurp('lib/README.md');
my ($line) = $page =~ /^\s+(\w+(?:\s+<\s+\w+){5,})$/m;
ok(defined $line, 'lib/README.md gives the order of the layers') or done_testing, exit 1;
my @layer = split /\s+<\s+/, $line;
my %rank = map { $layer[$_] => $_ } 0 .. $#layer;

my @folder = grep { -d && !m{/data$} } glob 'lib/*';
is_deeply([sort map { s{^lib/}{}r } @folder], [sort @layer], 'the folders are the layers');

# Header, and the modules that may include it.
my %external = (
	'pcre2.h' => qr{^lib/base/re},
	'utf8proc.h' => qr{^lib/base/utf8},
	'sodium.h' => qr{^lib/base/secret},
	'gmp.h' => qr{^lib/base/ratio},
	'Rmath.h' => qr{^lib/stat/dist},
	'zlib.h' => qr{^lib/rec/gz},
	'isa-l.h' => qr{^lib/rec/gz},
	'isa-l/igzip_lib.h' => qr{^lib/rec/gz},
	'csv.h' => qr{^lib/rec/csv},
	'jansson.h' => qr{^lib/rec/json},
);

my %inner = map { $_ => 1 } $page =~ m{`(\w+/\w+)` \(inner\)}g;
my (@bad, @seen);
for my $file (glob('lib/*/*.[ch]'), glob('cmd/*.c')) {
	my ($own) = $file =~ m{^lib/(\w+)/};
	my $n = 0;
	for (split /\n/, slurp($file)) {
		$n++;
		next unless /^\s*#\s*include\s+(["<])([^">]+)[">]/;
		my ($mark, $header) = ($1, $2);
		if ($mark eq '<') {
			push @bad, "$file:$n: <$header> is for other modules"
			    if $external{$header} && $file !~ $external{$header};
			next;
		}
		my ($to) = $header =~ m{^(\w+)/\w+\.h$};
		if (!defined $to || !defined $rank{$to}) {
			push @bad, "$file:$n: \"$header\" is not LAYER/NAME.h";
		} elsif (defined $own && $rank{$to} > $rank{$own}) {
			push @bad, "$file:$n: $own must not see $to";
		} elsif (($own // '') ne $to && $inner{$header =~ s/\.h$//r}) {
			push @seen, "$file:$n: \"$header\" is inner, says lib/README.md";
		}
	}
}
ok(!@bad, 'no file looks to the right') or diag(join "\n", @bad);
ok(!@seen, 'inner headers serve their own folder') or diag(join "\n", @seen);
done_testing;
