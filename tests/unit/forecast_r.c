/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Forecasts and fitted probabilities against R: concordance of its package survival (also of
 * its patients with lung cancer, where their table is at hand), glm for the line of calibration,
 * random effects of its package mgcv for levels. R runs once, over all of it.
 */
#include "base/buf.h"
#include "stat/forecast.h"
#include "stat/logit.h"

#include "../tap.h"

enum { ROWS = 400, PEOPLE = 500 };

static struct cs_buf script = CS_BUF_INIT;
static double ours[ROWS], tolerance[ROWS];
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

static uint32_t state = 11;

static int
below(int n)
{
	state = state * 1664525U + 1013904223U;
	return (int)((uint64_t)(state >> 8) * (uint64_t)n >> 24);
}

static double
logit(double p)
{
	return log(p) - log1p(-p);
}

/* c with its standard error, which is that of its bounds on the scale of the logit. */
static void
ask_concordance(struct cs_forecast_seen *s, size_t n)
{
	struct cs_est e;

	cs_buf_z(&script, "x <- read.table(text='told t left\n");
	for (size_t i = 0; i < n; i++)
		cs_buf_printf(&script, "%d %d %d\n", s[i].told, s[i].t, s[i].left);
	cs_buf_z(&script, "', header=TRUE)\n"
			  "c <- if (have) concordance(Surv(t,left)~told,data=x,reverse=TRUE)\n");
	e = cs_forecast_concordance(s, n, .95);
	ask(e.est, 1e-12, "c$concordance");
	ask((logit(e.hi) - logit(e.est)) * e.est * (1 - e.est) / 1.959963984540054, 1e-9,
	    "if (have) sqrt(c$var) else NULL");
}

static void
ask_random(void)
{
	for (int round = 0; round < 12; round++) {
		struct cs_forecast_seen s[PEOPLE];

		for (int i = 0; i < PEOPLE; i++) {
			int told = 1 + below(3 + round * 40);

			s[i] = (struct cs_forecast_seen){
			    told * 1000, below(5 + round * 20 + 600 / told), below(4) > 0, 1};
		}
		ask_concordance(s, PEOPLE);
	}
}

/* inst,time,status,age,sex,...: the older are said to die sooner. */
static void
ask_lung(void)
{
	struct cs_forecast_seen s[PEOPLE];
	FILE *in = fopen("../shared/data/survival/lung.csv", "r");
	char row[200];
	size_t n = 0;

	if (in == NULL) {
		printf("ok %d - lung # SKIP the table is not here\n", ++tap_count);
		return;
	}
	while (fgets(row, sizeof row, in) != NULL && n < PEOPLE) {
		long v[3];
		char *p = strchr(row, ',');

		for (int i = 0; i < 3 && p != NULL; i++)
			v[i] = strtol(p + 1, &p, 10);
		if (p != NULL && v[0] > 0)
			s[n++] = (struct cs_forecast_seen){
			    (int32_t)v[2] * 10000, (int32_t)v[0], v[1] == 2, 1};
	}
	(void)fclose(in);
	is_int((int64_t)n, 228, "lung: patients");
	ask_concordance(s, n);
}

static void
ask_bins(void)
{
	for (int round = 0; round < 6; round++) {
		struct cs_forecast_bin bin[60];
		struct cs_forecast_brier b;
		struct cs_forecast_line l;

		cs_buf_z(&script, "x <- read.table(text='told n x\n");
		for (int i = 0; i < 60; i++) {
			int told = 1 + below(999999), n = 1 + below(40);

			bin[i] = (struct cs_forecast_bin){told, n, 0};
			for (int k = 0; k < n; k++)
				bin[i].x += below(1000000) < told / (1 + round) + 20000;
			cs_buf_printf(&script, "%d %d %d\n", told, n, (int)bin[i].x);
		}
		cs_buf_z(&script,
		    "', header=TRUE)\n"
		    "p <- rep(x$told,x$n)/1e6\n"
		    "y <- unlist(mapply(function(n,x) rep(1:0,c(x,n-x)),x$n,x$x))\n"
		    "f <- glm(y~qlogis(p),binomial,control=list(epsilon=1e-14,maxit=99))\n"
		    "g <- glm(y~offset(qlogis(p)),binomial,control=list(epsilon=1e-14))\n"
		    "auc <- (mean(rank(p)[y==1])-(sum(y)+1)/2)/sum(y==0)\n");
		is_int((int64_t)cs_forecast_sort(bin, 60), 60, "bins in order");
		ask(cs_forecast_auc(bin, 60, .95).est, 1e-12, "auc");
		b = cs_forecast_brier(bin, 60);
		ask(b.score, 1e-12, "mean((y-p)^2)");
		ask(b.base, 1e-12, "mean((y-mean(y))^2)");
		l = cs_forecast_line(bin, 60, .95);
		ask(l.slope.est, 1e-7, "coef(f)[2]");
		ask(l.slope.hi, 1e-7, "coef(f)[2]+qnorm(.975)*sqrt(vcov(f)[2,2])");
		ask(l.shift.est, 1e-7, "coef(g)");
		ask(l.shift.lo, 1e-7, "coef(g)-qnorm(.975)*sqrt(vcov(g))");
	}
}

/* At given tau2 the fit is exactly what mgcv calls a random effect of that smoothness. */
static void
ask_levels(void)
{
	static const unsigned levels[] = {4, 7};
	static const double tau2[] = {.3, .05};
	uint8_t level[28][2];
	struct cs_logit_cell cell[28];
	const struct cs_logit_data d = {2, levels, cell, 28, 1};
	struct cs_logit f;

	cs_buf_z(&script, "x <- read.table(text='a b n x\n");
	for (int i = 0; i < 28; i++) {
		int n = 1 + below(200);

		level[i][0] = (uint8_t)(i % 4);
		level[i][1] = (uint8_t)(i / 4);
		cell[i] = (struct cs_logit_cell){level[i], n, 0};
		for (int k = 0; k < n; k++)
			cell[i].x += below(100) < 8 + 5 * (i % 4) + i / 4;
		cs_buf_printf(&script, "a%d b%d %d %d\n", i % 4, i / 4, n, (int)cell[i].x);
	}
	cs_buf_z(&script,
	    "', header=TRUE, stringsAsFactors=TRUE)\n"
	    "if (mgcv) {\n"
	    "m <- gam(cbind(x,n-x)~s(a,bs='re',sp=1/.3)+s(b,bs='re',sp=1/.05),binomial,data=x,\n"
	    "control=gam.control(epsilon=1e-13,scalePenalty=FALSE))\n"
	    "e <- predict(m,se.fit=TRUE,unconditional=FALSE) }\n");
	f = cs_logit_fit(&d, tau2);
	for (int i = 0; i < 28; i++) {
		struct cs_est e = cs_logit_at(&f, level[i], .95);

		ask(logit(e.est), 1e-6, "if (mgcv) e$fit[%d] else NULL", i + 1);
		ask((logit(e.hi) - logit(e.est)) / 1.959963984540054, 1e-6,
		    "if (mgcv) e$se.fit[%d] else NULL", i + 1);
	}
	cs_logit_finish(&f);
}

/* Each line of R against ours. "skip" is a package that is missing. */
static void
compare(FILE *said)
{
	char line[100], *end;
	size_t i = 0;

	for (; i < rows && fgets(line, sizeof line, said) != NULL; i++) {
		double want = strtod(line, &end);

		if (strncmp(line, "skip", 4) == 0)
			skip(label[i], "R's packages survival and mgcv");
		else if (end == line)
			ok(false, "R: %s: %s", label[i], line);
		else
			is_near(ours[i], want, tolerance[i], "R: %s", label[i]);
	}
	is_int(i, rows, "R answered all");
}

int
main(void)
{
	static const char begin[] =
	    "have <- suppressWarnings(requireNamespace('survival',quietly=TRUE))\n"
	    "if (have) library(survival)\n"
	    "mgcv <- suppressWarnings(requireNamespace('mgcv',quietly=TRUE))\n"
	    "if (mgcv) suppressMessages(library(mgcv))\n"
	    "say <- function(v) cat(if (is.null(v)) 'skip' else "
	    "sprintf('%.17g',as.numeric(v)),'\\n',sep='')\n";
	FILE *in = tmpfile(), *out;
	char command[80];

	if (system("Rscript --version >/dev/null 2>&1") != 0) {
		skip("forecasts against R", "Rscript");
		return done();
	}
	cs_buf_z(&script, begin);
	ask_random();
	ask_lung();
	ask_bins();
	ask_levels();
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
