/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cox's regression against R's survival, where it is installed. R writes the rows of its own data
 * sets (and of made-up ones with many ties) and what it says of them; we fit the same rows. Both
 * climb until nothing moves, so that what differs is arithmetic alone.
 */
#include "base/mem.h"
#include "stat/cox.h"

#include "../tap.h"

#define SAME 1e-6

/* What R does: rows of each case, then a line a figure. */
static const char script[] =
    "if (!suppressWarnings(requireNamespace('survival',quietly=TRUE))) {cat('none\\n');quit()}\n"
    "suppressMessages(library(survival))\n"
    "num <- function(w,...) cat(w,sprintf('%.17g',as.numeric(c(...))),'\\n')\n"
    "case <- function(name,d,x,ties='efron') {\n"
    "d <- d[complete.cases(d[,c('stop','event',x)]),]\n"
    "if (is.null(d$s)) d$s <- 1\n"
    "d$s <- as.integer(factor(d$s)); d$event <- +d$event\n"
    "y <- if (is.null(d$start)) 'Surv(stop,event)' else 'Surv(start,stop,event)'\n"
    "f <- as.formula(paste(y,'~',paste(x,collapse='+'),"
    "if (max(d$s)>1) '+strata(s)'))\n"
    "k <- coxph.control(eps=1e-13,toler.chol=1e-14,iter.max=99)\n"
    "m <- coxph(f,data=d,ties=ties,control=k)\n"
    "cat('case',name,length(x),nrow(d),ties,'\\n')\n"
    "b <- if (is.null(d$start)) rep(-1e9,nrow(d)) else d$start\n"
    "for (i in seq_len(nrow(d))) num('',b[i],d$stop[i],d$event[i],d$s[i],d[i,x])\n"
    "num('coef',coef(m)); num('var',vcov(m)); num('loglik',m$loglik); num('score',m$score)\n"
    "num('wald',m$wald.test); num('pairs',m$concordance[1:3])\n"
    "z <- cox.zph(m,terms=FALSE)$table\n"
    "for (i in seq_along(x)) num('zph',z[i,c(1,3)]); num('global',z[nrow(z),c(1,3)])\n"
    "cat('end\\n')}\n"
    "l <- lung; l$stop <- l$time; l$event <- l$status==2\n"
    "case('lung',l,c('age','sex','ph.ecog'))\n"
    "case('lung-many',l,c('age','sex','ph.ecog','ph.karno','pat.karno','wt.loss','meal.cal'))\n"
    "l$s <- l$inst; case('lung-inst',l[!is.na(l$inst),],c('age','sex'))\n"
    "v <- veteran; v$stop <- v$time; v$event <- v$status; v$s <- v$trt\n"
    "v$a <- +(v$celltype=='adeno'); v$b <- +(v$celltype=='large'); v$c <- "
    "+(v$celltype=='smallcell')\n"
    "case('veteran',v,c('a','b','c','karno','diagtime','age','prior'))\n"
    "case('veteran-breslow',v,c('a','b','c','karno'),'breslow')\n"
    "h <- heart; h$tx <- +(h$transplant==1)\n"
    "case('heart',h,c('age','year','surgery','tx'))\n"
    "h$s <- h$surgery; case('heart-strata',h,c('age','tx'))\n"
    "j <- jasa1; case('jasa',j,c('age','transplant','surgery'))\n"
    "r <- rats; r$stop <- r$time; r$event <- r$status; r$male <- +(r$sex=='m')\n"
    "case('rats',r,c('rx','male'))\n"
    "r$s <- r$male; case('rats-strata',r,c('rx'))\n"
    "c2 <- colon; c2$stop <- c2$time; c2$event <- c2$status; c2$s <- c2$etype\n"
    "c2$lev <- +(c2$rx=='Lev'); c2$fu <- +(c2$rx=='Lev+5FU')\n"
    "case('colon',c2,c('lev','fu','age','node4','sex'))\n"
    "g <- mgus2; g$stop <- g$futime; g$event <- g$death; g$f <- +(g$sex=='F')\n"
    "case('mgus2',g,c('age','f','hgb','mspike'))\n"
    "g <- mgus; g$stop <- g$futime; g$event <- g$death; g$f <- +(g$sex=='female')\n"
    "case('mgus',g,c('age','f','alb'))\n"
    "b <- bladder2; b$s <- b$enum; case('bladder2',b,c('rx','number','size'))\n"
    "q <- cgd; q$start <- q$tstart; q$stop <- q$tstop; q$event <- q$status\n"
    "q$g <- +(q$treat!='placebo'); case('cgd',q,c('g','age','steroids'))\n"
    "set.seed(7); n <- 900\n"
    "d <- data.frame(start=sample(0:9,n,TRUE),x=rnorm(n),z=rbinom(n,1,.4),w=sample(0:3,n,TRUE))\n"
    "d$stop <- d$start+pmin(12,1+floor(rexp(n,.1*exp(.5*d$z+.3*d$x))))\n"
    "d$event <- rbinom(n,1,.7); d$s <- sample(1:3,n,TRUE)\n"
    "case('ties',d,c('x','z','w'))\n"
    "case('ties-breslow',d,c('x','z','w'),'breslow')\n"
    "d$x <- round(d$x); case('ties-few',d,c('x','z'))\n"
    "cat('done\\n')\n";

/* The rows of a case, and what we make of them. */
struct ours {
	char name[40], ties[10];
	size_t p, n;
	struct cs_cox *c;
	struct cs_cox_fit fit;
};

static size_t
numbers(const char *s, double *v, size_t max)
{
	char *end;
	size_t n = 0;

	for (; n < max; s = end) {
		v[n] = strtod(s, &end);
		if (end == s)
			break;
		n++;
	}
	return n;
}

static bool
read_rows(FILE *in, struct ours *o)
{
	char *line = NULL;
	size_t cap = 0;
	double v[32] = {0};

	o->c = cs_cox_new(o->p);
	for (size_t i = 0; i < o->n; i++) {
		struct cs_cox_row row = {.n = 1};

		if (getline(&line, &cap, in) < 0 || numbers(line, v, 32) != 4 + o->p) {
			free(line);
			return ok(false, "%s: row %zu", o->name, i);
		}
		row.start = v[0] < -1e8 ? CS_COX_ALWAYS : (int64_t)llround(v[0] * 10);
		row.stop = (int64_t)llround(v[1] * 10);
		row.event = v[2] > 0;
		row.stratum = (uint32_t)v[3];
		row.pattern = cs_cox_pattern(o->c, v + 4);
		cs_cox_add(o->c, &row);
	}
	free(line);
	cs_cox_fit(o->c, strcmp(o->ties, "efron") == 0 ? CS_COX_EFRON : CS_COX_BRESLOW, &o->fit);
	is_int(
	    o->fit.status, CS_COX_OK, "%s: there is a top, after %d steps", o->name, o->fit.steps);
	return true;
}

/* n numbers, of which the largest decides how near the others must be. */
static void
near(const struct ours *o, const char *what, const double *got, const double *want, size_t n)
{
	double large = 0, away = 0;

	for (size_t i = 0; i < n; i++) {
		large = fmax(large, fabs(want[i]));
		away = fmax(away, fabs(got[i] - want[i]));
	}
	if (!ok(away <= SAME * large, "%s: %s", o->name, what))
		printf("#   off by %g of %g; the first: %.12g, by R %.12g\n", away, large, got[0],
		    want[0]);
}

static void
tests(const struct ours *o, const char *word, const double *v, size_t covariate)
{
	struct cs_cox_pairs pairs;
	struct cs_cox_test t;

	if (strcmp(word, "score") == 0) {
		is_near(o->fit.score.chi2, v[0], SAME, "%s: the score test", o->name);
	} else if (strcmp(word, "wald") == 0) {
		is_near(o->fit.wald.chi2, v[0], SAME, "%s: Wald's test", o->name);
	} else if (strcmp(word, "pairs") == 0) {
		pairs = cs_cox_concordance(o->c, &o->fit);
		is_near(pairs.right, v[0], SAME, "%s: pairs right", o->name);
		is_near(pairs.wrong, v[1], SAME, "%s: pairs wrong", o->name);
		is_near(pairs.alike, v[2], SAME, "%s: pairs alike", o->name);
	} else {
		bool all = strcmp(word, "global") == 0;

		t = cs_cox_proportional(
		    o->c, &o->fit, all ? 0 : covariate, all ? o->p : covariate + 1);
		/* Near 0 rounding of R's own is left. */
		ok(fabs(t.chi2 - v[0]) <= SAME * fmax(v[0], .01),
		    "%s: proportional, %s %zu: %.9g, by R %.9g", o->name, word, covariate, t.chi2,
		    v[0]);
		ok(fabs(t.p - v[1]) <= 1e-5, "%s: its p", o->name);
	}
}

static void
say(struct ours *o, const char *word, const double *v, size_t n, size_t *covariate)
{
	if (strcmp(word, "coef") == 0) {
		near(o, "coefficients", o->fit.beta, v, n);
	} else if (strcmp(word, "var") == 0) {
		near(o, "their variance", o->fit.var, v, n);
	} else if (strcmp(word, "loglik") == 0) {
		is_near(o->fit.null, v[0], SAME, "%s: the likelihood without", o->name);
		is_near(o->fit.top, v[1], SAME, "%s: the likelihood with them", o->name);
		is_near(o->fit.ratio.chi2, 2 * (v[1] - v[0]), SAME, "%s: their ratio", o->name);
	} else {
		tests(o, word, v, *covariate);
		*covariate += strcmp(word, "zph") == 0;
	}
}

/* What R says, up to "end"; how many lines. */
static size_t
read_answers(FILE *in, struct ours *o)
{
	char *line = NULL, word[20];
	size_t cap = 0, n = 0, covariate = 0, at = 0;
	double *v = cs_mem_new(o->n + 64, sizeof *v);
	int skip_n = 0;

	while (getline(&line, &cap, in) >= 0 && sscanf(line, "%19s%n", word, &skip_n) == 1 &&
	       strcmp(word, "end") != 0) {
		at = numbers(line + skip_n, v, o->n + 64);
		say(o, word, v, at, &covariate);
		n++;
	}
	free(v);
	free(line);
	return n;
}

int
main(void)
{
	FILE *in = tmpfile(), *out;
	char command[80], line[100];
	size_t cases = 0;

	if (in == NULL || fwrite(script, 1, sizeof script - 1, in) != sizeof script - 1 ||
	    fflush(in) != 0)
		return 1;
	if (system("Rscript --version >/dev/null 2>&1") != 0) {
		skip("Cox's regression against R", "Rscript");
		return done();
	}
	rewind(in);
	(void)snprintf(
	    command, sizeof command, "R --vanilla --no-echo -f /dev/fd/%d 2>&1", fileno(in));
	out = popen(command, "r");
	if (!ok(out != NULL, "R runs"))
		return done();
	while (fgets(line, sizeof line, out) != NULL) {
		struct ours o = {.n = 0};

		if (strcmp(line, "none\n") == 0)
			skip("Cox's regression against R", "R's package survival");
		if (strcmp(line, "none\n") == 0 || strcmp(line, "done\n") == 0) {
			ok(strcmp(line, "none\n") == 0 || cases == 18, "%zu cases", cases);
			break;
		}
		if (sscanf(line, "case %39s %zu %zu %9s", o.name, &o.p, &o.n, o.ties) != 4) {
			ok(false, "R: %s", line);
			break;
		}
		if (read_rows(out, &o))
			ok(read_answers(out, &o) > 6, "%s: R answered", o.name);
		cs_cox_fit_finish(&o.fit);
		cs_cox_free(o.c);
		cases++;
	}
	pclose(out);
	fclose(in);
	return done();
}
