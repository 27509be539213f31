# SPDX-License-Identifier: GPL-3.0-or-later
#
# Golden cases: what tests/cli/run.t and tests/pipe/run.t have in common. A case is a script,
# FOLDER/NAME.sh, run by sh in an empty scratch folder; beside it stand NAME.out, NAME.err and
# NAME.rc, what it writes and its exit status (absent: nothing, nothing, 0). See tests/README.md.
#
# CS_T=word runs only cases with word in their path; CS_REGEN=1 rewrites what is expected.
use strict;
use warnings;
use Cwd qw(abs_path getcwd);
use File::Path qw(remove_tree);
use File::Temp qw(tempdir);
use POSIX qw(:sys_wait_h);

use constant {
	LIMIT_S => 120,        # a case that takes longer is stuck
	SKIP_PROGRAM => 77,    # exit statuses by which a case says that it cannot run here:
	SKIP_DATA => 78,       # a program, or data outside of the project, is missing
};

sub slurp {
	my ($path) = @_;
	open my $f, '<:raw', $path or return '';
	local $/;
	my $text = <$f>;
	close $f;
	return defined $text ? $text : '';
}

sub spew {
	my ($path, $text) = @_;
	open my $f, '>:raw', $path or die "$path: $!";
	print $f $text or die "$path: $!";
	close $f or die "$path: $!";
}

# Runs the script; gives its status (128 + signal), and leaves out and err in $keep.
sub run_case {
	my ($script, $keep) = @_;
	my $scratch = tempdir(CLEANUP => 0);
	my $pid = fork;
	die "fork: $!" unless defined $pid;
	if ($pid == 0) {
		setpgrp(0, 0);
		chdir $scratch or die;
		open STDIN, '<', '/dev/null' or die;
		open STDOUT, '>', "$keep/out" or die;
		open STDERR, '>', "$keep/err" or die;
		$ENV{HOME} = $scratch;
		exec 'sh', $script or die;
	}
	my $late = 0;
	local $SIG{ALRM} = sub { $late = 1; kill 'KILL', -$pid };
	alarm LIMIT_S;
	waitpid $pid, 0;
	alarm 0;
	my $status = WIFEXITED($?) ? WEXITSTATUS($?) : 128 + WTERMSIG($?);
	system 'chmod', '-R', 'u+rwX', $scratch;
	remove_tree($scratch);
	return $late ? "stuck after " . LIMIT_S . " s" : $status;
}

# What was written, wherever the tree stands.
sub placeless {
	my $text = slurp($_[0]);
	for my $name (qw(TESTDATA SRC)) {
		$text =~ s/\Q$ENV{$name}\E/$name/g if length($ENV{$name} // '') > 1;
	}
	return $text;
}

# What differs, for people, as TAP comments.
sub show_difference {
	my ($what, $want, $got, $keep) = @_;
	spew("$keep/want.$what", $want);
	spew("$keep/got.$what", $got);
	my @lines = `diff -u --label want.$what --label got.$what $keep/want.$what $keep/got.$what`;
	splice @lines, 40, @lines - 40, "...\n" if @lines > 40;
	print map { "#   $_" } map { /\n\z/ ? $_ : "$_\n" } @lines;
}

sub regenerate {
	my ($base, %got) = @_;
	my %empty = (out => '', err => '', rc => "0\n");
	for my $what (sort keys %got) {
		if ($got{$what} eq $empty{$what}) {
			unlink "$base.$what";
		} elsif (slurp("$base.$what") ne $got{$what}) {
			spew("$base.$what", $got{$what});
		}
	}
}

# The project as a folder with blanks in its name, which is where half of all people keep theirs.
sub spaced_out {
	my $folder = tempdir(CLEANUP => 1) . '/a path with blanks';
	symlink abs_path($ENV{SRC}), $folder or die "$folder: $!";
	return ($folder, "$folder/testdata");
}

# Runs all cases given, prints TAP, gives the exit status.
sub run_cases {
	my @script = @_;
	my $word = $ENV{CS_T} // '';
	my $keep = tempdir(CLEANUP => 1);
	my ($n, $failed) = (0, 0);

	@script = grep { index($_, $word) >= 0 } @script;
	if (!@script) {
		print "1..0 # SKIP no case" . ($word ne '' ? " has '$word' in its name" : '') . "\n";
		return 0;
	}
	print '1..' . @script . "\n";
	local @ENV{'SRC', 'TESTDATA'} = spaced_out();
	for my $script (@script) {
		(my $base = $script) =~ s/\.sh\z//;
		my $rc = run_case(abs_path($script), $keep);
		my %got = (out => placeless("$keep/out"), err => placeless("$keep/err"), rc => "$rc\n");
		my %want = map { $_ => slurp("$base.$_") } qw(out err rc);
		$want{rc} = "0\n" if $want{rc} eq '';
		$n++;
		if ($rc eq SKIP_DATA || $rc eq SKIP_PROGRAM) {
			my $why = $got{out} =~ /^(.*)/ ? $1 : '';
			my $bad = $rc eq SKIP_PROGRAM && ($ENV{CS_REQUIRE} // '') eq 'all';
			print $bad ? "not ok $n - $base # missing: $why\n" : "ok $n - $base # SKIP $why\n";
			$failed += $bad;
			next;
		}
		regenerate($base, %got), %want = %got if $ENV{CS_REGEN};
		my @bad = grep { $got{$_} ne $want{$_} } qw(rc err out);
		print @bad ? 'not ' : '', "ok $n - $base\n";
		$failed += @bad != 0;
		show_difference($_, $want{$_}, $got{$_}, $keep) for @bad;
	}
	return $failed != 0;
}

1;
