/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chains of contacts: see chains.h. */
#include "desk/chains.h"

#include <stdlib.h>

#include "base/civil.h"
#include "base/mem.h"

void
cs_chains_finish(struct cs_chains *c)
{
	free(c->step);
	free(c->by_contact);
	free(c->order);
	*c = (struct cs_chains){.visits = c->visits, .pile = c->pile, .as_of = c->as_of};
}

int64_t
cs_follow_window(const struct cs_visits *v, const struct cs_visit_pile *p,
    const struct cs_follow_rule *rule, const struct cs_visit *x)
{
	int64_t s = rule->window;

	if (rule->window_value >= 0)
		s = cs_visit_value(p, v, x, rule->window_value);
	return s > 0 && s < INT64_MAX / CS_USEC ? s : CS_VISIT_NULL;
}

/* Time, then what does not depend on the order of the input; rows that are alike as they came. */
static int
by_time(const struct cs_visit *a, const struct cs_visit *b)
{
	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	if (((a->contact | b->contact) & CS_VISIT_NO_ID) == 0 && a->contact != b->contact)
		return a->contact < b->contact ? -1 : 1;
	if (((a->contact ^ b->contact) & CS_VISIT_NO_ID) != 0)
		return (a->contact & CS_VISIT_NO_ID) == 0 ? -1 : 1;
	if (a->record != b->record)
		return a->record < b->record ? -1 : 1;
	return (a->row > b->row) - (a->row < b->row);
}

static int
compare_contact(const void *pa, const void *pb, void *arg)
{
	const struct cs_step *step = arg;
	const struct cs_visit *a = step[*(const uint32_t *)pa].visit;
	const struct cs_visit *b = step[*(const uint32_t *)pb].visit;

	if (a->contact != b->contact)
		return a->contact < b->contact ? -1 : 1;
	return by_time(a, b);
}

static int
compare_time(const void *pa, const void *pb, void *arg)
{
	const struct cs_step *step = arg;

	return by_time(step[*(const uint32_t *)pa].visit, step[*(const uint32_t *)pb].visit);
}

/* Which rows are one contact: sets contact and copy; c->order gets the first rows, by time. */
static size_t
find_contacts(struct cs_chains *c)
{
	size_t n = 0;

	for (uint32_t i = 0; i < c->n; i++)
		c->by_contact[i] = i;
	qsort_r(c->by_contact, c->n, sizeof *c->by_contact, compare_contact, c->step);
	for (size_t i = 0; i < c->n; i++) {
		struct cs_step *x = &c->step[c->by_contact[i]];
		const struct cs_step *before = i != 0 ? &c->step[c->by_contact[i - 1]] : NULL;

		if (before == NULL || before->visit->contact != x->visit->contact) {
			x->contact = c->by_contact[i];
			c->order[n++] = c->by_contact[i];
			continue;
		}
		x->contact = before->contact;
		x->copy = before->visit->row == x->visit->row;
	}
	qsort_r(c->order, n, sizeof *c->order, compare_time, c->step);
	return n;
}

/* Microseconds after a contact in which another belongs to its chain; negative: none does. */
static int64_t
reach(const struct cs_chains *c, const struct cs_follow_rule *rule, const struct cs_visit *x)
{
	int64_t s = cs_follow_window(c->visits, c->pile, rule, x);

	return s == CS_VISIT_NULL ? -1 : s * CS_USEC;
}

void
cs_chains_find(struct cs_chains *c, const struct cs_follow_rule *rule,
    const struct cs_visit *const *row, size_t n)
{
	struct cs_step *root = NULL, *x;
	const struct cs_visit *since = NULL; /* whose window it is */
	int64_t within = -1;
	size_t contacts;

	c->n = n;
	c->step = cs_mem_grow(c->step, &c->cap, n, sizeof *c->step);
	c->by_contact = cs_mem_grow(c->by_contact, &c->by_contact_cap, n, sizeof *c->by_contact);
	c->order = cs_mem_grow(c->order, &c->order_cap, n, sizeof *c->order);
	for (size_t i = 0; i < n; i++)
		c->step[i] = (struct cs_step){.visit = row[i]};
	contacts = find_contacts(c);
	for (size_t i = 0; i < contacts; i++) {
		x = &c->step[c->order[i]];
		if (root == NULL || x->visit->at - since->at > within)
			root = x;
		x->root = (uint32_t)(root - c->step);
		x->place = ++root->length;
		if (root == x || !rule->fixed) {
			since = x->visit;
			within = reach(c, rule, since);
		}
		root->open = c->as_of - since->at < (within > 0 ? within : 0);
	}
	for (size_t i = 0; i < n; i++) {
		x = &c->step[i];
		x->root = c->step[x->contact].root;
		x->place = c->step[x->contact].place;
	}
}

int64_t
cs_chains_leg(const struct cs_chains *c, const struct cs_visit *leg)
{
	size_t low = 0, high = c->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (c->step[c->by_contact[mid]].visit->contact < leg->contact)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == c->n || c->step[c->by_contact[low]].visit->contact != leg->contact)
		return -1;
	return c->by_contact[low];
}

/* What a row of the contact of a step adds to its chain. */
static bool
add(struct cs_chains *c, int x, const struct cs_step *of, const struct cs_visit *visit)
{
	int64_t v = cs_visit_value(c->pile, c->visits, visit, x);
	struct cs_step *root = &c->step[of->root];

	if (of->root == of->contact || v == CS_VISIT_NULL)
		return true;
	return !__builtin_add_overflow(root->added, v, &root->added);
}

bool
cs_chains_add(struct cs_chains *c, int x, const struct cs_visit *const *leg, size_t nleg)
{
	bool good = true;

	for (size_t i = 0; i < c->n; i++)
		c->step[i].added = 0;
	for (size_t i = 0; i < c->n; i++) {
		if (!c->step[i].copy)
			good = add(c, x, &c->step[i], c->step[i].visit) && good;
	}
	for (size_t i = 0; i < nleg; i++) {
		int64_t of = cs_chains_leg(c, leg[i]);

		if (of >= 0)
			good = add(c, x, &c->step[of], leg[i]) && good;
	}
	return good;
}
