/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A side table as a step of a join: see sidejoin.h. */
#include "rec/sidejoin.h"

#include <stdlib.h>

#include "base/civil.h"
#include "base/mem.h"
#include "rec/side.h"
#include "rec/sideread.h"
#include "rec/sidespill.h"

/* What one thread needs for a batch. */
struct worker {
	struct cs_str *key;
	uint32_t *row;
	uint8_t *found;
	size_t cap;
	struct cs_str *cell; /* of one key */
	uint64_t count[CS_SIDE_OUTCOMES];
};

struct step {
	const struct cs_side_spec *spec;
	unsigned number; /* in the chain */
	struct cs_side side;
	struct cs_side_spill *spill; /* NULL: the table is in memory */
	struct cs_join_col *key;     /* in the records */
	struct cs_join_col at;
	bool of_records;     /* the key is one cell of the records themselves */
	bool dated;	     /* the instant is needed */
	struct cs_str nulls; /* the run of a record that nothing is found for */
	struct worker *worker;
	unsigned nworker;
	uint64_t nrow, no_key, no_instant; /* of the table */
};

/* What the account says, and why a record is listed. */
static const char *const outcome[CS_SIDE_OUTCOMES] = {
    [CS_SIDE_MATCHED] = "matched",
    [CS_SIDE_NO_KEY] = "no key",
    [CS_SIDE_NO_INSTANT] = "no instant",
    [CS_SIDE_UNKNOWN] = "unknown key",
    [CS_SIDE_GAP] = "gap",
    [CS_SIDE_OUTSIDE] = "too far",
};

static void
step_free(void *p)
{
	struct step *s = p;

	for (unsigned i = 0; i < s->nworker; i++) {
		free(s->worker[i].key);
		free(s->worker[i].row);
		free(s->worker[i].found);
	}
	free(s->worker);
	cs_side_finish(&s->side);
	cs_side_spill_free(s->spill);
	free(s);
}

/* The columns that are added, under the names that they get. */
static int
bind_added(struct step *s, struct cs_join *j, const struct cs_side_reader *r, struct cs_err *e)
{
	struct cs_buf b = CS_BUF_INIT;
	int result = 0;

	for (size_t i = 0; i < r->nadd && result == 0; i++) {
		cs_buf_reset(&b);
		cs_buf_str(&b, s->spec->prefix);
		cs_buf_str(&b, r->added[i].name);
		result = cs_join_adds(j, cs_buf_all(&b), e);
	}
	cs_buf_reset(&b);
	for (size_t i = 0; i < r->nadd; i++)
		cs_buf_z(&b, i != 0 ? "\t\\N" : "\\N");
	s->nulls = cs_arena_str(&j->arena, cs_buf_all(&b));
	cs_buf_finish(&b);
	return result;
}

static int
bind_own(struct step *s, struct cs_join *j, struct cs_err *e)
{
	const struct cs_side_spec *spec = s->spec;

	s->key = cs_arena_new(&j->arena, spec->nkey, sizeof *s->key);
	for (size_t i = 0; i < spec->nkey; i++) {
		if (cs_join_need(j, spec->key[i].own, &s->key[i], e) != 0)
			return -1;
	}
	s->of_records = spec->nkey == 1 && s->key->step < 0;
	s->dated = spec->when != CS_SIDE_ANY || s->side.ndays != 0;
	return s->dated ? cs_join_need(j, j->env.dated_by, &s->at, e) : 0;
}

/* The table becomes too large: what there is of it goes to disk. */
static int
spill(struct step *s, const struct cs_join_env *env, struct cs_err *e)
{
	enum { SOME = 512 };
	struct cs_str key[SOME], run[SOME];
	struct cs_side_rows rows = {.key = key, .run = run};
	struct cs_side empty;
	int r = 0;

	s->spill = cs_side_spill_new(&s->side, env->threads, env->mem, env->tmpdir);
	for (size_t i = 0; i < s->side.nrow && r == 0; i += rows.n) {
		size_t rest = s->side.nrow - i;

		cs_side_get(&s->side, i, rest < SOME ? rest : SOME, &rows);
		r = cs_side_spill_add(s->spill, &rows, e);
	}
	empty = cs_side_shape(&s->side);
	cs_side_finish(&s->side);
	s->side = empty;
	return r;
}

static int
load(struct step *s, struct cs_join *j, struct cs_side_reader *r, struct cs_err *e)
{
	uint32_t line = 0;
	int got;

	while ((got = cs_side_reader_next(r, e)) > 0) {
		if (s->spill != NULL) {
			if (cs_side_spill_add(s->spill, &r->rows, e) != 0)
				return -1;
			continue;
		}
		cs_side_add(&s->side, &r->rows);
		if (j->held + cs_side_bytes(&s->side) <= j->env.mem)
			continue;
		if (spill(s, &j->env, e) != 0)
			return -1;
	}
	s->nrow = cs_reader_count(r->in).rows;
	s->no_key = r->no_key;
	s->no_instant = r->no_instant;
	if (got != 0 || s->spill != NULL)
		return got;
	j->held += cs_side_bytes(&s->side);
	return cs_side_close(&s->side, &line, e);
}

/* How the table is made. */
static void
shape(struct step *s, struct cs_arena *a, const struct cs_side_reader *r)
{
	bool *is_days = cs_arena_new(a, r->nadd, sizeof *is_days);

	for (size_t i = 0; i < r->nadd; i++)
		is_days[i] = r->add[i].days;
	s->side = (struct cs_side){.when = s->spec->when,
	    .ties = s->spec->ties,
	    .within = s->spec->within_s >= 0 ? s->spec->within_s * CS_USEC : -1,
	    .nadd = (unsigned)r->nadd,
	    .ndays = r->ndays,
	    .is_days = is_days,
	    .file = s->spec->file,
	    .key_name = s->spec->key[0].theirs,
	    .nkey = (unsigned)s->spec->nkey};
}

static int
step_bind(void *p, struct cs_join *j, struct cs_err *e)
{
	struct step *s = p;
	struct cs_side_reader r;
	int result = -1;

	s->number = j->nstep;
	if (cs_side_reader_open(&r, &j->arena, s->spec, e) == 0) {
		shape(s, &j->arena, &r);
		if (bind_own(s, j, e) == 0 && bind_added(s, j, &r, e) == 0)
			result = load(s, j, &r, e);
	}
	cs_side_reader_close(&r);
	s->nworker = j->env.threads;
	s->worker = cs_mem_new0(s->nworker, sizeof *s->worker);
	for (unsigned i = 0; i < s->nworker; i++)
		s->worker[i].cell =
		    cs_arena_new(&j->arena, s->spec->nkey, sizeof *s->worker[i].cell);
	return result;
}

/* The key of a row of several cells, or of one with escapes. */
static struct cs_str
odd_key(const struct step *s, struct worker *w, struct cs_join_rows *rows, uint32_t row)
{
	size_t most = 0;

	for (size_t k = 0; k < s->spec->nkey; k++) {
		w->cell[k] = cs_join_cell(rows, s->key[k], row);
		most += w->cell[k].n + CS_SIDE_KEY_MORE;
	}
	return cs_side_key(w->cell, s->spec->nkey, cs_join_room(rows, most + CS_MAP_BEYOND));
}

/*
 * Whether a cell of the batch needs no second look to be a key: it has no backslash. Behind it
 * CS_BATCH_BEYOND bytes can be read, so that what most cells are is asked without a loop.
 */
static inline bool
is_plain(struct cs_str cell)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t v;

	if (cell.n > sizeof v || __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__)
		return memchr(cell.p, '\\', cell.n) == NULL;
	memcpy(&v, cell.p, sizeof v);
	v ^= ones * '\\';
	/* The lowest top bit that is set is that of the first byte that is now 0. */
	v = (v - ones) & ~v & ones << 7;
	return v == 0 || (unsigned)__builtin_ctzll(v) / 8 >= cell.n;
}

/* The keys of a batch that are one cell of the records: all can be read CS_MAP_BEYOND bytes far. */
static void
gather_cells(const struct step *s, struct worker *w, struct cs_join_rows *rows)
{
	const struct cs_batch *b = rows->batch;
	unsigned col = s->key->col;

	for (uint32_t i = 0; i < b->nrow; i++) {
		struct cs_str cell = cs_batch_raw(b, i, col);

		if (is_plain(cell))
			w->key[i] = cell;
		else if (cs_raw_null(cell))
			w->key[i] = cs_str(NULL, 0);
		else
			w->key[i] = odd_key(s, w, rows, i);
	}
}

/* The keys of a batch, and where they are needed the instants; else *at is NULL. */
static int
gather(const struct step *s, struct worker *w, struct cs_join_rows *rows, const int64_t **at,
    struct cs_err *e)
{
	uint32_t n = rows->batch->nrow;
	const struct cs_join_col *c = s->key;
	bool one = s->spec->nkey == 1;

	*at = NULL;
	if (s->dated && (*at = cs_join_instants(rows, s->at, e)) == NULL)
		return -1;
	if (n > w->cap) {
		w->key = cs_mem_grow(w->key, &w->cap, n, sizeof *w->key);
		w->row = cs_mem_resize(w->row, w->cap, sizeof *w->row);
		w->found = cs_mem_resize(w->found, w->cap, sizeof *w->found);
	}
	if (s->of_records) {
		gather_cells(s, w, rows);
		return 0;
	}
	for (uint32_t i = 0; i < n; i++) {
		struct cs_str cell = one ? cs_join_cell(rows, *c, i) : cs_str(NULL, 0);

		if (one && cs_raw_null(cell))
			w->key[i] = cs_str(NULL, 0);
		else if (one && (cell.n == 0 || memchr(cell.p, '\\', cell.n) == NULL))
			w->key[i] = cell;
		else
			w->key[i] = odd_key(s, w, rows, i);
	}
	return 0;
}

/* A run with the days in their places. */
static struct cs_str
with_days(const struct step *s, struct cs_join_rows *rows, uint32_t row, int64_t at)
{
	size_t most =
	    cs_side_run(&s->side, row).n + s->side.nadd + s->side.ndays * (size_t)CS_SIDE_DAYS_MORE;
	char *p = cs_join_room(rows, most);

	return cs_str(p, cs_side_cells(&s->side, row, at, p));
}

static void
list(const struct step *s, const struct worker *w, struct cs_join_rows *rows, uint32_t row,
    const int64_t *at)
{
	struct cs_buf b = CS_BUF_INIT;
	struct cs_str key = {NULL, 0};

	if (!cs_join_lists(rows, s->number, w->found[row]))
		return;
	if (w->key[row].p != NULL) {
		(void)cs_buf_reserve(&b, 1); /* the empty text is a key too */
		cs_side_key_show(w->key[row], s->spec->nkey, &b);
		key = cs_buf_all(&b);
	}
	cs_join_miss(
	    rows, s->number, outcome[w->found[row]], row, key, at != NULL ? at[row] : CS_JOIN_NONE);
	cs_buf_finish(&b);
}

/* The cells of a batch, out of the table in memory. */
static void
find(const struct step *s, struct worker *w, struct cs_join_rows *rows, const int64_t *at,
    struct cs_str *run)
{
	uint32_t n = rows->batch->nrow;

	if (s->of_records)
		cs_side_find_cells(&s->side, w->key, at, n, w->row, w->found);
	else
		cs_side_find(&s->side, w->key, at, n, w->row, w->found);
	cs_side_runs(&s->side, w->row, w->found, n, s->nulls, run);
	for (uint32_t i = 0; i < n && s->side.ndays != 0; i++) {
		if (w->found[i] == CS_SIDE_MATCHED)
			run[i] = with_days(s, rows, w->row[i], at[i]);
	}
}

/* The same, as they were found pile by pile. */
static int
fetch(const struct step *s, unsigned worker, struct cs_join_rows *rows, struct cs_str *run,
    struct cs_err *e)
{
	struct worker *w = &s->worker[worker];
	uint32_t n = rows->batch->nrow;

	for (uint32_t i = 0; i < n; i++)
		w->found[i] = CS_SIDE_NO_KEY; /* who was not asked for */
	if (cs_side_spill_fetch(s->spill, worker, rows, w->found, run, e) != 0)
		return -1;
	for (uint32_t i = 0; i < n; i++) {
		if (w->found[i] != CS_SIDE_MATCHED)
			run[i] = s->nulls;
	}
	return 0;
}

static bool
step_looks(const void *p)
{
	const struct step *s = p;

	return s->spill != NULL;
}

static int
step_look(void *p, unsigned worker, struct cs_join_rows *rows, struct cs_err *e)
{
	struct step *s = p;
	struct worker *w = &s->worker[worker];
	const int64_t *at;

	if (gather(s, w, rows, &at, e) != 0)
		return -1;
	return cs_side_spill_ask(s->spill, w->key, at, rows->first, rows->batch->nrow, e);
}

static int
step_looked(void *p, struct cs_err *e)
{
	struct step *s = p;

	return cs_side_spill_join(s->spill, e);
}

static int
step_add(void *p, unsigned worker, struct cs_join_rows *rows, struct cs_str *run, struct cs_err *e)
{
	struct step *s = p;
	struct worker *w = &s->worker[worker];
	const int64_t *at;

	if (gather(s, w, rows, &at, e) != 0)
		return -1;
	if (s->spill == NULL)
		find(s, w, rows, at, run);
	else if (fetch(s, worker, rows, run, e) != 0)
		return -1;
	for (uint32_t i = 0; i < rows->batch->nrow && rows->last; i++) {
		w->count[w->found[i]]++;
		if (w->found[i] != CS_SIDE_MATCHED)
			list(s, w, rows, i, at);
	}
	return 0;
}

static size_t
step_account(const void *p, struct cs_join_count *count)
{
	const struct step *s = p;

	for (unsigned i = 0; i < CS_SIDE_OUTCOMES; i++) {
		count[i] = (struct cs_join_count){outcome[i], 0};
		for (unsigned k = 0; k < s->nworker; k++)
			count[i].n += s->worker[k].count[i];
	}
	return CS_SIDE_OUTCOMES;
}

static void
step_notes(const void *p, cs_join_say *say, void *arg)
{
	const struct step *s = p;
	struct cs_buf b = CS_BUF_INIT;

	if (s->no_key + s->no_instant != 0) {
		cs_buf_printf(&b, "%s: of %llu rows %llu have no %.*s", s->spec->file,
		    (unsigned long long)s->nrow, (unsigned long long)s->no_key,
		    CS_STR_ARG(s->spec->key[0].theirs));
		if (s->spec->when != CS_SIDE_ANY)
			cs_buf_printf(&b, " and %llu no %.*s", (unsigned long long)s->no_instant,
			    CS_STR_ARG(s->spec->at));
		cs_buf_z(&b, ": nothing finds them");
		say(arg, false, cs_buf_all(&b));
	}
	cs_buf_finish(&b);
}

int
cs_sidejoin_add(
    struct cs_join *j, const struct cs_side_spec *spec, const char *name, struct cs_err *e)
{
	static const struct cs_join_kind kind = {.bind = step_bind,
	    .looks = step_looks,
	    .look = step_look,
	    .looked = step_looked,
	    .add = step_add,
	    .account = step_account,
	    .notes = step_notes,
	    .free = step_free};
	struct step *s = cs_mem_new0(1, sizeof *s);

	s->spec = spec;
	return cs_join_step(j, &kind, s, name, e);
}
