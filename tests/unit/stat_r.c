/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The statistics against R, where it is installed: each row is an R expression and what we say it
 * is. R runs once, over all of them.
 */
#include "base/buf.h"
#include "stat/bh.h"
#include "stat/diff.h"
#include "stat/dist.h"
#include "stat/hist.h"
#include "stat/interval.h"
#include "stat/km.h"
#include "stat/standard.h"
#include "stat/ties.h"

#include "../tap.h"

enum { ROWS = 2000 };

static struct cs_buf script = CS_BUF_INIT;
static double ours[ROWS];
static double tolerance[ROWS];
static char label[ROWS][120];
static size_t rows;

/* One question: an R expression that gives a number, our answer, and how far they may differ. */
__attribute__((format(printf, 3, 4))) static void
ask(double answer, double rel, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(label[rows], sizeof label[rows], fmt, ap);
	va_end(ap);
	cs_buf_printf(&script, "say(%s)\n", label[rows]);
	tolerance[rows] = rel;
	ours[rows++] = answer;
}

static void
ask_distributions(void)
{
	static const double a[] = {.05, .7, 1, 3.5, 40, 1234}, x[] = {.001, .2, 1, 4.4, 39, 1300};
	static const char *const lower[] = {"TRUE", "FALSE"};
	double q = 0;
	int64_t r = 0;

	for (size_t i = 0; i < 6; i++) {
		for (size_t j = 0; j < 6; j++) {
			enum cs_tail t = (i + j) % 2 != 0 ? CS_UPPER : CS_LOWER;
			double p = x[j] / (1 + x[j]);

			ask(cs_dist_gamma(x[j], a[i], t), 1e-11, "pgamma(%g,%g,lower=%s)", x[j],
			    a[i], lower[t]);
			ask(cs_dist_beta(p, a[i], a[j], t), 1e-10, "pbeta(%.17g,%g,%g,lower=%s)", p,
			    a[i], a[j], lower[t]);
			ask(cs_dist_t(x[j], a[i], t), 1e-11, "pt(%g,%g,lower=%s)", x[j], a[i],
			    lower[t]);
			ask(cs_dist_f(x[j], a[i], a[j], t), 1e-10, "pf(%g,%g,%g,lower=%s)", x[j],
			    a[i], a[j], lower[t]);
			ask(cs_dist_nbinom((int64_t)x[j], a[i], .3, t), 1e-10,
			    "pnbinom(%d,%g,.3,lower=%s)", (int)x[j], a[i], lower[t]);
			ask(cs_dist_pois((int64_t)x[j], a[i], t), 1e-11, "ppois(%d,%g,lower=%s)",
			    (int)x[j], a[i], lower[t]);
			ask(cs_dist_binom((int64_t)x[j], 1400, a[i] / 1300, t), 1e-10,
			    "pbinom(%d,1400,%.17g,lower=%s)", (int)x[j], a[i] / 1300, lower[t]);
			if (cs_dist_gamma_quantile(p, a[i], t, &q) && q > 1e-300)
				ask(q, 1e-9, "qgamma(%.17g,%g,lower=%s)", p, a[i], lower[t]);
			if (cs_dist_beta_quantile(p, a[i], 2, t, &q) && q > 1e-300)
				ask(q, 1e-9, "qbeta(%.17g,%g,2,lower=%s)", p, a[i], lower[t]);
			if (cs_dist_t_quantile(p, a[i] + 1, t, &q))
				ask(q, 1e-9, "qt(%.17g,%g,lower=%s)", p, a[i] + 1, lower[t]);
			if (cs_dist_binom_quantile(p, 500, .37, &r))
				ask((double)r, 0, "qbinom(%.17g,500,.37)", p);
			if (cs_dist_pois_quantile(p, a[i], &r))
				ask((double)r, 0, "qpois(%.17g,%g)", p, a[i]);
		}
		ask(cs_dist_norm(-x[i], CS_LOWER), 1e-12, "pnorm(%g)", -x[i]);
	}
}

static void
ask_intervals(void)
{
	static const int n[] = {1, 2, 7, 30, 31, 100, 999, 123456};
	static const char *const side[] = {"1", "2"};
	struct cs_est r;

	for (size_t i = 0; i < sizeof n / sizeof *n; i++) {
		for (int j = 0; j <= 4; j++) {
			int x = n[i] * j / 4;

			for (int s = 0; s < 2; s++) {
				r = cs_interval_wilson(x, n[i], .9);
				ask(s ? r.hi : r.lo, 1e-9,
				    "prop.test(%d,%d,conf=.9,correct=FALSE)$conf.int[%s]", x, n[i],
				    side[s]);
				r = cs_interval_exact(x, n[i], .99);
				ask(s ? r.hi : r.lo, 1e-9,
				    "binom.test(%d,%d,conf=.99)$conf.int[%s]", x, n[i], side[s]);
				r = cs_interval_poisson(x, n[i], .95);
				ask(s ? r.hi : r.lo, 1e-9, "poisson.test(%d,%d)$conf.int[%s]", x,
				    n[i], side[s]);
			}
		}
	}
}

/* Numbers that are neither even nor drawn by chance. */
static int
odd(int i, int below)
{
	return (i * 7919 + i * i * 31 + 11) % 1009 % below;
}

/* Shares and counts on two sides, of all sizes. */
static void
ask_differences(void)
{
	for (int i = 0; i < 40; i++) {
		int na = 10 + odd(i, i % 4 == 3 ? 700 : 60), nb = 10 + odd(i + 50, 90);
		int xa = odd(i + 100, na + 1), xb = i % 5 == 0 ? 0 : odd(i + 150, nb + 1);
		int days = 28 + i % 4;
		struct cs_diff_share a = {xa, na}, b = {xb, nb};
		double least = (double)(na < nb ? na : nb) *
			       (xa + xb < na + nb - xa - xb ? xa + xb : na + nb - xa - xb) /
			       (na + nb);

		ask(cs_diff_fisher(a, b), 1e-9, "fisher.test(matrix(c(%d,%d,%d,%d),2))$p.value", xa,
		    na - xa, xb, nb - xb);
		if (least >= 5)
			ask(cs_diff_shares(a, b, .95).p, 1e-9,
			    "prop.test(c(%d,%d),c(%d,%d),correct=FALSE)$p.value", xa, xb, na, nb);
		if (na + nb >= CS_DIFF_MIN)
			ask(cs_diff_counts(na, nb, days / 30., .95).p, 1e-8,
			    "poisson.test(c(%d,%d),c(%d,30))$p.value", na, nb, days);
		ask(cs_diff_shares(a, b, .9).est.hi, 1e-9, "newcombe(%d,%d,%d,%d,.9)[2]", xa, na,
		    xb, nb);
		ask(cs_diff_shares(a, b, .9).est.lo, 1e-9, "newcombe(%d,%d,%d,%d,.9)[1]", xa, na,
		    xb, nb);
	}
}

/* Means, scores and quantiles of two samples: the values i (i + k) mod m. */
static void
ask_samples(void)
{
	for (int k = 2; k <= 13; k++) {
		struct cs_moments m[2] = {CS_MOMENTS_INIT, CS_MOMENTS_INIT};
		struct cs_hist h[2] = {CS_HIST_INIT, CS_HIST_INIT};
		struct cs_diff_score v[2] = {{0, 0, 0}, {0, 0, 0}};
		struct cs_diff_values q[2];
		struct cs_bins b[2];
		struct cs_diff r;

		for (int side = 0; side < 2; side++) {
			for (int i = 0; i < 15 * k; i++) {
				int x = i * (i + k) % (97 + 60 * side), score = x % (11 - side);

				cs_moments_add(&m[side], x);
				cs_hist_add(&h[side], x);
				v[side].up += score >= 9;
				v[side].down += score <= 6;
				v[side].mid += score == 7 || score == 8;
			}
			b[side] = cs_hist_bins(&h[side]);
			q[side] = (struct cs_diff_values){&b[side], 0};
		}
		cs_buf_printf(&script,
		    "i <- 0:%d; x <- (i*(i+%d)) %%%% 97; y <- (i*(i+%d)) %%%% 157\n"
		    "u <- vote(x%%%%11); v <- vote(y%%%%10)\n",
		    15 * k - 1, k, k);
		r = cs_diff_means(&m[0], &m[1], .99);
		ask(r.p, 1e-9, "t.test(x,y)$p.value");
		ask(r.est.lo, 1e-9, "t.test(x,y,conf=.99)$conf.int[1]");
		ask(r.est.hi, 1e-9, "t.test(x,y,conf=.99)$conf.int[2]");
		r = cs_diff_scores(v[0], v[1], .95);
		ask(r.est.est, 1e-9, "mean(u)-mean(v)");
		ask(r.p, 1e-8, "2*pnorm(-abs(mean(u)-mean(v))/sqrt(va(u)+va(v)))");
		ask(cs_diff_quantiles(q[0], q[1], 1, 2, .95).p, 1e-9, "mood(x,y,.5)");
		ask(cs_diff_quantiles(q[0], q[1], 9, 10, .95).p, 1e-9, "mood(x,y,.9)");
		for (int side = 0; side < 2; side++) {
			cs_bins_finish(&b[side]);
			cs_hist_finish(&h[side]);
		}
	}
}

/* Quantiles, moments, ranks, false discovery and survival of one set of numbers. */
static void
ask_sample(void)
{
	struct cs_hist h = CS_HIST_INIT;
	struct cs_km km = CS_KM_INIT;
	struct cs_km_curve c;
	struct cs_moments m;
	struct cs_bins b;
	struct cs_est r;
	struct cs_rank rank[97];
	double p[97], q[97], x[97], se;
	int64_t v;
	cs_i128 at;

	cs_buf_z(&script, "x <- (0:96)^3 %% 211; p <- (x+1)/300; e <- (0:96) %% 3 > 0\n");
	for (int64_t i = 0; i < 97; i++) {
		int64_t y = i * i * i % 211;

		cs_hist_add(&h, y);
		cs_km_add(&km, y, i % 3 > 0);
		x[i] = (double)y;
		p[i] = (double)(y + 1) / 300;
	}
	b = cs_hist_bins(&h);
	m = cs_bins_moments(&b);
	for (int i = 1; i < 40; i++) {
		(void)cs_bins_quantile(&b, i, 40, &v);
		ask((double)v, 0, "quantile(x,%d/40,type=1,names=FALSE)", i);
		(void)cs_bins_interpolate(&b, i, 40, &at);
		ask((double)at / 40, 1e-12, "quantile(x,%d/40,type=7,names=FALSE)", i);
	}
	r = cs_interval_mean(&m, .95, &se);
	ask(r.est, 1e-12, "mean(x)");
	ask(se, 1e-12, "sd(x)");
	ask(r.lo, 1e-9, "t.test(x)$conf.int[1]");
	ask(r.hi, 1e-9, "t.test(x)$conf.int[2]");
	cs_bh(p, 97, q);
	cs_rank(x, 97, true, rank);
	for (int i = 0; i < 97; i += 8) {
		ask(q[i], 1e-12, "p.adjust(p,'BH')[%d]", i + 1);
		ask((double)rank[i].rank, 0, "rank(-x,ties='min')[%d]", i + 1);
		ask(cs_rank_mean(rank[i]), 0, "rank(-x)[%d]", i + 1);
	}
	cs_buf_z(&script, "if (have) f <- survfit(Surv(x,e)~1,conf.type='log-log')\n");
	c = cs_km_curve(&km);
	for (int64_t t = 10; t < 200; t += 23) {
		r = cs_km_at(&c, t, .95, &se);
		ask(r.est, 1e-10, "if (have) summary(f,%d)$surv else NULL", (int)t);
		ask(se, 1e-9, "if (have) summary(f,%d)$std.err else NULL", (int)t);
		ask(r.lo, 1e-9, "if (have) summary(f,%d)$lower else NULL", (int)t);
		ask(r.hi, 1e-9, "if (have) summary(f,%d)$upper else NULL", (int)t);
		r = cs_km_mean(&c, t, .95, &se);
		ask(r.est, 1e-9, "if (have) summary(f,rmean=%d)$table[['rmean']] else NULL",
		    (int)t);
	}
	cs_km_curve_finish(&c);
	cs_km_finish(&km);
	cs_bins_finish(&b);
	cs_hist_finish(&h);
}

/* Runs the script; each of its lines against ours. "skip" is a package that is missing. */
static void
compare(FILE *said)
{
	char line[100], *end;
	size_t i = 0;

	for (; i < rows && fgets(line, sizeof line, said) != NULL; i++) {
		double want = strtod(line, &end);

		if (strncmp(line, "skip", 4) == 0)
			skip(label[i], "R's package survival");
		else if (end == line)
			ok(false, "R: %s: %s", label[i], line);
		else
			is_near(ours[i], want, tolerance[i], "R: %s", label[i]);
	}
	is_int(i, rows, "R answered all");
}

/* Tables of four over strata, some of one side only. */
static void
ask_strata(void)
{
	for (int i = 0; i < 12; i++) {
		struct cs_mantel_table t[4];
		struct cs_buf text = CS_BUF_INIT;
		struct cs_mantel m;
		size_t n = 2 + (size_t)i % 3;

		for (size_t k = 0; k < n; k++) {
			int j = i * 17 + (int)k * 5;

			t[k] = (struct cs_mantel_table){1 + odd(j, 40), 1 + odd(j + 1, 90),
			    1 + odd(j + 2, 60), 1 + odd(j + 3, 50)};
			cs_buf_printf(&text, "%s%d,%d,%d,%d", k > 0 ? "," : "", (int)t[k].a,
			    (int)t[k].c, (int)t[k].b, (int)t[k].d);
		}
		m = cs_mantel(t, n, .9);
		ask(m.chi2, 1e-9, "strata(c(%s))$statistic", cs_buf_cstr(&text));
		ask(m.p, 1e-8, "strata(c(%s))$p.value", cs_buf_cstr(&text));
		ask(m.odds.est, 1e-9, "strata(c(%s))$estimate", cs_buf_cstr(&text));
		ask(m.odds.lo, 1e-9, "strata(c(%s))$conf.int[1]", cs_buf_cstr(&text));
		ask(m.odds.hi, 1e-9, "strata(c(%s))$conf.int[2]", cs_buf_cstr(&text));
		cs_buf_finish(&text);
	}
}

int
main(void)
{
	static const char begin[] =
	    "have <- suppressWarnings(requireNamespace('survival',quietly=TRUE))\n"
	    "if (have) library(survival)\n"
	    "say <- function(v) cat(if (is.null(v)) 'skip' else "
	    "sprintf('%.17g',as.numeric(v)),'\\n',sep='')\n"
	    "newcombe <- function(x,m,y,n,l) {\n"
	    "a <- prop.test(x,m,conf=l,correct=FALSE)$conf.int\n"
	    "b <- prop.test(y,n,conf=l,correct=FALSE)$conf.int\n"
	    "p <- x/m; q <- y/n\n"
	    "p-q+c(-sqrt((p-a[1])^2+(b[2]-q)^2),sqrt((a[2]-p)^2+(q-b[1])^2))}\n"
	    "vote <- function(s) (s>=9)-(s<=6)\n"
	    "va <- function(s) mean((s-mean(s))^2)/length(s)\n"
	    "mood <- function(x,y,q) {\n"
	    "at <- quantile(c(x,y),q,type=1); le <- mean(c(x,y)<=at); lt <- mean(c(x,y)<at)\n"
	    "less <- abs(lt-q)<abs(le-q)\n"
	    "k <- c(sum(if (less) x<at else x<=at),sum(if (less) y<at else y<=at))\n"
	    "n <- c(length(x),length(y)); p <- sum(k)/sum(n)\n"
	    "if (min(n)*min(p,1-p)<5) fisher.test(rbind(k,n-k))$p.value else\n"
	    "suppressWarnings(prop.test(k,n,correct=FALSE)$p.value)}\n";
	FILE *in = tmpfile(), *out;
	char command[80];

	if (system("Rscript --version >/dev/null 2>&1") != 0) {
		skip("the statistics against R", "Rscript");
		return done();
	}
	cs_buf_z(&script, begin);
	cs_buf_z(&script, "strata <- function(v) mantelhaen.test(array(v, c(2, 2, length(v) / 4)), "
			  "correct = FALSE, conf.level = .9)\n");
	ask_distributions();
	ask_strata();
	ask_intervals();
	ask_differences();
	ask_samples();
	ask_sample();
	if (in == NULL || fwrite(script.p, 1, script.n, in) != script.n || fflush(in) != 0)
		return 1;
	rewind(in);
	(void)snprintf(
	    command, sizeof command, "R --vanilla --no-echo -f /dev/fd/%d 2>/dev/null", fileno(in));
	out = popen(command, "r");
	if (ok(out != NULL, "R runs")) {
		compare(out);
		pclose(out);
	}
	fclose(in);
	cs_buf_finish(&script);
	return done();
}
