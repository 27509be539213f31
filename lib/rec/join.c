/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chain of steps that add columns to records: see join.h. */
#include "rec/join.h"

#include <stdlib.h>

#include "base/mem.h"

void
cs_join_init(struct cs_join *j, const struct cs_head *in, const struct cs_join_env *env)
{
	*j = (struct cs_join){.env = *env, .in = in, .head = CS_HEAD_INIT};
	cs_head_copy(&j->head, in);
	j->place = cs_mem_grow(NULL, &j->place_cap, in->ncol, sizeof *j->place);
	for (unsigned i = 0; i < in->ncol; i++)
		j->place[i] = (struct cs_join_col){-1, i};
}

void
cs_join_free(struct cs_join *j)
{
	for (unsigned i = 0; i < j->nstep; i++)
		j->step[i].kind->free(j->step[i].p);
	cs_head_finish(&j->head);
	free(j->place);
	cs_arena_finish(&j->arena);
	*j = (struct cs_join){.nstep = 0};
}

int
cs_join_step(
    struct cs_join *j, const struct cs_join_kind *kind, void *p, const char *name, struct cs_err *e)
{
	struct cs_join_step *s = &j->step[j->nstep];

	if (j->nstep == CS_JOIN_STEPS) {
		kind->free(p);
		return cs_err_set(e, CS_EXIT_USAGE, "more than %d joins", (int)CS_JOIN_STEPS);
	}
	*s = (struct cs_join_step){.kind = kind, .p = p, .name = name};
	if (kind->bind(p, j, e) != 0) {
		kind->free(p);
		return -1;
	}
	s->looks = kind->look != NULL && (kind->looks == NULL || kind->looks(p));
	j->nstep++;
	return 0;
}

/* A column that was found: where it is, and that the step now bound leans on that. */
static struct cs_join_col
taken(struct cs_join *j, int i)
{
	struct cs_join_col c = j->place[i];

	if (c.step >= 0)
		j->step[j->nstep].needs |= UINT64_C(1) << c.step;
	return c;
}

int
cs_join_need(struct cs_join *j, struct cs_str name, struct cs_join_col *col, struct cs_err *e)
{
	int i = cs_head_need(&j->head, name, e);

	if (i < 0)
		return -1;
	*col = taken(j, i);
	return 0;
}

bool
cs_join_find(struct cs_join *j, struct cs_str name, struct cs_join_col *col)
{
	int i = cs_head_find(&j->head, name);

	if (i < 0)
		return false;
	*col = taken(j, i);
	return true;
}

/* The index of the column of that very name, or -1. */
static int
find_exact(const struct cs_head *h, struct cs_str name)
{
	int i = cs_head_find(h, name);

	return i >= 0 && cs_str_eq(h->col[i].name, name) ? i : -1;
}

int
cs_join_adds(struct cs_join *j, struct cs_str name, struct cs_err *e)
{
	const struct cs_column *def = cs_schema_find(name);
	struct cs_join_step *s = &j->step[j->nstep];
	struct cs_join_col col = {(int)j->nstep, s->ncol};
	int at;

	if (def != NULL)
		name = def->name;
	at = find_exact(&j->head, name);
	if (at >= 0 && j->place[at].step >= 0) {
		const bool own = j->place[at].step == (int)j->nstep;

		(void)cs_err_set(
		    e, CS_EXIT_USAGE, "%s: column %.*s is added twice", s->name, CS_STR_ARG(name));
		return cs_err_hint(e, "%s adds it already",
		    own ? "the same table" : j->step[j->place[at].step].name);
	}
	if (at >= 0 && !j->env.replace) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "%s: column %.*s is there already", s->name,
		    CS_STR_ARG(name));
		return cs_err_hint(e, "--replace writes the columns of these names anew");
	}
	if (at < 0) {
		at = (int)j->head.ncol;
		if (cs_head_add(&j->head, name, e) != 0)
			return -1;
		j->place = cs_mem_grow(j->place, &j->place_cap, j->head.ncol, sizeof *j->place);
	}
	j->place[at] = col;
	s->ncol++;
	return 0;
}

/* Those of a set of steps, and all that they lean on. Steps lean on steps before them. */
static uint64_t
closure(const struct cs_join *j, uint64_t set)
{
	for (unsigned i = j->nstep; i-- > 0;) {
		if ((set >> i & 1) != 0)
			set |= j->step[i].needs;
	}
	return set;
}

static uint64_t
all_that(const struct cs_join *j, bool look)
{
	uint64_t set = 0;

	for (unsigned i = 0; i < j->nstep; i++) {
		if (j->step[i].looks == look)
			set |= UINT64_C(1) << i;
	}
	return set;
}

/* The columns of the output, those side by side at once. */
static void
cut_pieces(struct cs_join *j)
{
	j->piece = cs_arena_new(&j->arena, j->head.ncol, sizeof *j->piece);
	j->npiece = 0;
	for (unsigned i = 0; i < j->head.ncol; i++) {
		struct cs_join_col c = j->place[i];
		struct cs_join_piece *p = &j->piece[j->npiece - (j->npiece != 0)];

		if (j->npiece != 0 && p->step == c.step && p->to + 1 == c.col)
			p->to++;
		else
			j->piece[j->npiece++] = (struct cs_join_piece){c.step, c.col, c.col, false};
	}
	for (unsigned i = 0; i < j->npiece; i++) {
		struct cs_join_piece *p = &j->piece[i];
		struct cs_join_step *s = p->step >= 0 ? &j->step[p->step] : NULL;

		p->whole = p->col == 0 && p->to + 1 == (s != NULL ? s->ncol : j->in->ncol);
		if (s == NULL || p->whole || s->cut)
			continue;
		s->cut = true;
		s->ends = j->nend;
		j->nend += s->ncol;
	}
}

int
cs_join_next(struct cs_join *j, struct cs_err *e)
{
	uint64_t unready, used = 0;

	for (unsigned i = 0; i < j->nstep; i++) {
		struct cs_join_step *s = &j->step[i];

		if (s->looking && s->kind->looked != NULL && s->kind->looked(s->p, e) != 0)
			return -1;
		s->looks = s->looks && !s->looking;
		s->looking = false;
	}
	unready = all_that(j, true);
	j->last = unready == 0;
	for (unsigned i = 0; i < j->nstep; i++) {
		struct cs_join_step *s = &j->step[i];

		s->looking = s->looks && (closure(j, s->needs) & unready) == 0;
		if (s->looking)
			used |= s->needs;
	}
	used = j->last ? all_that(j, false) : closure(j, used);
	for (unsigned i = 0; i < j->nstep; i++)
		j->step[i].used = (used >> i & 1) != 0;
	if (j->last)
		cut_pieces(j);
	return j->last ? 0 : 1;
}

int
cs_join_pass(struct cs_join *j, unsigned worker, struct cs_join_rows *rows, struct cs_err *e)
{
	for (unsigned i = 0; i < j->nstep; i++) {
		struct cs_join_step *s = &j->step[i];

		if (s->used && s->kind->add(s->p, worker, rows, rows->run[i], e) != 0)
			return -1;
		if (s->looking && s->kind->look(s->p, worker, rows, e) != 0)
			return -1;
	}
	return 0;
}
