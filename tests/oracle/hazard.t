#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# cs-retain --hazard against R's coxph: the same files, read by R, cut where factors switch on by a
# few lines of R, and fitted. Coefficients, their errors, tests, whether ratios are the same at all
# times, pairs in order.
use strict;
use warnings;
use Test::More;

require './tests/prop/prop.pl';
our ($scratch);

sub missing {
	my ($what) = @_;
	plan skip_all => "$what is missing" if ($ENV{CS_REQUIRE} // '') ne 'all';
	fail("$what is missing");
	done_testing;
	exit 1;
}

missing('Rscript') if !grep { -x "$_/Rscript" } split /:/, $ENV{PATH};
my (undef, $have) = run(undef, 'Rscript', '-e', 'cat(requireNamespace("survival", quietly = TRUE))');
missing("R's package survival") if ($have // '') !~ /TRUE/;

my $asof = '2026-09-01T00:00:00Z';
my $r = <<'R';
suppressMessages(library(survival))
f <- commandArgs(TRUE)
read <- function(p) read.delim(p, na.strings = "\\N", quote = "", colClasses = "character")
when <- function(x) as.POSIXct(x, format = "%Y-%m-%dT%H:%M:%SZ", tz = "UTC")
asof <- when(f[3])
day <- function(x) as.integer(floor(as.numeric(x) / 86400))
u <- read(f[1]); c <- read(f[2])
c$at <- when(c$started_at); c$solved <- when(c$solved_at)
c <- c[c$at <= asof, ]; c <- c[order(c$at), ]
u$from <- when(u$joined_at); u$left <- when(u$left_at)
u$gone <- !is.na(u$left) & u$left <= asof
u$until <- u$left; u$until[!u$gone] <- asof
u <- u[u$from <= u$until & u$from <= asof, ]
first <- function(x) if (length(x) == 0) NA else min(x, na.rm = TRUE)
rows <- do.call(rbind, lapply(seq_len(nrow(u)), function(i) {
	o <- c[c$customer_id == u$customer_id[i] & c$at >= u$from[i], ]
	again <- duplicated(o$reason)
	s <- suppressWarnings(c(first(as.numeric(o$at)), first(as.numeric(o$solved[!is.na(o$solved)])),
	    first(as.numeric(o$at[again]))))
	s[is.na(s) | s >= as.numeric(u$until[i])] <- Inf
	s <- ifelse(is.finite(s), floor(s / 86400) - day(u$from[i]), Inf)
	end <- day(u$until[i]) - day(u$from[i])
	cut <- sort(unique(s[s < end]))
	b <- c(-1, cut); e <- c(cut, end)
	data.frame(id = i, start = b, stop = e, event = c(rep(0, length(cut)), +u$gone[i]),
	    contacted = +(s[1] <= b), solved = +(s[2] <= b), again = +(s[3] <= b),
	    plan = u$plan[i], region = u$region[i], value = as.numeric(u$month_value[i]))
}))
say <- function(case, factor, level, ...) cat(case, factor, level, sprintf("%.12g", c(...)), sep = "\t", fill = FALSE, "\n")
k <- coxph.control(eps = 1e-13, iter.max = 100)
report <- function(case, m, terms) {
	z <- cox.zph(m)$table
	n <- m$concordance
	for (t in names(terms)) {
		b <- coef(m)[terms[[t]]]; v <- vcov(m)[terms[[t]], terms[[t]], drop = FALSE]
		p <- pchisq(drop(b %*% solve(v, b)), length(b), lower.tail = FALSE)
		for (i in seq_along(b))
			say(case, t, names(terms[[t]])[i], b[i], sqrt(v[i, i]), p, z[attr(terms, "z")[[t]], 3],
			    (n[1] + n[3] / 2) / sum(n[1:3]))
	}
}
rows$plan <- relevel(factor(rows$plan), names(which.max(table(rows$plan[!duplicated(rows$id)]))))
rows$region <- relevel(factor(rows$region), names(which.max(table(rows$region[!duplicated(rows$id)]))))
one <- coxph(Surv(start, stop, event) ~ plan + region + value + contacted + solved, rows, control = k)
term <- function(...) structure(list(...), z = setNames(as.list(names(list(...))), names(list(...))))
t1 <- term(plan = c(plus = "planplus", pro = "planpro"),
    region = setNames(grep("^region", names(coef(one)), value = TRUE), levels(rows$region)[-1]),
    month_value = c("+1" = "value"), contacted = c(t = "contacted"), solved = c(t = "solved"))
attr(t1, "z")$month_value <- "value"
report("many", one, t1)
two <- coxph(Surv(start, stop, event) ~ log2(value) + again + strata(region), rows, control = k)
t2 <- term("log(month_value)" = c(x2 = "log2(value)"), repeat. = c(t = "again"))
attr(t2, "z")[["log(month_value)"]] <- "log2(value)"; attr(t2, "z")[["repeat."]] <- "again"
report("strata", two, t2)
R
spew("$scratch/r", $r);
my @files = map { "testdata/retain/$_.tsv" } qw(customers contacts);
my ($status, $out, $err) = run(undef, 'Rscript', '--vanilla', "$scratch/r", @files, $asof);
is($status, 0, 'R runs') or diag($err);

my %want;
for (split /\n/, $out) {
	my ($case, $factor, $level, @figure) = split /\t/;
	$factor =~ s/\.$//;
	$want{$case}{"$factor $level"} = \@figure;
}
my %ask = (
	many => ['--hazard', 'plan,region,month_value,contacted,solved'],
	strata => ['--hazard', 'log(month_value),repeat', '--strata', 'region'],
);
my @column = qw(coef coef_se factor_p even_p in_order);
for my $case (sort keys %ask) {
	($status, $out, $err) = run(undef, 'cs-retain', '-q', '--customers', $files[0], '--from', 'joined',
	    '--explain', '--as-of', $asof, @{$ask{$case}}, $files[1]);
	is($status, 0, "$case: cs-retain runs") or diag($err);
	my ($head, @row) = map { [split /\t/] } split /\n/, $out;
	my $rows = 0;
	for (@row) {
		my %r;
		@r{@$head} = @$_;
		next if ($r{flag} // '') eq 'reference';
		my $w = $want{$case}{"$r{factor} $r{level}"};
		ok($w, "$case: R has $r{factor} $r{level}") or next;
		$rows++;
		for my $i (0 .. $#column) {
			my ($got, $is) = ($r{$column[$i]}, $w->[$i]);
			my $near = $column[$i] =~ /_p$/ ? 1e-5 : 1e-6;
			ok($got ne '\N' && abs($got - $is) <= $near * abs($is),
			    "$case: $column[$i] of $r{factor} $r{level}") or diag("$got, by R $is");
		}
		ok(abs($r{left_pace} - exp($w->[0])) <= 1e-6 * exp($w->[0]), "$case: the ratio");
		ok(abs($r{left_pace_hi} - exp($w->[0] + 1.959963984540054 * $w->[1])) <=
		    1e-6 * $r{left_pace_hi}, "$case: its upper bound");
	}
	is($rows, scalar keys %{$want{$case}}, "$case: as many as R has");
}

# 3000 customers whom contacts neither help nor harm. That they were ever contacted says -1.2, since
# whoever is contacted has stayed that long; the figures of a status that switches on are by coxph.
SKIP: {
	my $set = '../shared/reference/oracles/data/A_immortal.tsv';
	my $start = 20000; # a day
	my (@customer, @contact, %at);

	skip 'the customers whom contacts do nothing to are not here', 1 if !-e $set;
	my $day = sub {
		my @t = gmtime(86400 * ($start + $_[0]));
		return sprintf '%04d-%02d-%02dT%s:00:00Z', $t[5] + 1900, $t[4] + 1, $t[3], $_[1];
	};
	for (split /\n/, slurp($set)) {
		my ($id, $tenure, $time, $ev, $contact) = split /\t/;
		if ($id eq 'id') {
			next;
		}
		push @customer, join("\t", $id, $tenure, $day->(0, '08'), $ev ? $day->($time, '12') : '\N',
		    $ev ? '\N' : $day->($time, '12')) . "\n";
		push @contact, join("\t", $id, $day->($contact, '10')) . "\n" if $contact ne '\N';
	}
	spew("$scratch/customers", join '', "customer_id\ttenure\tjoined_at\tleft_at\tfollowed_until_at\n",
	    @customer);
	spew("$scratch/contacts", join '', "customer_id\tstarted_at\n", @contact);
	for (['', .00331118760672, .0589033920696], ['tenure', -.0316846607695, .0592645810782]) {
		my ($strata, $coef, $se) = @$_;
		($status, $out, $err) = run(undef, 'cs-retain', '-q', '--customers', "$scratch/customers",
		    '--from', 'joined', '--explain', '--as-of', $day->(900, '00'), '--hazard', 'contacted',
		    ($strata ne '' ? ('--strata', $strata) : ()), "$scratch/contacts");
		is($status, 0, 'cs-retain runs') or diag($err);
		my ($head, undef, $row) = map { [split /\t/] } split /\n/, $out;
		@at{@$head} = @$row;
		ok(abs($at{coef} - $coef) <= 1e-6 * abs $coef, "no effect, strata '$strata'")
		    or diag("$at{coef}, by R $coef");
		ok(abs($at{coef_se} - $se) <= 1e-6 * $se, 'its error');
		is($at{verdict}, 'could be luck', 'in words');
	}
}
done_testing;
