#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What cs-rank says of people beside their place, against R: traits of those at the top by t.test, g
# by its formula, p.adjust over all; and the quartiles of the others on own pages, by Harrell and
# Davis, from the shrunken figures that the pages of these others have.
set -eu

here=tests/cli/cs-rank
. tests/oracle/need.sh
need 'traits against R' R cs-kpi cs-rank
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
awk -f $here/traits.awk | awk -F '\t' -v OFS='\t' '
	{ print $0, NR == 1 ? "wait_s" : (NR * 7919) % 97 + ($2 > "a15") * 9 }' >"$dir/contacts"
cs-kpi -q --by agent -m solved_customer_share --cells "$dir/contacts" >"$dir/cells"
cs-kpi -q --by agent -m 'tenure_n=mean(number(tenure_days)),mean_talk,mean_wait' --cells \
	"$dir/contacts" >"$dir/alone"
cs-kpi -q --by agent,queue -m contacts --cells "$dir/contacts" >"$dir/queues"
cs-rank -q --band .3 "$dir/cells" >"$dir/ranks"
cs-rank -q --band .3 --traits "$dir/alone" "$dir/cells" >"$dir/traits"
cs-rank -q --band .3 --traits "$dir/queues" "$dir/cells" >"$dir/parts"
cs-rank -q --each agent --dir "$dir/pages" "$dir/cells" >"$dir/list"
awk -F '\t' 'FNR == 1 && NR != 1 { next } NR == 1 || $2 == "figure"' "$dir"/pages/* >"$dir/figures"

cat >"$dir/script" <<'R'
d <- read.delim("contacts", na.strings="\\N")
ranks <- read.delim("ranks", na.strings="\\N")
agent <- sort(unique(d$agent_id))
per <- function(x) as.numeric(tapply(x, factor(d$agent_id, agent), mean))
band <- ranks$band[match(agent, ranks$agent_id)]
top <- band %in% c("green", "leaning green"); middle <- band == "orange"
compare <- function(x) {
	a <- x[top]; b <- x[middle]; t <- t.test(a, b); n <- length(a); k <- length(b); m <- n+k-2
	g <- (mean(a)-mean(b))/sqrt(((n-1)*var(a)+(k-1)*var(b))/m)*exp(lgamma(m/2)-lgamma((m-1)/2))/sqrt(m/2)
	s <- qnorm(.975)*sqrt(1/n+1/k+g^2/(2*(n+k)))
	c(n, mean(a), k, mean(b), mean(a)-mean(b), t$conf.int, g, g-s, g+s, t$p.value)
}
at <- 0
check <- function(what, ours, names, values) {
	r <- sapply(values, compare); q <- p.adjust(r[11, ], "BH")
	for (i in seq_along(names)) {
		o <- as.numeric(ours[ours$trait == names[i], 3:12]); at <<- at+1
		good <- length(o) == 10 && all(abs(o-r[1:10, i]) < 6e-5) &&
		    abs(ours$q[ours$trait == names[i]]/q[i]-1) < 1e-5
		cat(if (good) "ok " else "not ok ", at, " - ", what, ": ", names[i], "\n", sep="")
		if (!good) cat("# ", o, "\n# ", r[, i], q[i], "\n")
	}
}
check("as they are", read.delim("traits", na.strings="\\N"), c("tenure_n", "mean_talk", "mean_wait"),
    list(per(d$tenure_days), per(d$talk_s), per(d$wait_s)))
check("parts", read.delim("parts", na.strings="\\N"),
    c("contacts, part with queue=bill", "contacts, part with queue=tech"),
    list(per(d$queue == "bill"), per(d$queue == "tech")))
f <- read.delim("figures", na.strings="\\N")
hd <- function(x, q) { n <- length(x); sum(sort(x)*diff(pbeta(0:n/n, (n+1)*q, (n+1)*(1-q)))) }
for (q in c(.25, .5, .75)) {
	want <- sapply(seq_len(nrow(f)), function(i) hd(f$fair[-i], q)); at <- at+1
	ours <- f[[c("peers_lo", "peers_mid", "peers_hi")[q*4]]]
	good <- all(f$peers == nrow(f)-1) && all(abs(ours-want) < 1.1e-4)
	cat(if (good) "ok " else "not ok ", at, " - the others' figures at ", q, "\n", sep="")
	if (!good) cat(sprintf("# %g, R: %g\n", ours, want))
}
cat("1..", at, "\n", sep="")
R
(cd "$dir" && R --vanilla --no-echo -f script)
