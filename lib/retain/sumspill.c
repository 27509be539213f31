/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums that outgrow the memory: see sumspill.h. */
#include "retain/sumspill.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cell/keyruns.h"

struct cs_sumspill {
	const struct cs_sums_form *form;
	struct cs_scratch *scratch;
	pthread_mutex_t lock; /* of the list of runs while they are written */
	struct cs_sumstore *run;
	size_t n, cap;
};

struct cs_sumspill *
cs_sumspill_new(const struct cs_sums_form *form, struct cs_scratch *scratch)
{
	struct cs_sumspill *s = cs_mem_new0(1, sizeof *s);

	s->form = form;
	s->scratch = scratch;
	(void)pthread_mutex_init(&s->lock, NULL);
	return s;
}

void
cs_sumspill_free(struct cs_sumspill *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->n; i++)
		cs_sumstore_finish(&s->run[i]);
	free(s->run);
	(void)pthread_mutex_destroy(&s->lock);
	free(s);
}

bool
cs_sumspill_any(const struct cs_sumspill *s)
{
	return s->n != 0;
}

/* All groups of one store added to another. */
static int
copy(const struct cs_sumstore *from, struct cs_sumstore *to, struct cs_err *e)
{
	struct cs_sumcursor c;
	int got;

	cs_sumcursor_begin(&c, from, 0);
	while ((got = cs_sumcursor_next(&c, e)) > 0 && cs_sumstore_add(to, &c.at, e) == 0)
		;
	cs_sumcursor_finish(&c);
	return got == 0 ? cs_sumstore_end(to, e) : -1;
}

int
cs_sumspill_add(struct cs_sumspill *s, struct cs_sums *sums, struct cs_err *e)
{
	struct cs_sumstore of, run;
	int result;

	if (cs_sums_sort(sums, e) != 0)
		return -1;
	cs_sumstore_of(&of, sums);
	cs_sumstore_init(&run, s->form, s->scratch);
	result = copy(&of, &run, e);
	cs_sums_finish(sums);
	cs_sums_init(sums, s->form);
	(void)pthread_mutex_lock(&s->lock);
	s->run = cs_mem_grow(s->run, &s->cap, s->n + 1, sizeof *s->run);
	s->run[s->n++] = run;
	(void)pthread_mutex_unlock(&s->lock);
	return result;
}

/* Runs that are read side by side. */
struct merging {
	const struct cs_sums_form *form;
	struct cs_sumcursor *run;
	struct cs_keyruns runs;
	struct cs_sum *sum; /* the numbers of the group that is put together, of all runs */
	size_t nsum, cap;
};

static int
by_part(const void *pa, const void *pb)
{
	const struct cs_sum *a = pa, *b = pb;

	return a->part != b->part ? (a->part > b->part) - (a->part < b->part)
				  : (a->t > b->t) - (a->t < b->t);
}

/* What several runs have of one group, added up. -1 with *e: a number ran over. */
static int
fold(struct merging *m, struct cs_err *e)
{
	size_t n = 0;

	qsort(m->sum, m->nsum, sizeof *m->sum, by_part);
	for (size_t i = 0; i < m->nsum; i++) {
		if (n == 0 || by_part(&m->sum[n - 1], &m->sum[i]) != 0)
			m->sum[n++] = m->sum[i];
		else if (__builtin_add_overflow(m->sum[n - 1].v, m->sum[i].v, &m->sum[n - 1].v))
			return cs_err_set(e, CS_EXIT_DATA, "a sum is too large to be counted");
	}
	m->nsum = n;
	return 0;
}

static bool
same(const struct merging *m, const struct cs_str *x, const struct cs_str *y)
{
	for (unsigned k = 0; k < m->form->nkey; k++)
		if (!cs_str_eq(x[k], y[k]))
			return false;
	return true;
}

/* The group that is the least. */
static const struct cs_sumgroup *
least(const struct merging *m)
{
	return &m->run[m->runs.least[0]].at;
}

/* The run that is at it goes on. */
static int
go_on(struct merging *m, struct cs_err *e)
{
	int got = cs_sumcursor_next(&m->run[m->runs.least[0]], e);

	if (got >= 0)
		cs_keyruns_next(&m->runs, got > 0);
	return got < 0 ? -1 : 0;
}

/* The least group of all runs, to the store. */
static int
merge_group(struct merging *m, struct cs_sumstore *to, struct cs_str *key, struct cs_buf *keys,
    struct cs_err *e)
{
	const struct cs_sumgroup *g = least(m);
	size_t at = 0;

	if (!cs_keyruns_shared(&m->runs))
		return cs_sumstore_add(to, g, e) == 0 ? go_on(m, e) : -1;
	/* The texts of a run's keys are gone when it goes on. */
	cs_buf_reset(keys);
	for (unsigned k = 0; k < m->form->nkey; k++)
		cs_buf_str(keys, g->key[k]);
	for (unsigned k = 0; k < m->form->nkey; k++) {
		key[k] = cs_str(keys->p + at, g->key[k].n);
		at += g->key[k].n;
	}
	for (m->nsum = 0; m->runs.n != 0 && same(m, least(m)->key, key);) {
		g = least(m);
		if (m->nsum + g->n > m->cap)
			m->sum = cs_mem_grow(m->sum, &m->cap, m->nsum + g->n, sizeof *m->sum);
		memcpy(m->sum + m->nsum, g->sum, g->n * sizeof *g->sum);
		m->nsum += g->n;
		if (go_on(m, e) != 0)
			return -1;
	}
	if (fold(m, e) != 0)
		return -1;
	return cs_sumstore_add(to, &(struct cs_sumgroup){key, m->sum, m->nsum}, e);
}

static int
merge_all(struct merging *m, struct cs_sumspill *s, struct cs_sumstore *to, struct cs_err *e)
{
	struct cs_str *key = cs_mem_new((size_t)s->form->nkey + 1, sizeof *key);
	struct cs_buf keys = CS_BUF_INIT;
	int result = 0;

	for (size_t i = 0; i < s->n && result == 0; i++) {
		int got = cs_sumcursor_next(&m->run[i], e);

		if (got > 0)
			cs_keyruns_add(&m->runs, i, m->run[i].at.key);
		result = got < 0 ? -1 : 0;
	}
	while (m->runs.n != 0 && result == 0)
		result = merge_group(m, to, key, &keys, e);
	free(key);
	cs_buf_finish(&keys);
	return result;
}

int
cs_sumspill_merge(struct cs_sumspill *s, struct cs_sumstore *to, struct cs_err *e)
{
	struct merging m = {.form = s->form};
	int result;

	cs_sumstore_init(to, s->form, s->scratch);
	m.run = cs_mem_new0(s->n + 1, sizeof *m.run);
	cs_keyruns_init(&m.runs, s->form->key, s->form->nkey, s->n);
	for (size_t i = 0; i < s->n; i++)
		cs_sumcursor_begin(&m.run[i], &s->run[i], 0);
	result = merge_all(&m, s, to, e);
	for (size_t i = 0; i < s->n; i++)
		cs_sumcursor_finish(&m.run[i]);
	free(m.run);
	free(m.sum);
	cs_keyruns_finish(&m.runs);
	return result == 0 ? cs_sumstore_end(to, e) : -1;
}
