/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who bears what service departments cost: see serviceflow.h. */
#include "charge/serviceflow.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

const char *const cs_allocation_name[CS_ALLOCATIONS] = {
    [CS_ALLOCATION_DIRECT] = "direct",
    [CS_ALLOCATION_STEP_DOWN] = "step-down",
    [CS_ALLOCATION_RECIPROCAL] = "reciprocal",
};

/* The part of its work that each service does for other services. */
static struct cs_ratio *
for_services(const struct cs_services *s)
{
	struct cs_ratio *part = cs_ratios_new(s->nservice), all;

	cs_ratio_init(&all);
	for (size_t d = 0; d < s->nservice; d++) {
		cs_ratio_int(&all, 0);
		for (size_t to = 0; to < s->n; to++) {
			const struct cs_ratio *units = cs_services_units(s, d, to);

			cs_ratio_add(&all, &all, units);
			if (to < s->nservice)
				cs_ratio_add(&part[d], &part[d], units);
		}
		cs_ratio_div(&part[d], &part[d], &all);
	}
	cs_ratio_finish(&all);
	return part;
}

struct ordering {
	const struct cs_ratio *part;
	const cs_i128 *own;
};

static int
by_part(const void *pa, const void *pb, void *ctx)
{
	const struct ordering *o = ctx;
	size_t a = *(const size_t *)pa, b = *(const size_t *)pb;
	int c = cs_ratio_cmp(&o->part[b], &o->part[a]);

	if (c == 0)
		c = (o->own[b] > o->own[a]) - (o->own[b] < o->own[a]);
	/* Services are numbered by name. */
	return c != 0 ? c : (a > b) - (a < b);
}

void
cs_service_order(const struct cs_services *s, const cs_i128 *own, size_t *order)
{
	struct cs_ratio *part = for_services(s);

	for (size_t i = 0; i < s->nservice; i++)
		order[i] = i;
	if (s->nservice != 0)
		qsort_r(order, s->nservice, sizeof *order, by_part, &(struct ordering){part, own});
	cs_ratios_free(part, s->nservice);
}

int
cs_service_order_named(const struct cs_services *s, const struct cs_str *name, size_t n,
    size_t *order, struct cs_err *e)
{
	for (size_t i = 0; i < n; i++) {
		size_t d = cs_services_find(s, name[i]);

		if (d >= s->nservice)
			return cs_err_set(e, CS_EXIT_USAGE, "--step-order: '%.*s' %s",
			    CS_STR_ARG(name[i]),
			    d == s->n ? "is not in --services" : "serves no other department");
		for (size_t k = 0; k < i; k++)
			if (order[k] == d)
				return cs_err_set(e, CS_EXIT_USAGE,
				    "--step-order: '%.*s' is there twice", CS_STR_ARG(name[i]));
		order[i] = d;
	}
	for (size_t d = 0; d < s->nservice; d++) {
		size_t k = 0;

		while (k < n && order[k] != d)
			k++;
		if (k == n)
			return cs_err_set(e, CS_EXIT_USAGE, "--step-order: '%.*s' is missing",
			    CS_STR_ARG(s->name[d]));
	}
	return 0;
}

void
cs_service_mutual(const struct cs_services *s, const cs_i128 *own, struct cs_ratio *part)
{
	struct cs_ratio *each = for_services(s), all;

	cs_ratio_init(&all);
	cs_ratio_int(part, 0);
	for (size_t d = 0; d < s->nservice; d++) {
		cs_ratio_times(&each[d], &each[d], own[d]);
		cs_ratio_add(part, part, &each[d]);
		cs_ratio_int(&each[d], own[d]);
		cs_ratio_add(&all, &all, &each[d]);
	}
	if (cs_ratio_sign(&all) != 0)
		cs_ratio_div(part, part, &all);
	else
		cs_ratio_int(part, 0);
	cs_ratio_finish(&all);
	cs_ratios_free(each, s->nservice);
}

/* --- the flow --------------------------------------------------------------------------------- */

/* pass[d x n + to]: the part of what service d has that it passes on to `to`. */
static struct cs_ratio *
passing(struct cs_service_flow *f)
{
	const struct cs_services *s = f->of;
	struct cs_ratio *pass = cs_ratios_new(s->nservice * s->n), all;
	size_t *step = cs_mem_new(s->nservice + 1, sizeof *step);

	cs_ratio_init(&all);
	for (size_t i = 0; i < s->nservice; i++)
		step[f->order[i]] = i;
	for (size_t d = 0; d < s->nservice; d++) {
		struct cs_ratio *row = &pass[d * s->n];

		cs_ratio_int(&all, 0);
		for (size_t to = 0; to < s->n; to++) {
			if (to < s->nservice &&
			    (f->how == CS_ALLOCATION_DIRECT ||
				(f->how == CS_ALLOCATION_STEP_DOWN && step[to] < step[d])))
				continue;
			cs_ratio_set(&row[to], cs_services_units(s, d, to));
			cs_ratio_add(&all, &all, &row[to]);
		}
		f->stuck[d] = cs_ratio_sign(&all) == 0;
		for (size_t to = 0; to < s->n && !f->stuck[d]; to++)
			cs_ratio_div(&row[to], &row[to], &all);
	}
	free(step);
	cs_ratio_finish(&all);
	return pass;
}

/* row -= by x from, over n. */
static void
less(struct cs_ratio *row, const struct cs_ratio *from, const struct cs_ratio *by, size_t n)
{
	struct cs_ratio t;

	cs_ratio_init(&t);
	for (size_t i = 0; i < n; i++) {
		if (cs_ratio_sign(&from[i]) == 0)
			continue;
		cs_ratio_mul(&t, &from[i], by);
		cs_ratio_sub(&row[i], &row[i], &t);
	}
	cs_ratio_finish(&t);
}

/* m = (I - P)^-1: a is I - P, and is I afterwards; m begins as I. */
static void
eliminate(struct cs_ratio *a, struct cs_ratio *m, size_t n)
{
	struct cs_ratio by;

	cs_ratio_init(&by);
	for (size_t i = 0; i < n; i++) {
		cs_ratio_set(&by, &a[i * n + i]);
		assert(cs_ratio_sign(&by) > 0);
		for (size_t k = 0; k < n; k++) {
			cs_ratio_div(&a[i * n + k], &a[i * n + k], &by);
			cs_ratio_div(&m[i * n + k], &m[i * n + k], &by);
		}
		for (size_t r = 0; r < n; r++) {
			if (r == i || cs_ratio_sign(&a[r * n + i]) == 0)
				continue;
			cs_ratio_set(&by, &a[r * n + i]);
			less(&a[r * n], &a[i * n], &by, n);
			less(&m[r * n], &m[i * n], &by, n);
		}
	}
	cs_ratio_finish(&by);
}

/* to += a x b */
static void
add_product(struct cs_ratio *to, const struct cs_ratio *a, const struct cs_ratio *b)
{
	struct cs_ratio t;

	if (cs_ratio_sign(a) == 0 || cs_ratio_sign(b) == 0)
		return;
	cs_ratio_init(&t);
	cs_ratio_mul(&t, a, b);
	cs_ratio_add(to, to, &t);
	cs_ratio_finish(&t);
}

void
cs_service_flow_make(struct cs_service_flow *f, const struct cs_services *s, enum cs_allocation how,
    const size_t *order)
{
	size_t n = s->nservice, rest = s->n - n;
	struct cs_ratio *pass, *a = cs_ratios_new(n * n), one;

	*f = (struct cs_service_flow){.of = s, .how = how};
	f->order = cs_mem_new(n + 1, sizeof *f->order);
	if (n != 0)
		memcpy(f->order, order, n * sizeof *f->order);
	f->stuck = cs_mem_new0(n + 1, sizeof *f->stuck);
	f->through = cs_ratios_new(n * n);
	f->share = cs_ratios_new(n * rest);
	pass = passing(f);
	cs_ratio_init(&one);
	cs_ratio_int(&one, 1);
	for (size_t d = 0; d < n; d++) {
		cs_ratio_int(&f->through[d * n + d], 1);
		for (size_t to = 0; to < n; to++)
			cs_ratio_neg(&a[d * n + to], &pass[d * s->n + to]);
		cs_ratio_add(&a[d * n + d], &a[d * n + d], &one);
	}
	cs_ratio_finish(&one);
	eliminate(a, f->through, n);
	for (size_t d = 0; d < n; d++)
		for (size_t by = 0; by < n; by++)
			for (size_t to = 0; to < rest; to++)
				add_product(&f->share[d * rest + to], &f->through[d * n + by],
				    &pass[by * s->n + n + to]);
	cs_ratios_free(a, n * n);
	cs_ratios_free(pass, n * s->n);
}

void
cs_service_flow_finish(struct cs_service_flow *f)
{
	size_t n = f->of != NULL ? f->of->nservice : 0, rest = f->of != NULL ? f->of->n - n : 0;

	cs_ratios_free(f->through, n * n);
	cs_ratios_free(f->share, n * rest);
	free(f->order);
	free(f->stuck);
	*f = (struct cs_service_flow){.of = NULL};
}

static int
stuck(const struct cs_service_flow *f, size_t d, struct cs_err *e)
{
	const struct cs_services *s = f->of;
	struct cs_buf order = CS_BUF_INIT;

	if (f->how == CS_ALLOCATION_DIRECT) {
		cs_err_set_(e, CS_EXIT_DATA,
		    "--allocation direct: %.*s serves service departments only, so nobody would "
		    "bear "
		    "what it costs",
		    CS_STR_ARG(s->name[d]));
		return cs_err_hint(e, "--allocation step-down or reciprocal");
	}
	for (size_t i = 0; i < s->nservice; i++) {
		cs_buf_z(&order, i == 0 ? "" : ", ");
		cs_buf_str(&order, s->name[f->order[i]]);
	}
	cs_err_set_(e, CS_EXIT_DATA,
	    "--allocation step-down in the order %s: %.*s serves nobody behind it, so nobody would "
	    "bear what it has come to cost",
	    cs_buf_cstr(&order), CS_STR_ARG(s->name[d]));
	cs_buf_finish(&order);
	return cs_err_hint(e, "--allocation reciprocal, or another --step-order");
}

int
cs_service_flow_run(const struct cs_service_flow *f, const struct cs_ratio *own,
    struct cs_ratio *gross, struct cs_ratio *received, struct cs_err *e)
{
	size_t n = f->of->nservice, rest = f->of->n - n;
	struct cs_ratio *passed = gross != NULL ? gross : cs_ratios_new(n);
	int result = 0;

	for (size_t to = 0; to < n; to++) {
		cs_ratio_int(&passed[to], 0);
		for (size_t d = 0; d < n; d++)
			add_product(&passed[to], &own[d], &f->through[d * n + to]);
		if (f->stuck[to] && cs_ratio_sign(&passed[to]) != 0 && result == 0)
			result = stuck(f, to, e);
	}
	for (size_t to = 0; to < rest && received != NULL; to++) {
		cs_ratio_int(&received[to], 0);
		for (size_t d = 0; d < n; d++)
			add_product(&received[to], &own[d], &f->share[d * rest + to]);
	}
	if (gross == NULL)
		cs_ratios_free(passed, n);
	return result;
}
