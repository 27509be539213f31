#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# cs-rank against R, which does the same from the contacts on its own: shrinkage by moments and by
# Paule and Mandel, the composite, the chances of both ends by the threshold form. And with kinds of
# work: units and strata fitted together by dense matrices, where ours goes by passes over the cells.
set -eu

here=tests/cli/cs-rank
. tests/oracle/need.sh
need 'cs-rank against R' R cs-kpi cs-rank
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
awk -f $here/team.awk $here/team >"$dir/contacts"
cs-kpi -q --by agent -m csat_top2,nps,mean_talk --cells "$dir/contacts" |
	cs-rank -q -m csat:2,nps:1,mean_talk:.5 >"$dir/ranks"
awk -f $here/half.awk | awk -F '\t' -v OFS='\t' '
	{ print $0, NR == 1 ? "talk_s" : 60 + (NR * 7919) % 211 + ($2 > "d") * 20 + ($4 == "second") * 90 }
' >"$dir/mixed"
cs-rank -q --window all --strata queue,reason -m csat_top2:2,mean_talk:1 "$dir/mixed" >"$dir/mixed-ranks"
cs-rank -q --window all --strata queue,reason -m csat_top2:2,mean_talk:1 --detail "$dir/mixed" \
	>"$dir/mixed-detail"

cat >"$dir/script" <<'R'
d <- read.delim("contacts", na.strings="\\N")
ours <- read.delim("ranks", na.strings="\\N")
agent <- sort(unique(d$agent_id))
per <- function(x, f) as.numeric(tapply(x, factor(d$agent_id, agent), f))
# y of n
share <- function(y, n) {
	N <- sum(n); p <- sum(y)/N; S <- sum(n*(y/n-p)^2); A <- sum(1-n/N); B <- sum(n*(1-n/N))
	rho <- (S-p*(1-p)*A)/(p*(1-p)*(B-A)); M <- 1/rho-1; a <- M*p+y; b <- M*(1-p)+n-y
	list(d=(a/(a+b)-p)/sqrt(p*(1-p)/(M+1)), v=a*b/((a+b)^2*(a+b+1))/(p*(1-p)/(M+1)), m=M, n=n)
}
mean_of <- function(x) {
	n <- per(x, length); y <- per(x, mean); s2 <- sum((n-1)*per(x, var))/sum(n-1); v <- s2/n
	Q <- function(t) { w <- 1/(v+t); mu <- sum(w*y)/sum(w); sum(w*(y-mu)^2)-(length(y)-1) }
	t <- uniroot(Q, c(0, 100*var(y)), tol=1e-14)$root; w <- 1/(v+t); mu <- sum(w*y)/sum(w)
	list(d=t/(t+v)*(y-mu)/sqrt(t), v=v/(t+v), m=s2/t, n=n)
}
part <- list(share(per(d$csat >= 4, sum), per(d$csat, length)),
    mean_of(100*((d$nps >= 9)-(d$nps <= 6))), mean_of(d$talk_s))
w <- c(2, 1, .5)/3.5; way <- c(1, 1, -1)
score <- rowSums(sapply(1:3, function(k) w[k]*way[k]*part[[k]]$d))
sd <- sqrt(rowSums(sapply(1:3, function(k) w[k]^2*part[[k]]$v)))
reliability <- 1-rowSums(sapply(1:3, function(k) w[k]^2*part[[k]]$m/(part[[k]]$n+part[[k]]$m)))/sum(w^2)
n <- per(d$csat, length)
told <- n >= 10 & reliability >= .5
k <- round(.2*sum(told))
m <- score[told]; s <- sd[told]
low <- uniroot(function(c) sum(pnorm((c-m)/s))-k, c(-9, 9), tol=1e-14)$root
high <- uniroot(function(c) sum(pnorm((m-c)/s))-k, c(-9, 9), tol=1e-14)$root
want <- data.frame(agent_id=agent, n=n, reliability=reliability, score=NA, lo=NA, hi=NA, p_top=NA,
    p_bottom=NA, rank=NA)
want[told, c("score", "lo", "hi", "p_top", "p_bottom", "rank")] <- cbind(m, m-qnorm(.975)*s,
    m+qnorm(.975)*s, pnorm((m-high)/s), pnorm((low-m)/s), rank(-m, ties="min"))
ours <- ours[match(agent, ours$agent_id), ]
cols <- names(want)[-1]
cat("1..", length(cols)+1+6, "\n", sep="")
cat(if (sum(told) == 9) "ok" else "not ok", "1 - nine of twelve are told\n")
for (i in seq_along(cols)) {
	a <- ours[[cols[i]]]; b <- want[[cols[i]]]
	good <- identical(is.na(a), is.na(b)) && all(abs(a-b) < 6e-5, na.rm=TRUE)
	cat(if (good) "ok" else "not ok", " ", i+1, " - ", cols[i], "\n", sep="")
	if (!good) cat(sprintf("# %s: %s, R: %s\n", agent, a, b), sep="")
}

# strata fixed, units random: z = (figure - m)/g of unit i in stratum s with weight n w
d <- read.delim("mixed", na.strings="\\N")
f <- droplevels(interaction(d$queue, d$reason))
fit <- function(x, share) {
	U <- factor(d$agent_id); ok <- !is.na(x); k <- nlevels(U); S <- nlevels(f)
	n <- table(U[ok], f[ok]); sum <- tapply(x[ok], list(U[ok], f[ok]), sum); sum[is.na(sum)] <- 0
	N <- colSums(n); p <- colSums(sum)/N; m <- p
	if (!share) {
		cell <- interaction(U, f)[ok]; ss <- tapply((x[ok]-ave(x[ok], cell))^2, f[ok], sum)
		df <- N-colSums(n > 0); one <- (ss+10*sum(ss)/sum(df))/(df+10)
	}
	d0 <- rep(0, k); last <- 0
	repeat {
		if (share) one <- m*(1-m)
		g <- if (share) one else sqrt(one)
		w <- g^2/one; W <- n*rep(w, each=k)
		score <- as.numeric((sum-n*rep(m, each=k)) %*% (g/one))
		info <- rowSums(W); own <- rowSums(W*(1-n/rep(N, each=k)))
		y <- (score-(info-own)*d0)/own; v <- 1/own
		Q <- function(t) { a <- 1/(v+t); mu <- sum(a*y)/sum(a); sum(a*(y-mu)^2)-(k-1) }
		t <- uniroot(Q, c(0, 100*var(y)), tol=1e-16)$root
		if (abs(t-last) < 1e-9*t) break
		last <- t
		# Henderson's equations of the strata's moves and the units' effects
		A <- rbind(cbind(diag(colSums(W)), t(W)), cbind(W, diag(info+1/t)))
		b <- c((colSums(sum)-N*m)*g/one, score)
		d0 <- solve(A, b)[S+seq_len(k)]
		e <- colSums(n*d0)/N; r <- colSums(sum)/N
		m <- if (share) 2*r/(1+e+sqrt((1+e)^2-4*e*r)) else r-g*e
	}
	mu <- sum(N*m)/sum(N); G <- sum(N*g)/sum(N); v <- G^2/(own+1/t)
	if (share) {
		q <- pmin(pmax(outer(d0, g)+rep(m, each=k), 0), 1); nt <- rowSums(n*q*(1-q)); n1 <- rowSums(n*rep(one, each=k))
		v <- v*pmax(nt/n1, 1/(n1+1))
	}
	list(own=rowSums(sum)/rowSums(n), expected=as.numeric(n %*% m)/rowSums(n),
	    adjusted=mu+G*(score-(info-own)*d0)/own, shrunk=mu+G*d0, z=G*d0/(G*sqrt(t)), v=v/(G^2*t))
}
a <- fit(as.numeric(d$csat >= 4), TRUE); b <- fit(d$talk_s, FALSE)
ours <- read.delim("mixed-ranks", na.strings="\\N"); ours <- ours[order(ours$agent_id), ]
detail <- read.delim("mixed-detail", na.strings="\\N"); detail <- detail[order(detail$agent_id), ]
at <- length(cols)+1
said <- function(what, a, b, off) {
	at <<- at+1
	good <- length(a) == length(b) && all(abs(a-b) < off)
	cat(if (good) "ok" else "not ok", " ", at, " - kinds of work: ", what, "\n", sep="")
	if (!good) cat(sprintf("# %s: %s, R: %s\n", what, a, b), sep="")
}
for (col in c("own", "expected", "adjusted", "shrunk"))
	said(col, c(detail[[col]][detail$metric == "csat_top2"], detail[[col]][detail$metric == "mean_talk"]/100),
	    c(a[[col]], b[[col]]/100), 1.5e-4)
z <- 2/3*a$z-1/3*b$z
said("score", ours$score, z, 2e-4)
said("its interval", ours$hi-ours$lo, 2*qnorm(.975)*sqrt(4/9*a$v+1/9*b$v), 4e-4)
R
(cd "$dir" && R --vanilla --no-echo -f script)
