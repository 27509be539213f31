#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Bounds at every level, quantiles between ranks, and comparisons with their adjusted p, against R,
# from the same rows.
use strict;
use warnings;
use Test::More;

require './tests/prop/prop.pl';
our ($scratch);

if (!grep { -x "$_/Rscript" } split /:/, $ENV{PATH}) {
	plan skip_all => 'Rscript is missing' if ($ENV{CS_REQUIRE} // '') ne 'all';
	fail('Rscript is missing');
	done_testing;
	exit 1;
}

my @columns = qw(contact_id queue side started_at wait_s csat nps disposition);
seed(2026);
my @row = map {
	my $side = one_of('now', 'then');
	my $queue = one_of(('big') x 12, ('mid') x 4, 'low', 'even');
	my $wait = $queue eq 'even' ? 20 : int((below(600) + 1) * (below(900) + 1) / 700) - below(2) * 3;
	{
		contact_id => "c$_",
		queue => $queue,
		side => $side,
		started_at => '2026-10-05T08:00:00Z',
		wait_s => below(12) ? $wait + ($side eq 'now' ? 9 : 0) : undef,
		csat => one_of(undef, 1, 2, 3, 4, 4, 5, $side eq 'now' ? 5 : 1),
		nps => one_of(undef, 0, 3, 6, 7, 8, 9, 9, 10),
		disposition => below(9) ? 'answered' : 'abandoned',
	}
} 1 .. 700;
# A group of one row, and one in which nothing is known.
push @row, {contact_id => 'x', queue => 'one', side => 'now', started_at => '2026-10-05T08:00:00Z',
    wait_s => 7, csat => 4, nps => 9, disposition => 'answered'};
push @row, {contact_id => 'y', queue => 'none', side => 'now', started_at => '2026-10-05T08:00:00Z'};
my $in = spew("$scratch/in", stream(\@columns, @row));

my $metrics = 'contacts,csat_top2,csat_mean,nps,p50_wait,p90_wait,mean_s=mean(wait_s)';
my @level = (50, 68, 80, 90, 95, 99);
my %ours;

sub kpi {
	my ($name, @arg) = @_;
	my ($status, $out, $err) = run(undef, 'cs-kpi', '-q', '--by', 'queue', @arg, $in);
	is($status, 0, "@arg") or diag($err);
	$ours{$name} = [table($out)];
}

kpi("ci$_", '-m', $metrics, "--ci=$_") for @level;
my @q = qw(0.01 0.05 0.123456789 0.3 0.5 0.9 0.95 0.99);
kpi('interp', '--interp', '-m', join ',', map { my $n = "q${_}_s" =~ tr/./_/r; "$n=quantile(wait_s, $_)" } @q);
kpi('vs', '-m', $metrics, '--where', "side = 'now'", '--vs', "side = 'then'");

# The same by R: a line "table queue column value" each.
my $script = <<'R';
d <- read.delim(commandArgs(TRUE)[1], quote = "", na.strings = "\\N", colClasses = "character")
for (k in c("wait_s", "csat", "nps")) d[[k]] <- as.numeric(d[[k]])
say <- function(t, q, k, v) cat(t, q, k, if (length(v) == 0 || is.na(v)) "NULL" else sprintf("%.15g", v), sep = "\t", "\n")
wilson <- function(b, l) {
	if (length(b) == 0) return(c(NA, NA))
	suppressWarnings(prop.test(sum(b), length(b), conf.level = l, correct = FALSE)$conf.int)
}
student <- function(x, l) if (length(x) < 2 || sd(x) == 0) c(NA, NA) else t.test(x, conf.level = l)$conf.int
ranks <- function(x, p, l) {
	n <- length(x); a <- (1 - l) / 2
	lo <- qbinom(a, n, p); while (lo > 0 && pbinom(lo - 1, n, p) > a) lo <- lo - 1
	while (pbinom(lo, n, p) <= a) lo <- lo + 1
	hi <- lo; while (pbinom(hi - 1, n, p, lower = FALSE) > a) hi <- hi + 1
	if (lo < 1 || hi > n) c(NA, NA) else sort(x)[c(lo, hi)]
}
vote <- function(s) (s >= 9) - (s <= 6)
nps <- function(v, l) {
	if (length(v) == 0) return(c(NA, NA))
	m <- length(v) + 3; s <- sum(v) / m
	e <- qnorm((1 + l) / 2) * sqrt(((sum(v != 0) + 1.5) / m - s^2) / m)
	m <- mean(v)
	100 * c(min(m, max(-1, s - e)), max(m, min(1, s + e)))
}
known <- function(x) x[!is.na(x)]
both <- function(t, q, k, v) { say(t, q, paste0(k, "_lo"), v[1]); say(t, q, paste0(k, "_hi"), v[2]) }
pair <- function(a, la, ha, b, lb, hb) a - b + c(-1, 1) * sqrt(c((a - la)^2 + (hb - b)^2, (ha - a)^2 + (b - lb)^2))
test2 <- function(x, m, y, n) {
	p <- (x + y) / (m + n)
	if (min(m, n) * min(p, 1 - p) < 5) fisher.test(rbind(c(x, m - x), c(y, n - y)))$p.value
	else prop.test(c(x, y), c(m, n), correct = FALSE)$p.value
}
mood <- function(x, y, q) {
	at <- quantile(c(x, y), q, type = 1); z <- c(x, y)
	f <- if (abs(mean(z < at) - q) < abs(mean(z <= at) - q)) function(v) sum(v < at) else function(v) sum(v <= at)
	test2(f(x), length(x), f(y), length(y))
}
for (q in sort(unique(d$queue))) {
	g <- d[d$queue == q, ]
	for (l in c(50, 68, 80, 90, 95, 99)) {
		t <- paste0("ci", l); p <- l / 100
		both(t, q, "csat_top2", wilson(known(g$csat) >= 4, p))
		both(t, q, "csat_mean", student(known(g$csat), p))
		both(t, q, "mean_s", student(known(g$wait_s), p))
		both(t, q, "nps", nps(vote(known(g$nps)), p))
		both(t, q, "p50_wait", ranks(known(g$wait_s), .5, p))
		both(t, q, "p90_wait", ranks(known(g$wait_s), .9, p))
	}
	for (k in c("0.01", "0.05", "0.123456789", "0.3", "0.5", "0.9", "0.95", "0.99"))
		say("interp", q, paste0("q", sub(".", "_", k, fixed = TRUE), "_s"),
		    quantile(known(g$wait_s), as.numeric(k), type = 7))
}
raw <- list()
test <- function(q, k, p) raw[[length(raw) + 1]] <<- list(q = q, k = k, p = p)
for (q in sort(unique(d$queue))) {
	a <- d[d$queue == q & d$side == "now", ]; b <- d[d$queue == q & d$side == "then", ]
	c1 <- length(unique(a$contact_id)); c2 <- length(unique(b$contact_id))
	e <- poisson.test(c1)$conf.int; f <- poisson.test(c2)$conf.int
	both("vs", q, "contacts_diff", pair(c1, e[1], e[2], c2, f[1], f[2]))
	if (c1 + c2 >= 10) test(q, "contacts", poisson.test(c(c1, c2))$p.value)
	x <- known(a$csat) >= 4; y <- known(b$csat) >= 4
	if (length(x) > 0 && length(y) > 0) {
		e <- wilson(x, .95); f <- wilson(y, .95)
		both("vs", q, "csat_top2_diff", pair(mean(x), e[1], e[2], mean(y), f[1], f[2]))
		if (min(length(x), length(y)) >= 10) test(q, "csat_top2", test2(sum(x), length(x), sum(y), length(y)))
	}
	for (k in c("csat", "wait_s")) {
		m <- if (k == "csat") "csat_mean" else "mean_s"
		x <- known(a[[k]]); y <- known(b[[k]])
		if (min(length(x), length(y)) < 2 || var(x) + var(y) == 0) next
		both("vs", q, paste0(m, "_diff"), t.test(x, y)$conf.int)
		if (min(length(x), length(y)) >= 10) test(q, m, t.test(x, y)$p.value)
	}
	x <- vote(known(a$nps)); y <- vote(known(b$nps))
	if (min(length(x), length(y)) > 0) {
		e <- nps(x, .95); f <- nps(y, .95)
		both("vs", q, "nps_diff", pair(100 * mean(x), e[1], e[2], 100 * mean(y), f[1], f[2]))
		if (min(length(x), length(y)) >= 10) test(q, "nps", 2 * pnorm(-abs(mean(x) - mean(y)) /
		    sqrt(mean((x - mean(x))^2) / length(x) + mean((y - mean(y))^2) / length(y))))
	}
	x <- known(a$wait_s); y <- known(b$wait_s)
	for (k in c(50, 90)) {
		m <- paste0("p", k, "_wait"); p <- k / 100
		if (min(length(x), length(y)) == 0) next
		e <- ranks(x, p, .95); f <- ranks(y, p, .95)
		both("vs", q, paste0(m, "_diff"), pair(quantile(x, p, type = 1), e[1], e[2], quantile(y, p, type = 1), f[1], f[2]))
		if (min(length(x), length(y)) >= 10) test(q, m, mood(x, y, p))
	}
}
adjusted <- p.adjust(sapply(raw, function(r) r$p), "BH")
for (i in seq_along(raw)) say("vs", raw[[i]]$q, paste0(raw[[i]]$k, "_p"), adjusted[i])
say("vs", "", "tests", length(raw))
R
spew("$scratch/script.R", $script);
my ($status, $out, $err) = run(undef, 'Rscript', '--vanilla', "$scratch/script.R", $in);
is($status, 0, 'R runs') or diag($err);

my (%seen, $tests);
for (split /\n/, $out) {
	my ($table, $queue, $column, $want) = split /\t/;
	if ($column eq 'tests') {
		$tests = $want;
		next;
	}
	my ($row) = grep { $_->{queue} eq $queue } @{$ours{$table}};
	my $got = $row->{$column} // 'no such column';
	my $what = "$table, $queue: $column";
	$seen{$table}++;
	if ($want eq 'NULL' || $got !~ /^-?[\d.]+(e-\d+)?$/) {
		is($got, $want eq 'NULL' ? '\N' : $want, $what);
		next;
	}
	# As many digits as are written; p have six.
	my $near = $column =~ /_p$/ ? 1e-5 * abs($want) : $got =~ /\.(\d+)$/ ? .6 * 10 ** -length $1 : 0;
	ok(abs($got - $want) <= $near, $what) or diag("$got, by R $want");
}
is($seen{"ci$_"}, 6 * 12, "all bounds at $_ %") for @level;
is($seen{interp}, 6 * @q, 'all quantiles');
is(scalar(grep { my $r = $_; grep { /_p$/ && $r->{$_} ne '\N' } keys %$r } @{$ours{vs}}) > 0, 1, 'there are tests');
my $n = 0;
for my $r (@{$ours{vs}}) {
	$n += grep { /_p$/ && $r->{$_} ne '\N' } keys %$r;
}
is($n, $tests, 'as many tests as R made');
done_testing;
