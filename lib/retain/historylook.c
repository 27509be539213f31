/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lives out of the piles of a history: see historylook.h. */
#include "retain/historylook.h"

#include <stdlib.h>

#include "base/mem.h"
#include "desk/sweep.h"
#include "retain/historybits.h"

/* More facts of a kind than that, and those of one id are found by a table. */
enum { FEW = 24 };

/* One thread's room for a life. */
struct room {
	struct cs_fact *fact[CS_FACTS];
	size_t cap[CS_FACTS];
	uint32_t *slot; /* indices by hash of their ids; UINT32_MAX: free */
	size_t slot_cap;
	bool refused; /* what looks at lives gave up */
};

struct looking {
	const struct cs_history_look *k;
	struct room *room; /* by worker */
	bool *marked;	   /* by group of contacts; NULL: nothing marks one */
};

/* Facts of a kind by their ids. */
struct ids {
	const struct cs_fact *fact;
	uint32_t *slot; /* NULL: few, all before the one at hand are looked at */
	size_t mask;
};

static struct ids
ids_begin(struct room *room, const struct cs_fact *fact, size_t n, bool table)
{
	struct ids s = {.fact = fact};
	size_t slots = 64;

	if (n <= FEW && !table)
		return s;
	while (slots < 2 * n)
		slots *= 2;
	room->slot = cs_mem_grow(room->slot, &room->slot_cap, slots, sizeof *room->slot);
	memset(room->slot, 0xff, slots * sizeof *room->slot);
	s.slot = room->slot;
	s.mask = slots - 1;
	return s;
}

/*
 * The number of a fact before with the same id as the one at hand; UINT32_MAX: there is none, and
 * the one at hand is found from now on; latest: it is in any case.
 */
static uint32_t
ids_add(struct ids *s, uint32_t at, bool latest)
{
	uint64_t id = s->fact[at].id;
	uint32_t before;
	size_t p;

	if (id == CS_VISIT_NO_ID)
		return UINT32_MAX;
	if (s->slot == NULL) {
		for (before = at; before-- > 0;) {
			if (s->fact[before].id == id)
				return before;
		}
		return UINT32_MAX;
	}
	for (p = id & s->mask; s->slot[p] != UINT32_MAX; p = (p + 1) & s->mask) {
		if (s->fact[s->slot[p]].id == id)
			break;
	}
	before = s->slot[p];
	if (latest || before == UINT32_MAX)
		s->slot[p] = at;
	return before;
}

/* By group of contacts, whether a row of it is marked. To be freed; NULL: nothing marks one. */
static bool *
marked_groups(const struct cs_history *h)
{
	const size_t groups = h->keys[CS_FACT_CONTACT].ngroup;
	bool *marked;

	if (h->nmark == 0)
		return NULL;
	marked = cs_mem_new0(groups + 1, sizeof *marked);
	for (uint32_t g = 0; g < groups; g++) {
		struct cs_str cell = cs_fact_key(h, CS_FACT_CONTACT, g, (unsigned)h->mark_key);

		for (size_t i = 0; i < h->nmark && !marked[g]; i++)
			marked[g] = cs_str_eq(cell, h->mark[i]);
	}
	return marked;
}

/* What one row of a contact says holds for all: back along the chain, then on from the first. */
static void
mark_contacts(struct room *room, const struct cs_life *l, const bool *marked)
{
	struct cs_fact *fact = room->fact[CS_FACT_CONTACT];
	const size_t n = l->n[CS_FACT_CONTACT];

	for (size_t i = n; i-- > 0;) {
		const uint32_t next = fact[i].next;

		if (marked[fact[i].group] ||
		    (next != UINT32_MAX && (fact[next].bits & CS_FACT_MARKED) != 0))
			fact[i].bits |= CS_FACT_MARKED;
	}
	for (size_t i = 0; i < n; i++) {
		const uint32_t next = fact[i].next;

		if (next == UINT32_MAX)
			continue;
		fact[next].bits |= fact[i].bits & (CS_FACT_MARKED | CS_FACT_AGAIN);
		if ((fact[i].bits & CS_FACT_REPORTED) != 0)
			fact[next].bits |= CS_FACT_AGAIN;
	}
}

/*
 * Rows of one contact are chained in the order of time; all but the first are legs, whatever
 * number they have: the leg before may be of somebody who was not yet known to be this customer.
 */
static void
chain_contacts(struct room *room, struct cs_life *l)
{
	struct cs_fact *fact = room->fact[CS_FACT_CONTACT];
	size_t n = l->n[CS_FACT_CONTACT];
	struct ids ids = ids_begin(room, fact, n, false);

	for (uint32_t i = 0; i < n; i++) {
		uint32_t before = ids_add(&ids, i, true);

		if (before != UINT32_MAX) {
			fact[before].next = i;
			fact[i].bits |= CS_FACT_LEG;
		} else if (fact[i].id != CS_VISIT_NO_ID) {
			fact[i].bits &= (uint8_t)~CS_FACT_LEG;
		}
	}
}

/* Of purchases with the same id the earliest is kept. */
static void
drop_purchases(struct room *room, struct cs_life *l)
{
	struct cs_fact *fact = room->fact[CS_FACT_PURCHASE];
	size_t n = l->n[CS_FACT_PURCHASE], out = 0;
	struct ids ids = ids_begin(room, fact, n, false);

	for (size_t i = 0; i < n; i++) {
		fact[out] = fact[i];
		out += ids_add(&ids, (uint32_t)out, false) == UINT32_MAX;
	}
	l->odd[CS_LIFE_PURCHASE_TWICE] = (uint32_t)(n - out);
	l->n[CS_FACT_PURCHASE] = out;
}

/* Of answers about one contact the first is kept; a request is none where an answer came. */
static void
drop_answers(struct room *room, struct cs_life *l)
{
	enum { DROPPED = 0xff };
	struct cs_fact *fact = room->fact[CS_FACT_ANSWER];
	size_t n = l->n[CS_FACT_ANSWER], out = 0;
	struct ids ids = ids_begin(room, fact, n, true);

	for (unsigned asked = 0; asked <= CS_FACT_UNANSWERED; asked += CS_FACT_UNANSWERED) {
		for (uint32_t i = 0; i < n; i++) {
			if ((fact[i].bits & CS_FACT_UNANSWERED) == asked &&
			    fact[i].bits != DROPPED && ids_add(&ids, i, false) != UINT32_MAX)
				fact[i].bits = DROPPED;
		}
	}
	for (size_t i = 0; i < n; i++) {
		fact[out] = fact[i];
		out += fact[i].bits != DROPPED;
	}
	l->odd[CS_LIFE_ANSWER_TWICE] = (uint32_t)(n - out);
	l->n[CS_FACT_ANSWER] = out;
}

/* Whether one row of a customer says more of his leaving than another. */
static bool
leaves_before(const struct cs_life *l, const struct cs_fact *a, const struct cs_fact *b)
{
	int slot = l->of->left_at;
	int64_t x = slot >= 0 ? cs_fact_number(l, a, slot) : CS_FACT_NULL;
	int64_t y = slot >= 0 ? cs_fact_number(l, b, slot) : CS_FACT_NULL;

	return x != CS_FACT_NULL && (y == CS_FACT_NULL || x < y);
}

/* Of rows with the same joined_at one is kept. */
static void
drop_rows(struct room *room, struct cs_life *l)
{
	struct cs_fact *fact = room->fact[CS_FACT_CUSTOMER];
	size_t n = l->n[CS_FACT_CUSTOMER], out = 0;

	for (size_t i = 0; i < n; i++) {
		bool same = out != 0 && fact[out - 1].at == fact[i].at &&
			    ((fact[out - 1].bits ^ fact[i].bits) & CS_FACT_UNDATED) == 0;

		if (!same)
			fact[out++] = fact[i];
		else if (leaves_before(l, &fact[i], &fact[out - 1]))
			fact[out - 1] = fact[i];
	}
	l->odd[CS_LIFE_ROW_TWICE] = (uint32_t)(n - out);
	l->n[CS_FACT_CUSTOMER] = out;
}

/* Undated rows of customers come first, whatever their place. */
static void
undated_first(struct room *room, struct cs_life *l)
{
	struct cs_fact *fact = room->fact[CS_FACT_CUSTOMER], x;
	size_t n = l->n[CS_FACT_CUSTOMER], out = 0;

	for (size_t i = 0; i < n; i++) {
		if ((fact[i].bits & CS_FACT_UNDATED) == 0)
			continue;
		x = fact[i];
		memmove(&fact[out + 1], &fact[out], (i - out) * sizeof *fact);
		fact[out++] = x;
	}
}

/* What is not known at as-of does not exist; what will fall due is known before. */
static bool
later(const struct cs_history *h, enum cs_fact_kind kind, const struct cs_visit *x)
{
	return x->at > h->as_of && kind != CS_FACT_RENEWAL;
}

static void
deal(struct room *room, struct cs_life *l, const struct cs_visit *x, size_t n)
{
	const unsigned nvalue = l->of->visits.form.nvalue;

	for (size_t i = 0; i < n; i++) {
		enum cs_fact_kind kind = cs_fact_kind_of(x[i].bits);
		size_t at = l->n[kind];

		if (later(l->of, kind, &x[i])) {
			l->odd[CS_LIFE_LATER] +=
			    (x[i].bits & cs_fact_bits(0, CS_FACT_IN_CONTACT)) == 0;
			continue;
		}
		room->fact[kind] =
		    cs_mem_grow(room->fact[kind], &room->cap[kind], at + 1, sizeof *room->fact[0]);
		room->fact[kind][at] = (struct cs_fact){.at = x[i].at,
		    .id = x[i].contact,
		    .group = x[i].group / CS_FACTS,
		    .more = x[i].more,
		    .next = UINT32_MAX,
		    .bits = (uint8_t)(x[i].bits >> CS_FACT_KIND_BITS)};
		l->n[kind]++;
		/* A customer's numbers are all over the pile: they are on their way when a mode
		 * looks. */
		if (nvalue != 0)
			__builtin_prefetch(&l->pile->value[(size_t)x[i].more * nvalue]);
	}
}

/* The life that n visits of one customer are. */
static void
make_life(
    struct room *room, struct cs_life *l, const struct cs_visit *x, size_t n, const bool *marked)
{
	l->customer = x->customer;
	l->first = x;
	memset(l->n, 0, sizeof l->n);
	memset(l->odd, 0, sizeof l->odd);
	deal(room, l, x, n);
	if (l->n[CS_FACT_CONTACT] > 0)
		chain_contacts(room, l);
	if (marked != NULL)
		mark_contacts(room, l, marked);
	if (l->n[CS_FACT_PURCHASE] > 1 && l->of->source[CS_FACT_PURCHASE].col.id >= 0)
		drop_purchases(room, l);
	if (l->n[CS_FACT_ANSWER] > 1)
		drop_answers(room, l);
	if (l->n[CS_FACT_CUSTOMER] > 1) {
		undated_first(room, l);
		drop_rows(room, l);
	}
	for (int k = 0; k < CS_FACTS; k++)
		l->fact[k] = room->fact[k];
}

static int
look_pile(void *ctx, unsigned worker, const struct cs_visit_pile *p, unsigned nr, struct cs_err *e)
{
	const struct looking *w = ctx;
	struct cs_life l = {.of = w->k->history, .pile = p};
	size_t end;

	(void)nr;
	for (size_t begin = 0; begin < p->n; begin = end) {
		for (end = begin + 1;
		     end < p->n && p->visit[end].customer == p->visit[begin].customer; end++)
			;
		make_life(&w->room[worker], &l, &p->visit[begin], end - begin, w->marked);
		if (w->k->look(w->k->ctx, worker, &l, e) != 0) {
			w->room[worker].refused = true;
			return -1;
		}
	}
	return 0;
}

static int
merge_worker(void *ctx, unsigned worker, struct cs_err *e)
{
	const struct cs_history_look *k = ((const struct looking *)ctx)->k;

	return k->merge != NULL ? k->merge(k->ctx, worker, e) : 0;
}

int
cs_history_look(const struct cs_history_look *k, struct cs_err *e)
{
	struct looking w = {k, cs_mem_new0(k->threads, sizeof *w.room), marked_groups(k->history)};
	const struct cs_sweep sweep = {.visits = &k->history->visits,
	    .keep = k->keep,
	    .most = k->most / k->threads,
	    .threads = k->threads,
	    .ctx = &w,
	    .look = look_pile,
	    .merge = merge_worker};
	int r = cs_sweep_run(&sweep, e);
	bool refused = false;

	for (unsigned i = 0; i < k->threads; i++) {
		for (int f = 0; f < CS_FACTS; f++)
			free(w.room[i].fact[f]);
		free(w.room[i].slot);
		refused |= w.room[i].refused;
	}
	free(w.room);
	free(w.marked);
	if (r == 0 || refused || e->status != CS_EXIT_NOMEM)
		return r;
	cs_err_clear(e);
	(void)cs_err_set(
	    e, CS_EXIT_NOMEM, "what is known of a few customers does not fit into --mem");
	return cs_err_hint(e, "give more, as in --mem 2G");
}
