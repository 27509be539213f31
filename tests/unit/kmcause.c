/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cumulative incidence: known answers, what adds up, edges. */
#include "stat/kmcause.h"

#include "../tap.h"

/* Fifteen customers: days followed, and how it ended: 0 not, 1 left, 2 moved away. */
static const int t[] = {30, 45, 45, 60, 60, 90, 120, 182, 182, 200, 365, 547, 547, 547, 547};
static const int how[] = {1, 2, 0, 1, 2, 0, 1, 1, 0, 0, 2, 0, 0, 0, 0};

/* summary(survfit(Surv(t, factor(how)) ~ 1, conf.type = "log-log"), times) of R */
static const struct {
	int t;
	double f[2], se[2], lo[2], hi[2]; /* of 1 and 2 */
} want[] = {
    {30, {0.0666666666666667, 0}, {0.0644061188719531, 0}, {0.00430036344937563, 0},
	{0.260321963072145, 0}},
    {60, {0.138888888888889, 0.138888888888889}, {0.0913293456820755, 0.0913293456820755},
	{0.0225437635893407, 0.0225437635893407}, {0.357861815369364, 0.357861815369364}},
    {182, {0.299382716049383, 0.138888888888889}, {0.12621779732375, 0.0913293456820755},
	{0.0913696418193154, 0.0225437635893407}, {0.544514534179056, 0.357861815369364}},
    {365, {0.299382716049383, 0.251234567901235}, {0.12621779732375, 0.130362136085409},
	{0.0913696418193154, 0.0558910831020081}, {0.544514534179056, 0.516044359291051}},
    {547, {0.299382716049383, 0.251234567901235}, {0.12621779732375, 0.130362136085409},
	{0.0913696418193154, 0.0558910831020081}, {0.544514534179056, 0.516044359291051}},
};

int
main(void)
{
	struct cs_hist kind[2] = {CS_HIST_INIT, CS_HIST_INIT};
	struct cs_km k = CS_KM_INIT;
	struct cs_km_curve c;
	struct cs_bins b[2], none = {NULL, 0, 0};
	double se, all;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		cs_km_add(&k, t[i], how[i] != 0);
		if (how[i] != 0)
			cs_hist_add(&kind[how[i] - 1], t[i]);
	}
	c = cs_km_curve(&k);
	for (int j = 0; j < 2; j++)
		b[j] = cs_hist_bins(&kind[j]);
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		double sum = cs_km_at(&c, want[i].t, .95, NULL).est;

		for (int j = 0; j < 2; j++) {
			struct cs_est r = cs_km_cause(&c, &b[j], want[i].t, .95, &se);

			is_near(r.est, want[i].f[j], 1e-9, "kind %d at %d", j + 1, want[i].t);
			is_near(se, want[i].se[j], 1e-9, "its error");
			is_near(r.lo, want[i].lo[j], 1e-9, "lower");
			is_near(r.hi, want[i].hi[j], 1e-9, "upper");
			ok(r.ci == (r.est > 0), "bounds where there is something");
			sum += r.est;
		}
		is_near(sum, 1, 1e-12, "with those who stay it is all");
	}
	/* one kind alone is 1 - S, with its errors */
	cs_bins_finish(&b[0]);
	b[0] = cs_hist_bins(&k.event);
	for (int day = 30; day < 548; day += 11) {
		struct cs_est r = cs_km_cause(&c, &b[0], day, .95, &se);

		is_near(r.est, 1 - cs_km_at(&c, day, .95, &all).est, 1e-12, "all kinds at %d", day);
		is_near(se, all, 1e-9, "and their error");
	}
	ok(cs_km_cause(&c, &none, 40, .95, &se).flag == CS_FLAG_ZERO_VAR && se == 0, "none");
	ok(cs_km_cause(&c, &b[1], 548, .95, NULL).flag == CS_FLAG_BEYOND, "behind the follow-up");
	for (int j = 0; j < 2; j++) {
		cs_bins_finish(&b[j]);
		cs_hist_finish(&kind[j]);
	}
	cs_km_curve_finish(&c);
	cs_km_finish(&k);
	return done();
}
