/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts that were followed by another: see repeats.h. */
#include "desk/repeats.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "rec/esc.h"

enum { BITS = CS_SCHEME_REPEATS_MAX, BUCKETS = 4096, BUCKET_SHIFT = 64 - 12 };

void
cs_visits_finish(struct cs_visits *v)
{
	free(v->visit);
	cs_buf_finish(&v->text);
	*v = (struct cs_visits){0};
}

static int
too_many(const struct cs_visits *v, struct cs_err *e)
{
	(void)cs_err_set(e, CS_EXIT_NOMEM,
	    "repeats: more than %zu contacts of identified customers do not fit into --mem",
	    v->most);
	return cs_err_hint(e,
	    "give more, as in --mem 2G (32 bytes a contact); or leave the repeats "
	    "out with -m");
}

/* Room for n more visits. */
static int
room(struct cs_visits *v, size_t n, struct cs_err *e)
{
	if (v->most != 0 && v->n + n > v->most)
		return too_many(v, e);
	v->visit = cs_mem_grow(v->visit, &v->cap, v->n + n, sizeof *v->visit);
	return 0;
}

/* The raw cell in the form that equal texts share, followed by one byte, in v->text. */
static struct cs_str
canonical(struct cs_visits *v, struct cs_str raw, char behind)
{
	struct cs_buf scratch = CS_BUF_INIT;
	struct cs_str text = raw;

	cs_buf_reset(&v->text);
	if (cs_str_find(raw, '\\') < raw.n)
		(void)cs_esc_canonical(raw, &scratch, &text);
	cs_buf_str(&v->text, text);
	cs_buf_c(&v->text, behind);
	cs_buf_finish(&scratch);
	return cs_buf_all(&v->text);
}

int
cs_visits_add(struct cs_visits *v, const struct cs_scheme_repeats *r, const struct cs_batch *b,
    const struct cs_visit_row *row, struct cs_err *e)
{
	struct cs_str key = canonical(v, cs_batch_raw(b, row->row, r->customer), 'm');
	struct cs_visit *x;

	if (room(v, 1, e) != 0)
		return -1;
	x = &v->visit[v->n++];
	x->more = (uint32_t)cs_map_hash(key) << BITS | row->bits;
	x->customer = cs_map_hash(cs_str_head(key, key.n - 1));
	x->at = row->at;
	x->group = row->group;
	key = r->contact < 0 ? cs_str(NULL, 0) : cs_batch_raw(b, row->row, (unsigned)r->contact);
	if (key.p != NULL && !cs_raw_null(key)) {
		x->contact = cs_map_hash(canonical(v, key, 'c'));
		return 0;
	}
	cs_buf_reset(&v->text);
	cs_buf_add(&v->text, &b->seq, sizeof b->seq);
	cs_buf_add(&v->text, &row->row, sizeof row->row);
	x->contact = cs_map_hash(cs_buf_all(&v->text));
	return 0;
}

int
cs_visits_merge(struct cs_visits *v, struct cs_visits *from, const uint32_t *map, struct cs_err *e)
{
	if (room(v, from->n, e) != 0)
		return -1;
	for (size_t i = 0; i < from->n; i++) {
		v->visit[v->n] = from->visit[i];
		if (from->visit[i].group != CS_GROUP_NONE)
			v->visit[v->n].group = map[from->visit[i].group];
		v->n++;
	}
	cs_visits_finish(from);
	return 0;
}

static int
compare(const void *pa, const void *pb)
{
	const struct cs_visit *a = pa, *b = pb;

	if (a->customer != b->customer)
		return a->customer < b->customer ? -1 : 1;
	if (a->more >> BITS != b->more >> BITS)
		return a->more >> BITS < b->more >> BITS ? -1 : 1;
	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	if (a->contact != b->contact)
		return a->contact < b->contact ? -1 : 1;
	return 0;
}

/*
 * Sorted by customer, time, contact. Hashes are spread evenly, so their leading bits deal the
 * visits into buckets that fit a cache (in place, each visit moved once), and each is sorted alone.
 */
static void
sort(struct cs_visit *v, size_t n)
{
	size_t *at = cs_mem_new0(BUCKETS + 1, sizeof *at), *end = cs_mem_new(BUCKETS, sizeof *end);
	struct cs_visit x, y;
	size_t to;

	for (size_t i = 0; i < n; i++)
		at[(v[i].customer >> BUCKET_SHIFT) + 1]++;
	for (size_t b = 0; b < BUCKETS; b++)
		end[b] = at[b + 1] += at[b];
	for (size_t b = 0; b < BUCKETS; b++) {
		while (at[b] < end[b]) {
			x = v[at[b]];
			while ((to = x.customer >> BUCKET_SHIFT) != b) {
				y = v[at[to]];
				v[at[to]++] = x;
				x = y;
			}
			v[at[b]++] = x;
		}
	}
	for (size_t b = 0; b < BUCKETS; b++) {
		size_t begin = b != 0 ? end[b - 1] : 0;

		if (end[b] - begin > 1)
			qsort(v + begin, end[b] - begin, sizeof *v, compare);
	}
	free(at);
	free(end);
}

static bool
same_customer(const struct cs_visit *a, const struct cs_visit *b)
{
	return a->customer == b->customer && a->more >> BITS == b->more >> BITS;
}

struct finishing {
	struct cs_cells *cells;
	int64_t as_of;
	struct cs_acc_def const *def[CS_SCHEME_REPEATS_MAX]; /* by repeat number */
	struct cs_acc *acc[CS_SCHEME_REPEATS_MAX];
};

enum { NEVER = -1 };

/* One visit, followed after gap microseconds or NEVER, in one statistic. */
static void
credit(const struct finishing *f, unsigned i, const struct cs_visit *x, int64_t gap)
{
	const struct cs_acc_def *d = f->def[i];
	int64_t window = d->window * CS_USEC, age = f->as_of - x->at, step, seen, when;
	struct cs_follow *r;

	if (d->kind == CS_ACC_REPEAT) {
		r = &f->acc[i]->repeat[x->group];
		if (age < window) {
			r->early++;
			return;
		}
		r->n++;
		r->x += gap != NEVER && gap <= window;
		return;
	}
	if (age < 0)
		return;
	/* Whole steps only: who was followed in a step that is not over yet is still watched. */
	step = cs_scheme_survival_step(d->window) * CS_USEC;
	seen = age < window ? age / step : window / step;
	when = gap == NEVER ? seen + 1 : (gap + step - 1) / step;
	cs_km_add(&f->acc[i]->km[x->group], when <= seen ? when : seen, when <= seen);
}

/*
 * All visits of one customer, last to first. first and second are the soonest later visits, of two
 * different contacts: the next contact after a visit is the one of them that is not its own.
 */
static void
sweep(const struct finishing *f, const struct cs_visit *v, size_t n)
{
	const struct cs_visit *first = NULL, *second = NULL, *next;
	size_t begin, end;

	for (end = n; end > 0; end = begin) {
		for (begin = end - 1; begin > 0 && v[begin - 1].at == v[begin].at; begin--)
			;
		for (size_t i = begin; i < end; i++) {
			if (v[i].group == CS_GROUP_NONE)
				continue;
			next = first != NULL && first->contact == v[i].contact ? second : first;
			for (unsigned k = 0; k < f->cells->scheme->nrepeat; k++) {
				if ((v[i].more >> k & 1) != 0)
					credit(
					    f, k, &v[i], next != NULL ? next->at - v[i].at : NEVER);
			}
		}
		/* Contacts are in order: the last one differs from the first if any does. */
		if (v[end - 1].contact != v[begin].contact)
			second = &v[end - 1];
		else if (first != NULL && first->contact != v[begin].contact)
			second = first;
		first = &v[begin];
	}
}

void
cs_repeats_finish(struct cs_visits *v, struct cs_cells *c, int64_t as_of)
{
	struct finishing f = {.cells = c, .as_of = as_of};
	size_t begin, end;

	for (unsigned i = 0; i < c->scheme->nacc; i++) {
		const struct cs_acc_def *d = &c->scheme->acc[i];

		if (d->kind == CS_ACC_REPEAT || d->kind == CS_ACC_SURVIVAL) {
			f.def[d->repeat] = d;
			f.acc[d->repeat] = &c->store.acc[i];
		}
	}
	sort(v->visit, v->n);
	for (begin = 0; begin < v->n; begin = end) {
		for (end = begin + 1; end < v->n && same_customer(&v->visit[begin], &v->visit[end]);
		     end++)
			;
		sweep(&f, v->visit + begin, end - begin);
	}
}
