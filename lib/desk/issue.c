/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts of one customer about one thing: see issue.h. */
#include "desk/issue.h"

#include <stdlib.h>

#include "base/civil.h"
#include "base/mem.h"

const char *
cs_issue_how_word(enum cs_issue_how how)
{
	static const char *const word[CS_ISSUE_HOWS] = {
	    "first", "unknown", "leg", "ticket", "link", "transfer", "callback", "reason"};

	return word[how];
}

int64_t
cs_issue_hash(struct cs_str name)
{
	return (int64_t)(cs_visit_hash(name).half[0] >> (64 - CS_VISIT_CONTACT_BITS));
}

void
cs_issues_finish(struct cs_issues *s)
{
	free(s->row);
	free(s->parent);
	free(s->contact);
	free(s->first);
	free(s->order);
	free(s->count);
	free(s->how);
	*s = (struct cs_issues){.n = 0};
}

/* Value number i of a row; CS_VISIT_NULL also where there is no such. */
static inline int64_t
value(const struct cs_issues *s, uint32_t row, int i)
{
	return i < 0 ? CS_VISIT_NULL : cs_visit_value(s->pile, s->visits, &s->visit[row], i);
}

static uint32_t
top(struct cs_issues *s, uint32_t row)
{
	while (s->parent[row] != row)
		row = s->parent[row] = s->parent[s->parent[row]];
	return row;
}

/* The smaller number leads. What is remembered of the link, their contacts share. */
static void
unite(struct cs_issues *s, uint32_t a, uint32_t b, enum cs_issue_how how)
{
	uint32_t x = top(s, a), y = top(s, b);
	uint8_t *ha = &s->how[s->contact[a]], *hb = &s->how[s->contact[b]];

	*ha = *ha < how ? *ha : (uint8_t)how;
	*hb = *hb < how ? *hb : (uint8_t)how;
	if (x < y)
		s->parent[y] = x;
	else
		s->parent[x] = y;
}

/* What an order is by: a value (BY_CONTACT, BY_TIME: none of those), then place. */
enum { BY_TIME = -2, BY_CONTACT = -1 };
struct ordering {
	const struct cs_issues *s;
	int by;
};

/* Visits lie by time, contact and place in the input; the rows of a contact that begin together
 * are brought into an order of their legs, and of what they say. */
static int
compare_place(const struct cs_issues *s, uint32_t a, uint32_t b)
{
	const struct cs_visit *x = &s->visit[a], *y = &s->visit[b];

	if (x->at == y->at && x->contact == y->contact) {
		int64_t i = value(s, a, s->form.leg), k = value(s, b, s->form.leg);

		if (i != k)
			return i < k ? -1 : 1;
		if (x->record != y->record)
			return x->record < y->record ? -1 : 1;
	}
	return (a > b) - (a < b);
}

static int
compare(const void *pa, const void *pb, void *arg)
{
	const struct ordering *o = arg;
	const struct cs_issues *s = o->s;
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
	int64_t x = 0, y = 0;

	if (o->by == BY_CONTACT) {
		x = (int64_t)s->visit[a].contact;
		y = (int64_t)s->visit[b].contact;
	} else if (o->by != BY_TIME) {
		x = value(s, a, o->by);
		y = value(s, b, o->by);
	}
	if (x != y)
		return x < y ? -1 : 1;
	return compare_place(s, a, b);
}

/* All rows into s->order, equals together, and those in the order of time. */
static void
sort_by(struct cs_issues *s, int by)
{
	struct ordering o = {s, by};

	for (uint32_t i = 0; i < s->n; i++)
		s->order[i] = i;
	if (s->n > 1)
		qsort_r(s->order, s->n, sizeof *s->order, compare, &o);
}

/* Legs are of one contact, whose first row stands for it in s->contact. */
static void
unite_legs(struct cs_issues *s)
{
	uint32_t first = 0;

	sort_by(s, BY_CONTACT);
	for (uint32_t i = 0; i < s->n; i++) {
		uint32_t row = s->order[i];

		if (i == 0 || s->visit[row].contact != s->visit[first].contact)
			first = row;
		s->contact[row] = first;
		s->parent[row] = row;
	}
	for (uint32_t i = 0; i < s->n; i++) {
		if (s->contact[i] != i)
			unite(s, s->contact[i], i, CS_ISSUE_HOWS);
	}
}

static void
unite_tickets(struct cs_issues *s, int ticket)
{
	sort_by(s, ticket);
	for (uint32_t i = 1; i < s->n; i++) {
		int64_t v = value(s, s->order[i], ticket);

		if (v != CS_VISIT_NULL && v == value(s, s->order[i - 1], ticket))
			unite(s, s->order[i - 1], s->order[i], CS_ISSUE_TICKET);
	}
}

/* After unite_legs: s->order is by contact. */
static void
unite_links(struct cs_issues *s)
{
	for (uint32_t row = 0; row < s->n; row++) {
		for (unsigned k = 0; k < s->form.nlink; k++) {
			int64_t v = value(s, row, s->form.link + (int)k);
			uint32_t low = 0, high = s->n;

			while (low < high) {
				uint32_t mid = low + (high - low) / 2;

				if ((int64_t)s->visit[s->order[mid]].contact < v)
					low = mid + 1;
				else
					high = mid;
			}
			if (v != CS_VISIT_NULL && low < s->n &&
			    (int64_t)s->visit[s->order[low]].contact == v &&
			    s->visit[row].contact != s->visit[s->order[low]].contact)
				unite(s, row, s->order[low], CS_ISSUE_LINK);
		}
	}
}

/* With the rows in the order of time, as for callbacks. A next row that is a leg of the same
 * contact is where it was transferred to. */
static void
unite_transfers(struct cs_issues *s)
{
	for (uint32_t i = 0; i + 1 < s->n; i++) {
		uint32_t row = s->order[i], then = s->order[i + 1];
		const struct cs_visit *x = &s->visit[row], *next = &s->visit[then];
		int64_t lasted = value(s, row, s->form.lasted);
		int64_t reach = s->rule.transfer_s * CS_USEC;

		reach += lasted != CS_VISIT_NULL ? lasted : 0;
		if ((x->bits & CS_ISSUE_MOVED) != 0 && next->contact != x->contact &&
		    next->at - x->at <= reach)
			unite(s, row, then, CS_ISSUE_TRANSFER);
	}
}

static void
unite_callbacks(struct cs_issues *s)
{
	uint32_t next = s->n; /* the outbound row behind the one at hand */

	for (uint32_t i = s->n; i-- > 0;) {
		uint32_t row = s->order[i];
		const struct cs_visit *x = &s->visit[row];

		if ((x->bits & CS_ISSUE_PROMISED) != 0 && next < s->n &&
		    s->visit[next].contact != x->contact &&
		    s->visit[next].at - x->at <= s->rule.callback_s * CS_USEC)
			unite(s, row, next, CS_ISSUE_CALLBACK);
		if ((x->bits & CS_ISSUE_OUTBOUND) != 0)
			next = row;
	}
}

static void
unite_reasons(struct cs_issues *s)
{
	sort_by(s, s->form.reason);
	for (uint32_t i = 1; i < s->n; i++) {
		uint32_t a = s->order[i - 1], b = s->order[i];
		int64_t window =
		    s->form.window < 0 ? s->rule.window_s : value(s, a, s->form.window);

		if (value(s, a, s->form.reason) == CS_VISIT_NULL ||
		    value(s, a, s->form.reason) != value(s, b, s->form.reason))
			continue;
		/* In seconds, rounded up, since a window may be of any length. */
		if (window > 0 &&
		    (s->visit[b].at - s->visit[a].at + CS_USEC - 1) / CS_USEC <= window)
			unite(s, a, b, CS_ISSUE_REASON);
	}
}

static enum cs_issue_how
how_of(const struct cs_issues *s, uint32_t row, uint32_t first)
{
	if (row == first)
		return (s->visit[row].bits & CS_ISSUE_UNKNOWN) != 0 ? CS_ISSUE_NOBODY
								    : CS_ISSUE_FIRST;
	return s->contact[row] != row ? CS_ISSUE_LEG : (enum cs_issue_how)s->how[row];
}

/* Numbers the rows of each issue. */
static void
number(struct cs_issues *s)
{
	sort_by(s, BY_TIME);
	memset(s->count, 0, s->n * sizeof *s->count);
	for (uint32_t i = 0; i < s->n; i++) {
		uint32_t row = s->order[i], of = top(s, row);

		if (s->count[of]++ == 0)
			s->first[of] = row;
		s->row[row] =
		    (struct cs_issue_row){s->first[of], s->count[of], how_of(s, row, s->first[of])};
	}
}

void
cs_issues_find(struct cs_issues *s, size_t from, size_t n)
{
	size_t cap = s->cap;

	s->visit = s->pile->visit + from;
	s->n = (uint32_t)n;
	s->row = cs_mem_grow(s->row, &cap, n, sizeof *s->row);
	if (cap != s->cap) {
		s->parent = cs_mem_resize(s->parent, cap, sizeof *s->parent);
		s->contact = cs_mem_resize(s->contact, cap, sizeof *s->contact);
		s->first = cs_mem_resize(s->first, cap, sizeof *s->first);
		s->order = cs_mem_resize(s->order, cap, sizeof *s->order);
		s->count = cs_mem_resize(s->count, cap, sizeof *s->count);
		s->how = cs_mem_resize(s->how, cap, sizeof *s->how);
		s->cap = cap;
	}
	memset(s->how, CS_ISSUE_HOWS, n * sizeof *s->how);
	unite_legs(s);
	if (s->form.nlink != 0)
		unite_links(s);
	for (unsigned k = 0; k < s->form.nticket; k++)
		unite_tickets(s, s->form.ticket + (int)k);
	if (n > 1 && (s->visit[0].bits & CS_ISSUE_UNKNOWN) == 0) {
		sort_by(s, BY_TIME);
		if (s->rule.transfer_s > 0)
			unite_transfers(s);
		if (s->rule.callback_s > 0)
			unite_callbacks(s);
		if (s->form.reason >= 0)
			unite_reasons(s);
	}
	number(s);
}
