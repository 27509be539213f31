/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts, customer by customer: see customer.h. */
#include "desk/customer.h"

#include <stdlib.h>

#include "base/mem.h"

void
cs_customer_begin(struct cs_customer *c, const struct cs_visits *v, const struct cs_visit_pile *p)
{
	c->visits = v;
	c->pile = p;
	c->from = c->n = 0;
}

void
cs_customer_finish(struct cs_customer *c)
{
	free(c->row);
	free(c->leg);
	free(c->unsaid);
	free(c->next);
	*c = (struct cs_customer){.n = 0};
}

bool
cs_customer_next(struct cs_customer *c)
{
	const struct cs_visit *v = c->pile->visit;
	size_t n = c->pile->n, cap = c->cap, end;

	c->from += c->n;
	if (c->from == n)
		return false;
	for (end = c->from + 1; end < n && v[end].customer == v[c->from].customer; end++)
		;
	c->n = end - c->from;
	c->row = cs_mem_grow(c->row, &cap, c->n, sizeof *c->row);
	if (cap != c->cap) {
		c->leg = cs_mem_resize(c->leg, cap, sizeof *c->leg);
		c->unsaid = cs_mem_resize(c->unsaid, cap, sizeof *c->unsaid);
		c->next = cs_mem_resize(c->next, cap, sizeof *c->next);
		c->cap = cap;
	}
	return true;
}

static inline int64_t
value(const struct cs_customer *c, const struct cs_visit *x)
{
	return cs_visit_value(c->pile, c->visits, x, c->same);
}

static int
compare(const void *pa, const void *pb, void *arg)
{
	const struct cs_visit *const *a = pa, *const *b = pb;
	int64_t x = value(arg, *a), y = value(arg, *b);

	if (x != y)
		return x < y ? -1 : 1;
	/* They lie in one array in the order of time and contact. */
	return (*a > *b) - (*a < *b);
}

void
cs_customer_view(struct cs_customer *c, int same)
{
	c->same = same;
	c->nrow = c->nleg = c->nunsaid = 0;
	for (size_t i = c->from; i < c->from + c->n; i++) {
		const struct cs_visit *x = &c->pile->visit[i];

		if (x->leg)
			c->leg[c->nleg++] = x;
		else if (same >= 0 && value(c, x) == CS_VISIT_NULL)
			c->unsaid[c->nunsaid++] = x;
		else
			c->row[c->nrow++] = x;
	}
	if (same >= 0 && c->nrow > 1)
		qsort_r(c->row, c->nrow, sizeof *c->row, compare, c);
}

size_t
cs_customer_run(const struct cs_customer *c, size_t begin)
{
	size_t end = begin;

	if (c->same < 0)
		return c->nrow;
	while (end < c->nrow && value(c, c->row[end]) == value(c, c->row[begin]))
		end++;
	return end;
}

/* Of rows that begin together, in their order, the first that is not of contact `but`; or NULL. */
static const struct cs_visit *
soonest(const struct cs_visit *const *v, size_t n, const struct cs_visit *but)
{
	for (size_t i = 0; i < n; i++)
		if (but == NULL || v[i]->contact != but->contact)
			return v[i];
	return NULL;
}

void
cs_customer_follow(struct cs_customer *c, size_t from, size_t to)
{
	/* The soonest later rows of two different contacts: the next one after a row is the one of
	 * them that is not of its own. */
	const struct cs_visit *first = NULL, *second = NULL, *now, *other, *const *v = c->row;
	size_t begin, end;

	for (end = to; end > from; end = begin) {
		for (begin = end - 1; begin > from && v[begin - 1]->at == v[begin]->at; begin--)
			;
		for (size_t i = begin; i < end; i++)
			c->next[i] =
			    first != NULL && first->contact == v[i]->contact ? second : first;
		now = soonest(v + begin, end - begin, NULL);
		other = soonest(v + begin, end - begin, now);
		if (other != NULL)
			second = other;
		else if (first != NULL && first->contact != now->contact)
			second = first;
		first = now;
	}
}
