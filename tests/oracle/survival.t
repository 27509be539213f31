#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# cs-retain --curve against R's package survival: its own data sets, lung and veteran as others
# published them, and made-up customers with many ties and late entries. R turns each into a table of
# customers (joined_at, left_at, from and until when they were followed) and says what it finds: S
# with its error and bounds, medians, restricted means, cumulative incidence, log-rank. All of it must
# come out of the tool, to a millionth.
use strict;
use warnings;
use Test::More;

require './tests/prop/prop.pl';
our ($scratch);

my $missing = !(grep { -x "$_/Rscript" } split /:/, $ENV{PATH}) ? 'Rscript'
    : system('Rscript', '--vanilla', '-e', 'q(status = !suppressWarnings(requireNamespace("survival", quietly = TRUE)))')
    ? "R's package survival" : undef;
if ($missing) {
	plan skip_all => "$missing is missing" if ($ENV{CS_REQUIRE} // '') ne 'all';
	fail("$missing is missing");
	done_testing;
	exit 1;
}

# A line of answers: set, group, what, time, value. NA: there is none.
spew("$scratch/script.R", <<'R');
library(survival)
dir <- commandArgs(TRUE)[1]
day <- function(n) format(as.Date("2000-01-01") + n)
stamp <- function(n) ifelse(is.na(n), "\\N", paste0(day(n), "T12:00:00Z"))
out <- file(file.path(dir, "answers"), "w")
say <- function(set, g, what, t, v)
	writeLines(paste(set, g, what, t, ifelse(is.na(v), "NA", sprintf("%.17g", v)), sep = "\t"), out)

# The log-rank test with late entries, as its formula says: survdiff takes none.
logrank <- function(start, time, ev, group, s) {
	g <- factor(group); u <- numeric(nlevels(g)); v <- matrix(0, nlevels(g), nlevels(g))
	for (k in unique(s)) for (t in unique(time[ev & s == k])) {
		r <- table(g[s == k & start < t & time >= t]); n <- sum(r)
		d <- table(g[s == k & time == t & ev]); p <- r / n
		u <- u + d - sum(d) * p
		if (n > 1) v <- v + sum(d) * (n - sum(d)) / (n - 1) * (diag(p) - outer(p, p))
	}
	keep <- -1
	sum(u[keep] * solve(v[keep, keep], u[keep]))
}

# status: 0 followed no longer, 1, 2 ... ended so. entry: NULL, or days.
study <- function(set, time, status, group = 1, stratum = 1, entry = NULL) {
	keep <- !is.na(time) & !is.na(status) & !is.na(group) & !is.na(stratum) & time == round(time)
	if (!is.null(entry)) keep <- keep & !is.na(entry) & entry < time
	time <- time[keep]; status <- as.integer(status[keep])
	group <- paste0("g", rep_len(group, length(keep))[keep])
	stratum <- paste0("s", rep_len(stratum, length(keep))[keep])
	start <- if (is.null(entry)) rep(0, length(time)) else entry[keep]
	ev <- status > 0
	write.table(data.frame(customer_id = sprintf("c%05d", seq_along(time)), joined_at = stamp(0),
	    left_at = stamp(ifelse(ev, time, NA)), left_reason = ifelse(ev, paste0("r", status), "\\N"),
	    followed_from_at = stamp(ifelse(start > 0, start, 0)), followed_until_at = stamp(ifelse(ev, NA, time)),
	    arm = group, site = stratum), file.path(dir, paste0(set, ".tsv")), sep = "\t", quote = FALSE, row.names = FALSE)
	late <- any(start > 0)
	surv <- function(w) if (late) Surv(start[w], time[w], ev[w]) else Surv(time[w], ev[w])
	last <- tapply(time, group, max)
	at <- unique(round(quantile(time, c(.1, .25, .5, .6, .75, .9, 1), type = 1)))
	writeLines(paste(set, "", "horizons", "", paste0(at, "d", collapse = ","), sep = "\t"), out)
	for (g in sort(unique(group))) {
		w <- group == g
		if (late && any(start[w] == 0) == FALSE) next
		f <- survfit(surv(w) ~ 1, conf.type = "log-log")
		q <- summary(f, times = at, extend = TRUE)
		risk <- sapply(at, function(t) sum((start[w] < t | start[w] == 0) & time[w] >= t))
		# R goes on with S where nobody is at risk any more
		gap <- sapply(at, function(t) { u <- sort(unique(c(start[w], time[w], t))); u <- u[u > 0 & u <= min(t, last[g])]
			any(sapply(u, function(x) sum(start[w] < x & time[w] >= x)) == 0) })
		ok <- (at <= last[g] | all(ev[w])) & !gap # nobody comes back
		inside <- q$surv > 0 & q$surv < 1
		na <- function(v, also = TRUE) ifelse(ok & also, v, NA)
		say(set, g, "n", "", sum(w))
		say(set, g, "at_risk_n", at, risk)
		say(set, g, "left_n", at, sapply(at, function(t) sum(ev[w] & time[w] <= t)))
		say(set, g, "stayed", at, na(q$surv))
		say(set, g, "stayed_se", at, na(q$std.err, inside))
		say(set, g, "stayed_lo", at, na(q$lower, inside))
		say(set, g, "stayed_hi", at, na(q$upper, inside))
		for (i in which(ok & at > 0 & at >= min(time[w], start[w][start[w] > 0]))) {
			m <- summary(f, rmean = at[i])$table
			say(set, g, "stayed_days", at[i], m[["rmean"]])
			if (m[["se(rmean)"]] > 0) say(set, g, "stayed_days_se", at[i], m[["se(rmean)"]])
		}
		# as print() and summary() of R have it; its quantile() goes to the middle of the last stretch
		m <- summary(f)$table
		say(set, g, "half_left_days", at[1], m[["median"]])
		say(set, g, "half_left_days_lo", at[1], m[["0.95LCL"]])
		say(set, g, "half_left_days_hi", at[1], m[["0.95UCL"]])
		# R's errors of endings are sums over people; those of late entries have cross terms more
		if (max(status) > 1) {
			cause <- factor(status[w], 0:max(status))
			aj <- if (late) survfit(Surv(start[w], time[w], cause) ~ 1, id = seq_len(sum(w)), conf.type = "log-log")
			else survfit(Surv(time[w], cause) ~ 1, conf.type = "log-log")
			a <- summary(aj, times = at, extend = TRUE)
			for (k in sort(unique(status[w][ev[w]]))) {
				p <- a$pstate[, k + 1]; r <- paste0("r", k)
				some <- p > 0 & p < 1
				say(set, paste(g, r), "ended", at, na(p))
				if (late) next
				say(set, paste(g, r), "ended_se", at, na(a$std.err[, k + 1], some))
				say(set, paste(g, r), "ended_lo", at, na(a$lower[, k + 1], some))
				say(set, paste(g, r), "ended_hi", at, na(a$upper[, k + 1], some))
			}
		}
	}
	if (length(unique(group)) < 2) return(invisible())
	for (strat in c("plain", "strata")) {
		s <- if (strat == "plain") rep("all", length(time)) else stratum
		if (strat == "strata" && length(unique(s)) < 2) next
		if (late) {
			say(set, "", paste0(strat, " chi2"), "", logrank(start, time, ev, group, s))
			# the score test of the exact partial likelihood is the log-rank test; it takes long with ties
			if (length(time) <= 50 && max(table(time[ev])) <= 4)
				say(set, "", paste0(strat, " chi2"), "", suppressWarnings(
				    coxph(Surv(start, time, ev) ~ group + strata(s), ties = "exact"))$score)
		} else {
			# R gives up where nothing can be compared
			d <- tryCatch(survdiff(Surv(time, ev) ~ group + strata(s)), error = function(e) NULL)
			if (is.null(d)) next
			o <- rowSums(as.matrix(d$obs)); x <- rowSums(as.matrix(d$exp))
			say(set, "", paste0(strat, " chi2"), "", d$chisq)
			say(set, "", paste0(strat, " df"), "", sum(x > 0) - 1)
			for (i in seq_along(o)) {
				g <- sort(unique(group))[i]
				say(set, g, paste0(strat, " left_n"), "", o[i])
				say(set, g, paste0(strat, " left_expected"), "", x[i])
				v <- d$var[i, i]; l <- (o[i] - x[i]) / v
				say(set, g, paste0(strat, " left_pace"), "", exp(l))
				say(set, g, paste0(strat, " left_pace_lo"), "", exp(l - qnorm(.975) / sqrt(v)))
				say(set, g, paste0(strat, " left_pace_hi"), "", exp(l + qnorm(.975) / sqrt(v)))
			}
		}
	}
}
with(lung, study("lung", time, status - 1, sex, ph.ecog))
with(lung, study("lung5", time, status - 1, inst, sex))
with(veteran, study("veteran", time, status, celltype, trt))
with(ovarian, study("ovarian", futime, fustat, rx, resid.ds))
with(aml, study("aml", time, status, x))
with(colon[colon$etype == 2, ], study("colon", time, status, rx, sex))
with(mgus, study("mgus", futime, ifelse(death == 1, 1, 0), sex))
with(mgus2, study("mgus2", ifelse(pstat == 1, ptime, futime), ifelse(pstat == 1, 1, 2 * death), sex, mspike > 1))
with(rats, study("rats", time, status, rx, sex))
with(pbc, study("pbc", time, status, stage, sex))
with(flchain, study("flchain", futime, death, flc.grp, sex))
with(jasa, study("jasa", futime, fustat, transplant, surgery))
h <- heart[heart$stop == round(heart$stop) & heart$start == round(heart$start), ]
with(h, study("heart", stop, event, transplant, surgery, start))
with(kidney, study("kidney", time, status, sex))
with(rotterdam, study("rotterdam", ifelse(recur == 1, rtime, dtime), ifelse(recur == 1, 1, 2 * death), size, hormon))
with(gbsg, study("gbsg", rfstime, status, grade, meno))
with(diabetic, study("diabetic", round(time), status, trt, risk))
with(transplant, study("transplant", futime, as.integer(event) - 1, abo, sex))
with(myeloid, study("myeloid", futime, death, trt, sex))
with(cgd, study("cgd", tstop, status, treat, sex, tstart))
with(bladder1[!duplicated(bladder1$id), ], study("bladder", stop, ifelse(status > 1, 2, status), treatment))
if (requireNamespace("MASS", quietly = TRUE)) {
	with(MASS::gehan, study("gehan", time, cens, treat, (pair - 1) %/% 7))
	with(MASS::Melanoma, study("melanoma", time, c(1, 0, 2)[status], sex, ulcer))
}
for (f in c("lung", "veteran")) {
	path <- file.path("..", "shared", "data", "survival", paste0(f, ".csv"))
	if (!file.exists(path)) next
	d <- read.csv(path)
	study(paste0("their", f), d$time, if (f == "lung") d$status - 1 else d$status, if (f == "lung") d$sex else d$celltype)
}
# 3000 made-up customers of whom contact and its solution change nothing. The log-rank test at a
# landmark, and with a membership that switches on the day of the contact (Mantel and Byar), were
# worked out elsewhere too.
path <- file.path("..", "shared", "reference", "oracles", "data", "A_immortal.tsv")
if (file.exists(path)) {
	d <- read.table(path, header = TRUE, na.strings = "\\N")
	a <- d[!is.na(d$contact) & d$time > d$contact + 30, ]
	study("landmark", a$time - a$contact - 30, a$ev, ifelse(a$repeatc == 1, 2,
	    ifelse(!is.na(a$resolved) & a$resolved - a$contact <= 30, 1, 0)))
	say("landmark", "", "plain chi2", "", 1.08160686895)
	b <- d[!is.na(d$contact) & d$contact < d$time, ]
	never <- d[is.na(d$contact) | d$contact >= d$time, ]
	study("switch", c(never$time, b$contact, b$time), c(never$ev, rep(0, nrow(b)), b$ev),
	    rep(c(0, 0, 1), c(nrow(never), nrow(b), nrow(b))), c(never$tenure, b$tenure, b$tenure),
	    c(rep(0, nrow(never) + nrow(b)), b$contact))
	say("switch", "", "plain chi2", "", 0.00313700663477)
	say("switch", "", "strata chi2", "", 0.284442748139)
}
set.seed(20260714)
for (i in 1:12) {
	n <- c(5, 12, 40, 150, 400, 900)[(i - 1) %% 6 + 1]
	top <- c(3, 8, 30, 200)[i %% 4 + 1]
	time <- sample(0:top, n, TRUE); if (i > 6) time <- pmax(time, 1)
	entry <- if (i > 6) ifelse(runif(n) < .4, floor(runif(n) * time), 0)
	study(paste0("made", i), time, sample(0:2, n, TRUE, c(.4, .4, .2)), sample(1:(2 + i %% 4), n, TRUE), sample(1:3, n, TRUE), entry)
}
close(out)
R
my ($status, undef, $err) = run(undef, 'Rscript', '--vanilla', "$scratch/script.R", $scratch);
is($status, 0, 'R runs') or diag($err);

my (%want, %at);
for (split /\n/, slurp("$scratch/answers")) {
	my ($set, $group, $what, $t, $value) = split /\t/, $_, -1;
	if ($what eq 'horizons') {
		$at{$set} = $value;
	} else {
		push @{$want{$set}}, [$group, $what, $t, $value];
	}
}

# As many digits as are written: shares have eight behind the point, the rest ten.
sub near {
	my ($got, $want) = @_;
	return $got eq ($want eq 'NA' ? '\N' : $want) if $got eq '\N' || $want eq 'NA';
	return abs($got - $want) <= 6e-9 + 1e-6 * abs $want;
}

for my $set (sort keys %want) {
	my @common = ('-q', '--from', 'joined', '--by', 'arm', '--explain', '--as-of', '2100-01-01',
	    '--customers', "$scratch/$set.tsv");
	my %row;
	my $ask = sub {
		my ($name, @arg) = @_;
		my ($status, $out, $err) = run(undef, 'cs-retain', @common, @arg);
		is($status, 0, "$set: $name") or diag($err);
		for my $r (table($out)) {
			my $g = $r->{arm} . (defined $r->{ending} ? " $r->{ending}" : '');
			$row{$name}{$g}{($r->{horizon} // '') =~ tr/d//dr} = $r;
		}
	};
	$ask->('curve', '--at', $at{$set});
	$ask->('plain', '--compare');
	$ask->('strata', '--compare', '--strata', 'site') if grep { $_->[1] =~ /^strata/ } @{$want{$set}};
	$ask->('endings', '--at', $at{$set}, '--endings', 'left_reason')
	    if grep { $_->[1] =~ /^ended/ } @{$want{$set}};
	my ($bad, $n) = (0, 0);
	for (@{$want{$set}}) {
		my ($group, $what, $t, $value) = @$_;
		my $table = $what =~ s/^(plain|strata) // ? $1 : $what =~ /^ended/ ? 'endings' : 'curve';
		my $rows = $row{$table};
		my $of = $rows->{$group eq '' ? (sort keys %$rows)[0] : $group};
		my $r = $of->{$t} // (values %$of)[0];
		my $got = $what eq 'n' ? $r->{customers} : $r->{$what};
		$n++;
		next if defined $got && near($got, $value);
		$bad++;
		diag("$set, $group: $what at $t is " . ($got // 'not there') . ", by R $value") if $bad < 6;
	}
	is($bad, 0, "$set: $n figures");
	cmp_ok($n, '>', 8, "$set: there are figures");
}
done_testing;
