/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Customers who buy again and again until, unsaid, they do not: how probable it is that one is
 * still a customer, and how often he will buy. Nobody tells a shop that he has left; all that is
 * seen is how often one came, when last, and for how long he has been known.
 *
 * Two models (Fader, Hardie and Lee 2005; Batislam, Denizel and Filiztekin 2007). While a customer
 * is one, he buys at random at his own rate, which varies between customers as Gamma(r, alpha); he
 * drops out with his own probability, which varies as Beta(a, b):
 *
 *	CS_BGNBD	after each purchase but the first
 *	CS_MBGNBD	after each purchase, the first included
 *
 * The former believes that who never came back is a customer for certain, whatever time has passed:
 * take the latter unless it is to be compared with figures of the former. With x purchases after
 * the first, the last of them at t_x and known for T (all since the first, in one unit of time),
 * m = 0 for CS_BGNBD and 1 for CS_MBGNBD, the likelihood of a customer is
 *
 *	G(r + x) / G(r)  alpha^r / (alpha + T)^(r + x)  B(a, b + x + m) / B(a, b)  (1 + w)
 *	w = a / (b + x + m - 1) ((alpha + T) / (alpha + t_x))^(r + x), and 0 where x + m = 0
 *
 * and the probability that he is a customer still is 1 / (1 + w). Purchases of one day are one
 * purchase: the caller sees to it.
 *
 * Only (x, t_x, T) matter, so that customers are collapsed to cells: a fit costs what the cells do.
 */
#ifndef CS_STAT_BGNBD_H
#define CS_STAT_BGNBD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stat/flag.h"

enum cs_bgnbd_kind { CS_BGNBD, CS_MBGNBD };

/* Fewer customers who came back say too little for four parameters. */
enum { CS_BGNBD_REPEATERS = 100, CS_BGNBD_PARAMETERS = 4 };

/* What is seen of one customer, in units of time; 0 <= last <= age, last = 0 where x = 0. */
struct cs_bgnbd_seen {
	int64_t x;
	double last, age;
};

/* Customers of whom the same is seen, in whole units of time. */
struct cs_bgnbd_cell {
	int32_t x, last, age;
	int64_t n; /* > 0 */
};

struct cs_bgnbd {
	enum cs_bgnbd_kind kind;
	double r, alpha, a, b; /* alpha in the unit of time */
	double loglik;
	int64_t customers, repeaters;
	/*
	 * How uncertain the logarithms of r, alpha, a and b are: their covariance. known: it could
	 * be found; it cannot where the data leave a parameter open (nobody ever drops out).
	 */
	double cov[CS_BGNBD_PARAMETERS][CS_BGNBD_PARAMETERS];
	bool known;
	enum cs_flag flag; /* NONE; N0: nobody; SMALL_N: too few came back; DOMAIN: no maximum */
};

/*
 * The parameters that make n cells likeliest, in any order. With SMALL_N and DOMAIN there are no
 * parameters, only the counts.
 */
struct cs_bgnbd cs_bgnbd_fit(enum cs_bgnbd_kind kind, const struct cs_bgnbd_cell *cell, size_t n);

/* The logarithm of the likelihood at the parameters of f. */
double cs_bgnbd_loglik(const struct cs_bgnbd *f, const struct cs_bgnbd_cell *cell, size_t n);

/* All that follow: f has parameters (flag NONE, or set by the caller). */

/* The probability that he is a customer at his age. */
double cs_bgnbd_alive(const struct cs_bgnbd *f, const struct cs_bgnbd_seen *c);

/* That he still is one when time t >= 0 has passed after that. */
double cs_bgnbd_alive_after(const struct cs_bgnbd *f, const struct cs_bgnbd_seen *c, double t);

/* That he buys nothing in that time: what can be seen afterwards. */
double cs_bgnbd_silent(const struct cs_bgnbd *f, const struct cs_bgnbd_seen *c, double t);

/*
 * How many purchases are expected of him in that time; of one who has just come for the first
 * time c is all zeros. Computed without the powers that overflow
 * at some hundred purchases and without the 0 / 0 at a = 1 of the textbook's form.
 */
double cs_bgnbd_expect(const struct cs_bgnbd *f, const struct cs_bgnbd_seen *c, double t);

/*
 * One of these probabilities with the bounds of that level for what the parameters leave open:
 * est -+ on the scale of its logit, by the slopes along the logarithms of the parameters. Without
 * f->known, and at 0 and 1, there are no bounds (zero_var).
 */
typedef double cs_bgnbd_fn(const struct cs_bgnbd *f, const struct cs_bgnbd_seen *c, double t);
struct cs_est cs_bgnbd_bounds(const struct cs_bgnbd *f, cs_bgnbd_fn *of,
    const struct cs_bgnbd_seen *c, double t, double level);

#endif
