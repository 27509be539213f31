# SPDX-License-Identifier: GPL-3.0-or-later
#
# What the tests of laws share: made-up contacts from a fixed seed, tools run on them, and their
# tables as Perl sees them.
use strict;
# A test whose own sub has the name of one of these would have it replaced in silence.
use warnings;
use warnings FATAL => 'redefine';
use File::Temp qw(tempdir);
use POSIX qw(:sys_wait_h);

our $scratch = tempdir(CLEANUP => 1);

# How many of n rounds: all, or a third under sanitizers, which look for what one is enough to show
# and take five times as long. The plain suite has them all.
sub rounds {
	my ($n) = @_;
	return ($ENV{CS_VARIANT} // '') eq 'asan' ? int(($n + 2) / 3) : $n;
}

# A generator of our own, so that the data are the same under every perl.
my $state = 1;

sub seed {
	($state) = @_;
}

# 0 .. n - 1
sub below {
	my ($n) = @_;
	$state = ($state * 1103515245 + 12345) % 2147483648;
	return ($state >> 8) % $n;
}

sub one_of {
	return $_[below(scalar @_)];
}

sub shuffled {
	my @x = @_;
	for (my $i = $#x; $i > 0; $i--) {
		my $k = below($i + 1);
		@x[$i, $k] = @x[$k, $i];
	}
	return @x;
}

sub spew {
	my ($path, @text) = @_;
	open my $f, '>:raw', $path or die "$path: $!";
	print $f @text;
	close $f or die "$path: $!";
	return $path;
}

sub slurp {
	my ($path) = @_;
	open my $f, '<:raw', $path or return '';
	local $/;
	return scalar(<$f>) // '';
}

# Runs a command without a shell; gives status, standard output and error. $in is a file or undef.
sub run {
	my ($in, @command) = @_;
	my $pid = fork // die;
	if ($pid == 0) {
		open STDIN, '<', $in // '/dev/null' or die "$in: $!";
		open STDOUT, '>', "$scratch/.out" or die;
		open STDERR, '>', "$scratch/.err" or die;
		exec {$command[0]} @command or POSIX::_exit(127);
	}
	waitpid $pid, 0;
	my $status = WIFEXITED($?) ? WEXITSTATUS($?) : 128 + WTERMSIG($?);
	return ($status, slurp("$scratch/.out"), slurp("$scratch/.err"));
}

# A cell as records write it: undef is NULL.
sub cell {
	my ($text) = @_;
	my %escape = ("\b" => '\b', "\t" => '\t', "\n" => '\n', "\013" => '\v', "\f" => '\f',
	    "\r" => '\r', '\\' => '\\\\');
	return '\N' if !defined $text;
	$text =~ s/([\010-\015\\])/$escape{$1}/g;
	return $text;
}

# Rows (hashes) as a record stream of these columns.
sub stream {
	my ($columns, @row) = @_;
	return join '', map { join("\t", @$_) . "\n" } [map { cell($_) } @$columns],
	    map { my $r = $_; [map { cell($r->{$_}) } @$columns] } @row;
}

# A stream as a list of hashes; cells stay as they are written.
sub table {
	my ($text) = @_;
	my ($head, @line) = split /\n/, $text, -1;
	pop @line;
	my @name = split /\t/, $head, -1;
	return map { my %r; @r{@name} = split /\t/, $_, -1; \%r } @line;
}

sub instant {
	my ($t) = @_;
	return POSIX::strftime('%Y-%m-%dT%H:%M:%SZ', gmtime $t);
}

# What look gives of each thing, dealt to so many jobs, each with a scratch folder of its own: its
# lines, taken apart at their tabs.
sub dealt {
	my ($jobs, $look, @thing) = @_;
	my (%job, @line);
	for my $j (0 .. $jobs - 1) {
		my $pid = fork // die;
		if ($pid == 0) {
			$scratch = "$scratch/$j";
			mkdir $scratch or die;
			spew("$scratch/found", map { $look->($thing[$_]) } grep { $_ % $jobs == $j } 0 .. $#thing);
			POSIX::_exit(0);
		}
		$job{$pid} = $j;
	}
	for my $pid (keys %job) {
		waitpid $pid, 0;
		die 'a job failed' if $? != 0;
		push @line, map { [split /\t/] } split /\n/, slurp("$scratch/$job{$pid}/found");
	}
	return @line;
}

# The chance of at most k of n when each has p.
sub at_most {
	my ($k, $n, $p) = @_;
	my ($term, $sum) = ((1 - $p) ** $n, 0);
	for my $i (0 .. $k) {
		$sum += $term;
		$term *= ($n - $i) / ($i + 1) * $p / (1 - $p);
	}
	return $sum;
}

# Of companies whose truth is known: lines [KIND, NAME, 1 or 0, ...] by kind and name, how many there
# are and how many of them say 1.
sub counted {
	my (%n, %k);
	for my $l (@_) {
		my ($kind, $name, $yes) = @$l;
		$n{$kind}{$name}++;
		$k{$kind}{$name} += $yes;
		note(join "\t", @$l);
	}
	return (\%n, \%k);
}

# Whether k of n intervals of 95 % hold the truth, as they should; whether no more than a part p of n
# do. Few companies can only contradict it: there a count fails that would be rarer than one in a
# thousand. Of many as many must hold it as 463 to 487 of 500 are.
my ($many, $share, $rare) = (100, .95, .001);
my $width = 12.5 / 4.8734; # 463 .. 487 of 500, in standard deviations

sub as_many_hold {
	my ($k, $n) = @_;
	my $off = abs($k - $share * $n) / sqrt($n * $share * (1 - $share));
	return $n >= $many ? $off <= $width : at_most($k, $n, $share) > $rare;
}

sub no_more_than {
	my ($k, $n, $p) = @_;
	return $n >= $many ? $k <= $p * $n : at_most($n - $k, $n, 1 - $p) > $rare;
}

# Contacts that have everything: NULL in every column, ties, the same customer soon and late again,
# legs, scores of all kinds, keys with tabs and newlines. $begin is the first instant, $span how many
# seconds they are spread over.
our @columns = qw(contact_id leg customer_id queue agent_id direction started_at wait_s talk_s hold_s
    disposition transfer csat nps survey_sent_at survey_answered_at cost themes);

sub contacts {
	my ($n, $begin, $span) = @_;
	my $maybe = sub { below(8) ? $_[0] : undef };
	return map {
		my $at = $begin + below($span);
		{
			contact_id => below(20) ? "c$_" : below(2) ? 'c' . below($n) : undef,
			leg => one_of(undef, 1, 1, 1, 2, 3),
			customer_id => $maybe->('k' . below(1 + $n / 4)),
			queue => one_of(undef, 'sales', 'Sales', "a\tb", "a\nb", 'a\\b', '\N', '', ' ', "\303\244"),
			agent_id => $maybe->('agent ' . below(5)),
			direction => one_of(undef, 'inbound', 'inbound', 'inbound', 'outbound', 'internal'),
			started_at => below(30) ? instant($at) : undef,
			wait_s => $maybe->(below(10) ? below(90) : below(3) - 5),
			talk_s => $maybe->(below(50) ? below(2000) : '9007199254740993'),
			hold_s => $maybe->(below(3)),
			disposition => one_of(undef, ('answered') x 6, 'abandoned', 'abandoned', qw(timeout key
			    callback voicemail empty withdrawn open full closed blocked failed vru)),
			transfer => one_of(undef, 'none', 'blind', 'attended'),
			csat => one_of(undef, 1 .. 5),
			nps => one_of(undef, 0 .. 10),
			survey_sent_at => one_of(undef, instant($at + 900)),
			survey_answered_at => one_of(undef, undef, instant($at + 9000)),
			cost => $maybe->(sprintf '%d.%0*d', below(40) - 5, 1 + below(4), below(10)),
			themes => one_of(undef, '', 'price', 'delay,price', 'delay,price,tone'),
		}
	} 1 .. $n;
}

1;
