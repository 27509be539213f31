/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --uplift: what is told of each comparison. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "retain/retainupliftfit.h"

struct each {
	cs_uplift_tell *tell;
	void *arg;
	uint64_t few; /* groups of which something is not told */
};

static int
take(void *arg, const struct cs_uplift_fit *f, struct cs_err *e)
{
	struct each *each = arg;
	struct cs_str money = f->key[f->u->key + CS_UPLIFT_KEY_CURRENCY];
	const bool buys = !cs_str_eqz(money, "\\N");
	const unsigned n = CS_UPLIFT_STAYED + (unsigned)f->r->nat;
	struct cs_uplift_answer *answer = cs_mem_new(cs_uplift_outcomes(f->r), sizeof *answer);
	const int result = cs_uplift_answers(f, answer, e);
	bool few = false;

	for (unsigned o = 0; o < n && result == 0; o++) {
		if (o < CS_UPLIFT_STAYED ? !buys : !f->stays)
			continue;
		if (o == CS_UPLIFT_REVENUE && money.n == 0)
			continue;
		if (answer[o].n < f->r->min_group)
			few = true;
		else
			each->tell(each->arg, &(struct cs_uplift_row){f, o, &answer[o]});
	}
	each->few += few;
	free(answer);
	return result;
}

int
cs_uplift_each(struct cs_retain_worker *w, const struct cs_uplift *u, cs_uplift_tell *tell,
    void *arg, struct cs_err *e)
{
	struct each each = {tell, arg, 0};
	int status = cs_uplift_walk(w, u, take, &each, e);

	w->few = each.few;
	return status;
}

double
cs_uplift_unlike(const struct cs_uplift_fit *f)
{
	struct cs_match_stratum *s = cs_mem_new0(f->strata + 1, sizeof *s);
	double unlike;

	for (struct cs_uplift_piece p = {0}; cs_uplift_piece(f->numbers, &p);) {
		for (size_t i = 0; i < p.n; i++) {
			const struct cs_uplift_cell *c = &f->cell[p.x[i].cell];

			if (p.x[i].part == CS_UPLIFT_N)
				*(c->control ? &s[c->stratum].controls : &s[c->stratum].cases) +=
				    (int64_t)p.x[i].v;
		}
	}
	unlike = cs_match_unlike(s, f->strata);
	free(s);
	return unlike;
}

bool
cs_uplift_apart(double p, double q, double *d)
{
	double var = (p * (1 - p) + q * (1 - q)) / 2;

	*d = var > 0 ? (p - q) / sqrt(var) : 0;
	return var > 0;
}

bool
cs_uplift_bought(const struct cs_uplift_fit *f, double share[2])
{
	double all[2] = {0, 0}, bought[2] = {0, 0};

	for (struct cs_uplift_piece p = {0}; cs_uplift_piece(f->numbers, &p);) {
		for (size_t i = 0; i < p.n; i++) {
			const bool control = f->cell[p.x[i].cell].control;

			if (p.x[i].part == CS_UPLIFT_MATURE)
				all[control] += p.x[i].v;
			else if (p.x[i].part == CS_UPLIFT_BEFORE_BUYER)
				bought[control] += p.x[i].v;
		}
	}
	for (int side = 0; side < 2; side++)
		share[side] = all[side] > 0 ? bought[side] / all[side] : 0;
	return all[0] > 0 && all[1] > 0;
}
