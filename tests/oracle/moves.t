#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# cs-rank over time and its funnel against R, which does the same from the contacts on its own:
# movement between two windows of a share and a mean, steadiness over months, exact limits of
# shares with interpolation between counts, normal ones of means.
set -eu

here=tests/cli/cs-rank
. tests/oracle/need.sh
need 'cs-rank against R' R cs-rank
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
# unequal numbers: whose name ends in 3 or 7 has a third, in some months
awk -f $here/moves.awk | awk 'NR == 1 || $2 !~ /[37]$/ || ($3 !~ /-0[36]-/ && NR % 3 == 0)' >"$dir/contacts"
cs-rank -q -m csat_top2:2,csat_mean:1 "$dir/contacts" >"$dir/ranks"
for m in csat_top2 csat_mean; do
	cs-rank -q -m csat_top2,csat_mean --funnel $m "$dir/contacts" >"$dir/$m"
done

cat >"$dir/script" <<'R'
d <- read.delim("contacts", na.strings="\\N")
ours <- read.delim("ranks", na.strings="\\N")
agent <- sort(ours$agent_id); ours <- ours[match(agent, ours$agent_id), ]
month <- as.integer(substr(d$started_at, 6, 7))
good <- d$csat >= 4
n_of <- function(m) as.numeric(table(factor(d$agent_id[month %in% m], agent)))
x_of <- function(v, m) { r <- as.numeric(tapply(v[month %in% m], factor(d$agent_id[month %in% m], agent), sum)); ifelse(is.na(r), 0, r) }
now <- 5:7; was <- 2:4
level <- function(mu, p, n) { p <- pmin(pmax(p, .5/(n+1)), 1-.5/(n+1)); p*(1-p)/(mu*(1-mu)) }

# The present: common figure, true spread, variance of one observation, believed figure.
n <- n_of(now); y <- x_of(good, now)
N <- sum(n); p <- sum(y)/N; S <- sum(n*(y/n-p)^2); A <- sum(1-n/N); B <- sum(n*(1-n/N))
rho <- (S-p*(1-p)*A)/(p*(1-p)*(B-A)); M <- 1/rho-1
share <- list(mu=p, tau=sqrt(p*(1-p)/(M+1)), M=M, mean=(M*p+y)/(M+n))
s <- x_of(d$csat, now); ss <- x_of(d$csat^2, now); v1 <- sum(ss-s^2/n)/sum(n-1); v <- v1/n; m <- s/n
Q <- function(t) { w <- 1/(v+t); mu <- sum(w*m)/sum(w); sum(w*(m-mu)^2)-(length(m)-1) }
t2 <- uniroot(Q, c(0, 100*var(m)), tol=1e-14)$root; w <- 1/(v+t2)
score <- list(mu=sum(w*m)/sum(w), tau=sqrt(t2), M=v1/t2)
# The common figure of a mean in another stretch of time: of its own fit.
mu_of <- function(k) {
	n <- n_of(k); i <- n > 0; n <- n[i]; s <- x_of(d$csat, k)[i]; ss <- x_of(d$csat^2, k)[i]
	v <- sum(ss-s^2/n)/sum(n-1)/n; m <- s/n
	Q <- function(t) { w <- 1/(v+t); mu <- sum(w*m)/sum(w); sum(w*(m-mu)^2)-(length(m)-1) }
	t2 <- if (Q(0) <= 0) 0 else uniroot(Q, c(0, 100*var(m)), tol=1e-14)$root
	w <- 1/(v+t2); sum(w*m)/sum(w)
}
n0 <- n_of(was); there <- n0 >= 10
move <- function(f, own, own0, mu0, is_share) {
	one <- f$tau^2*f$M; R0 <- f$tau^2/(f$tau^2+one/n0); e <- R0*(own0-mu0)
	P <- f$tau^2*(1-R0)+one/n
	if (is_share) P <- P*level(mu0, mu0+e, n0)
	k <- f$tau^2/(f$tau^2+P)
	list(e=e/f$tau, m=k*(own-f$mu-e)/f$tau, v=k*P/f$tau^2)
}
a <- move(share, y/n, x_of(good, was)/n0, sum(x_of(good, was))/sum(n0), TRUE)
b <- move(score, s/n, x_of(d$csat, was)/n0, mu_of(was), FALSE)
w <- c(2, 1)/3
moved <- w[1]*a$m+w[2]*b$m; sd <- sqrt(w[1]^2*a$v+w[2]^2*b$v)
want <- data.frame(before=w[1]*a$e+w[2]*b$e, moved=moved, moved_lo=moved-qnorm(.975)*sd,
    moved_hi=moved+qnorm(.975)*sd)
want[!there, ] <- NA
# Each month by itself.
better <- periods <- q0 <- q1 <- q2 <- 0*n
for (k in now) {
	nk <- n_of(k); yk <- x_of(good, k); mu <- sum(yk)/sum(nk); i <- nk > 0
	x <- w[1]*(yk/nk-mu)/share$tau+w[2]*(x_of(d$csat, k)/nk-mu_of(k))/score$tau
	v <- (w[1]^2*share$M*level(share$mu, mu+share$mean-share$mu, n)+w[2]^2*score$M)/nk
	better <- better+(i & x > 0); periods <- periods+i
	q0 <- q0+ifelse(i, 1/v, 0); q1 <- q1+ifelse(i, x/v, 0); q2 <- q2+ifelse(i, x^2/v, 0)
}
uneven <- periods > 1 & pchisq(q2-q1^2/q0, periods-1, lower.tail=FALSE) < .05

test <- 0
check <- function(what, ours, want, near=6e-5) {
	test <<- test+1
	good <- identical(is.na(ours), is.na(want)) && all(abs(ours-want) < near, na.rm=TRUE)
	cat(if (good) "ok " else "not ok ", test, " - ", what, "\n", sep="")
	if (!good) cat(sprintf("# %s: %s, R: %s\n", agent, ours, want), sep="")
}
cat("1..26\n")
check("one was not there", sum(is.na(ours$before)), 1)
for (c in names(want)) check(c, ours[[c]], want[[c]])
how <- ifelse(want$moved_lo > 0, "better", ifelse(want$moved_hi < 0, "worse", "could be luck"))
check("moved_how", as.integer(factor(ours$moved_how)), as.integer(factor(how)))
check("who moved", sum(how != "could be luck", na.rm=TRUE) >= 2, TRUE)
check("steady", as.integer(factor(ours$steady)), as.integer(factor(paste(better, "of", periods))))
check("uneven", as.integer(ours$uneven == "t"), as.integer(uneven))

limit <- function(n, p, q) {
	r <- qbinom(q, n, p)
	pmax(0, (r-(pbinom(r, n, p)-q)/dbinom(r, n, p))/n)
}
f <- read.delim("csat_top2", na.strings="\\N"); f <- f[match(agent, f$agent_id), ]
check("n of the funnel", f$n, n); check("figures", f$figure, y/n)
check("common", f$common, rep(p, length(n)))
check("lo_95", f$lo_95, limit(n, p, .025)); check("hi_95", f$hi_95, limit(n, p, .975))
check("lo_998", f$lo_998, limit(n, p, .001)); check("hi_998", f$hi_998, limit(n, p, .999))
low <- pbinom(y, n, p)-dbinom(y, n, p)/2
z <- ifelse(low < .5, qnorm(low), -qnorm(pbinom(y, n, p, lower.tail=FALSE)+dbinom(y, n, p)/2))
check("z by mid-p", f$z, z)
word <- function(z) ifelse(abs(z) > qnorm(.999), ifelse(z < 0, "far low", "far high"),
    ifelse(abs(z) > qnorm(.975), ifelse(z < 0, "low", "high"), "in"))
check("words", as.integer(factor(f$funnel)), as.integer(factor(word(z))))
check("wide limits are outside", all(f$wide_lo_95 <= f$lo_95 & f$wide_hi_998 >= f$hi_998), TRUE)
check("and fewer beyond them", sum(f$wide_funnel != "in") < sum(f$funnel != "in"), TRUE)

f <- read.delim("csat_mean", na.strings="\\N"); f <- f[match(agent, f$agent_id), ]
mu <- sum(s)/sum(n); se <- sqrt(v1/n)
check("means", f$figure, s/n); check("common mean", f$common, rep(mu, length(n)))
check("lo_95 of means", f$lo_95, mu-qnorm(.975)*se); check("hi_998", f$hi_998, mu+qnorm(.999)*se)
check("z of means", f$z, (s/n-mu)/se); check("words of means", f$funnel == word((s/n-mu)/se), rep(TRUE, length(n)))
R
(cd "$dir" && R --vanilla --no-echo -f script)
