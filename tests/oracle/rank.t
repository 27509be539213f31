#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# cs-rank against R, which does the same from the contacts on its own: shrinkage by moments and by
# Paule and Mandel, the composite, the chances of both ends by the threshold form.
set -eu

here=tests/cli/cs-rank
for p in R cs-kpi cs-rank; do
	command -v $p >/dev/null && continue
	if [ "${CS_REQUIRE-}" = all ]; then
		printf '1..1\nnot ok 1 - cs-rank against R # missing: %s\n' $p
		exit 1
	fi
	echo "1..0 # SKIP $p is missing"
	exit 0
done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
awk -f $here/team.awk $here/team >"$dir/contacts"
cs-kpi -q --by agent -m csat_top2,nps,mean_talk --cells "$dir/contacts" |
	cs-rank -q -m csat:2,nps:1,mean_talk:.5 >"$dir/ranks"

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
cat("1..", length(cols)+1, "\n", sep="")
cat(if (sum(told) == 9) "ok" else "not ok", "1 - nine of twelve are told\n")
for (i in seq_along(cols)) {
	a <- ours[[cols[i]]]; b <- want[[cols[i]]]
	good <- identical(is.na(a), is.na(b)) && all(abs(a-b) < 6e-5, na.rm=TRUE)
	cat(if (good) "ok" else "not ok", " ", i+1, " - ", cols[i], "\n", sep="")
	if (!good) cat(sprintf("# %s: %s, R: %s\n", agent, a, b), sep="")
}
R
(cd "$dir" && R --vanilla --no-echo -f script)
