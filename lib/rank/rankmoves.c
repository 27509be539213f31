/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What time says of those who are ranked: see rankmoves.h. */
#include "rank/rankmoves.h"

#include <inttypes.h>

static const char *const columns[] = {
    "before", "moved", "moved_lo", "moved_hi", "moved_how", "steady", "uneven"};

/* The work of one window or period, whose memory is scratch. */
struct aside {
	struct cs_arena arena;
	struct cs_rankwork work;
	struct cs_scoring scores;
};

static int
score_aside(struct aside *s, const struct cs_rankwork *w, const bool *period, struct cs_err *e)
{
	struct cs_rankcount count = {.n = 0};

	*s = (struct aside){.arena = CS_ARENA_INIT, .work = *w};
	s->work.arena = &s->arena;
	if (cs_rankwork_count(&s->work, period, &count, e) != 0)
		return -1;
	s->scores = cs_rankwork_score(&s->work, &count);
	return 0;
}

static int
compare(struct cs_rankmoves *m, const struct cs_rankwork *w, struct cs_err *e)
{
	struct aside before;
	int r = score_aside(&before, w, w->window.before, e);

	if (r == 0)
		m->movement = cs_movement_make(
		    w->arena, &(struct cs_movement_from){&w->scores, &before.scores,
				  w->ask.rules.level, w->ask.rules.min_n});
	cs_arena_finish(&before.arena);
	return r;
}

static int
add_periods(struct cs_rankmoves *m, const struct cs_rankwork *w, struct cs_err *e)
{
	bool *only = cs_arena_new(w->arena, w->keys.ids[CS_RANK_PERIOD].n, sizeof *only);
	struct aside s;
	int r = 0;

	m->steady = cs_arena_new(w->arena, w->scores.units, sizeof *m->steady);
	for (uint32_t p = 0; p < w->keys.ids[CS_RANK_PERIOD].n && r == 0; p++) {
		if (!w->window.all && !w->window.now[p])
			continue;
		only[p] = true;
		r = score_aside(&s, w, only, e);
		if (r == 0)
			cs_steady_add(m->steady, &w->scores, &s.scores);
		cs_arena_finish(&s.arena);
		only[p] = false;
	}
	return r;
}

int
cs_rankmoves_make(struct cs_rankmoves *m, struct cs_rankwork *w, struct cs_err *e)
{
	size_t periods;
	int r = 0;

	*m = (struct cs_rankmoves){0};
	if (w->scores.used == 0)
		return 0;
	if (w->window.nbefore > 0)
		r = compare(m, w, e);
	periods = w->window.all ? w->keys.ids[CS_RANK_PERIOD].n : w->window.nnow;
	if (r == 0 && periods > 1 && periods <= CS_RANKMOVES_PERIODS)
		r = add_periods(m, w, e);
	return r;
}

static void
put(const void *arg, struct cs_rankout *o, const struct cs_ranked *r)
{
	const struct cs_rankmoves *m = arg;
	bool told = r->band != CS_BAND_UNTOLD, known, steady;
	const struct cs_movement_row *move =
	    m->movement.row != NULL ? &m->movement.row[r->unit] : NULL;
	const struct cs_steady *s = m->steady != NULL ? &m->steady[r->unit] : NULL;

	known = told && move != NULL && move->how != CS_MOVED_UNKNOWN;
	steady = told && s != NULL && s->periods > 0;
	cs_rankout_real(o, known, known ? move->before : 0);
	cs_rankout_real(o, known, known ? move->moved : 0);
	cs_rankout_real(o, known, known ? move->lo : 0);
	cs_rankout_real(o, known, known ? move->hi : 0);
	cs_rankout_text(o, known ? cs_moved_name(move->how) : NULL);
	if (!steady) {
		cs_writer_null(o->w);
		cs_writer_null(o->w);
		return;
	}
	cs_buf_reset(&o->text);
	cs_buf_printf(&o->text, "%" PRIu32 " of %" PRIu32, s->better, s->periods);
	cs_writer_text(o->w, cs_buf_all(&o->text));
	cs_writer_text(o->w, cs_str_z(cs_steady_uneven(s) ? "t" : "f"));
}

struct cs_rankmore
cs_rankmoves_more(const struct cs_rankmoves *m)
{
	return (struct cs_rankmore){columns, sizeof columns / sizeof *columns, put, m};
}
