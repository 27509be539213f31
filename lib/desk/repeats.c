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
	for (size_t i = 0; i < v->npiece; i++)
		free(v->piece[i]);
	free(v->piece);
	cs_buf_finish(&v->text);
	*v = (struct cs_visits){.budget = v->budget};
}

static inline struct cs_visit *
at(const struct cs_visits *v, size_t i)
{
	return &v->piece[i / CS_VISITS_PIECE][i % CS_VISITS_PIECE];
}

static int
too_many(size_t most, struct cs_err *e)
{
	(void)cs_err_set(e, CS_EXIT_NOMEM,
	    "repeats: more than %zu contacts of identified customers do not fit into --mem", most);
	return cs_err_hint(e,
	    "give more, as in --mem 2G (%zu bytes a contact); or leave the repeats "
	    "out with -m",
	    sizeof(struct cs_visit));
}

/* The place for one more visit, NULL with *e. */
static struct cs_visit *
add(struct cs_visits *v, struct cs_err *e)
{
	struct cs_visits_budget *b = v->budget;

	if (v->n == v->npiece * CS_VISITS_PIECE) {
		if (atomic_fetch_add(&b->used, CS_VISITS_PIECE) >= b->most && b->most != 0) {
			(void)too_many(b->most, e);
			return NULL;
		}
		v->piece = cs_mem_grow(v->piece, &v->cap, v->npiece + 1, sizeof *v->piece);
		v->piece[v->npiece++] = cs_mem_new(CS_VISITS_PIECE, sizeof **v->piece);
	}
	return at(v, v->n++);
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

	x = add(v, e);
	if (x == NULL)
		return -1;
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

void
cs_visits_merge(struct cs_visits *v, struct cs_visits *from, const uint32_t *map)
{
	size_t n = v->n + from->n;

	for (size_t i = 0; i < from->n; i++) {
		if (at(from, i)->group != CS_GROUP_NONE)
			at(from, i)->group = map[at(from, i)->group];
	}
	/* Only the last piece may have room: of the two last ones one fills up the other. */
	while (v->n % CS_VISITS_PIECE != 0 && from->n != 0) {
		v->n++;
		*at(v, v->n - 1) = *at(from, from->n - 1);
		from->n--;
	}
	v->piece = cs_mem_grow(v->piece, &v->cap, v->npiece + from->npiece, sizeof *v->piece);
	for (size_t i = 0; i < from->npiece; i++) {
		if (i * CS_VISITS_PIECE < from->n)
			v->piece[v->npiece++] = from->piece[i];
		else
			free(from->piece[i]);
	}
	from->npiece = 0;
	v->n = n;
	cs_visits_finish(from);
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
 * Hashes are spread evenly, so their leading bits deal the visits, in place, each moved once, into
 * buckets that fit a cache. end[b] is where bucket b ends.
 */
static size_t *
deal(const struct cs_visits *v)
{
	size_t *next = cs_mem_new0(BUCKETS + 1, sizeof *next);
	size_t *end = cs_mem_new(BUCKETS, sizeof *end);
	struct cs_visit x, y;
	size_t to;

	for (size_t i = 0; i < v->n; i++)
		next[(at(v, i)->customer >> BUCKET_SHIFT) + 1]++;
	for (size_t b = 0; b < BUCKETS; b++)
		end[b] = next[b + 1] += next[b];
	for (size_t b = 0; b < BUCKETS; b++) {
		while (next[b] < end[b]) {
			x = *at(v, next[b]);
			while ((to = x.customer >> BUCKET_SHIFT) != b) {
				y = *at(v, next[to]);
				*at(v, next[to]++) = x;
				x = y;
			}
			*at(v, next[b]++) = x;
		}
	}
	free(next);
	return end;
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

/* A few: by insertion; more: by the library. */
static void
sort_some(struct cs_visit *v, size_t n)
{
	enum { FEW = 24 };
	struct cs_visit x;
	size_t k;

	if (n > FEW) {
		qsort(v, n, sizeof *v, compare);
		return;
	}
	for (size_t i = 1; i < n; i++) {
		x = v[i];
		for (k = i; k > 0 && compare(&v[k - 1], &x) > 0; k--)
			v[k] = v[k - 1];
		v[k] = x;
	}
}

/* Copies a bucket, dealt once more by the next bits of the hash on the way, and sorts it. */
static void
take_bucket(const struct cs_visits *v, size_t from, size_t n, struct cs_visit *out)
{
	enum { SMALL_SHIFT = BUCKET_SHIFT - 8 };
	size_t next[257] = {0}, begin = 0;

	for (size_t i = 0; i < n; i++)
		next[(at(v, from + i)->customer >> SMALL_SHIFT & 255) + 1]++;
	for (size_t b = 0; b < 256; b++)
		next[b + 1] += next[b];
	for (size_t i = 0; i < n; i++) {
		const struct cs_visit *x = at(v, from + i);

		out[next[x->customer >> SMALL_SHIFT & 255]++] = *x;
	}
	for (size_t b = 0; b < 256; b++) {
		sort_some(out + begin, next[b] - begin);
		begin = next[b];
	}
}

/* Customer by customer. */
static void
sweep_bucket(const struct finishing *f, const struct cs_visit *v, size_t n)
{
	size_t begin, end;

	for (begin = 0; begin < n; begin = end) {
		for (end = begin + 1; end < n && same_customer(&v[begin], &v[end]); end++)
			;
		sweep(f, v + begin, end - begin);
	}
}

void
cs_repeats_finish(struct cs_visits *v, struct cs_cells *c, int64_t as_of)
{
	struct finishing f = {.cells = c, .as_of = as_of};
	struct cs_visit *bucket = NULL;
	size_t cap = 0, *end;

	for (unsigned i = 0; i < c->scheme->nacc; i++) {
		const struct cs_acc_def *d = &c->scheme->acc[i];

		if (d->kind == CS_ACC_REPEAT || d->kind == CS_ACC_SURVIVAL) {
			f.def[d->repeat] = d;
			f.acc[d->repeat] = &c->store.acc[i];
		}
	}
	end = deal(v);
	for (size_t b = 0; b < BUCKETS; b++) {
		size_t n = end[b] - (b != 0 ? end[b - 1] : 0);

		bucket = cs_mem_grow(bucket, &cap, n, sizeof *bucket);
		take_bucket(v, end[b] - n, n, bucket);
		sweep_bucket(&f, bucket, n);
	}
	free(bucket);
	free(end);
}
