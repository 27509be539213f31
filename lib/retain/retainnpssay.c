/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the mode nps found, in sentences: of a hundred each, as people count. */
#include "retain/retainnpsset.h"
#include "retain/retainout.h"

#include <math.h>

#include "stat/interval.h"

/* Of fewer customers nothing is said. */
enum { FEWEST = 10 };

/* Classes as people call them. */
static const struct {
	const char *who;
	unsigned classes;
} people[] = {
    {"promoters", 1U << CS_NPS_PROMOTER},
    {"passives", 1U << CS_NPS_PASSIVE},
    {"detractors", 1U << CS_NPS_DETRACTOR},
    {"who did not answer", 1U << CS_NPS_SILENT},
};

enum { PEOPLE = sizeof people / sizeof *people };

/* The figures of one horizon, and which of them are of customers enough. */
struct saying {
	const struct cs_nps_set *set;
	const struct cs_horizon *at;
	struct cs_nps_figures of[PEOPLE];
	struct cs_buf *out;
};

static void
add_time(struct cs_buf *b, const struct cs_horizon *h)
{
	int32_t n = h->axis == CS_AXIS_MONTHS ? h->months : h->days;

	cs_buf_printf(
	    b, "%d %s%s", (int)n, h->axis == CS_AXIS_MONTHS ? "month" : "day", n == 1 ? "" : "s");
}

/* "62 (58 to 66)" of a hundred, or less closely where there is nothing else. */
static void
add_hundred(struct cs_buf *b, const struct cs_est *e, double unit)
{
	cs_buf_printf(b, "%.0f", round(e->est * unit) + 0.0);
	if (e->ci)
		cs_buf_printf(
		    b, " (%.0f to %.0f)", round(e->lo * unit) + 0.0, round(e->hi * unit) + 0.0);
}

static bool
may_say(const struct cs_nps_figures *f, bool stays)
{
	return stays ? f->customers >= FEWEST && f->stayed.ok && f->at_risk > 0
		     : f->has_bought && f->n >= FEWEST;
}

/* "Of 100 promoters 14 (11 to 17) more than of 100 detractors", where that is more than chance. */
static void
say_more(struct saying *s)
{
	const struct cs_nps_figures *up = &s->of[0], *down = &s->of[2];
	struct cs_est d;

	if (!may_say(up, false) || !may_say(down, false))
		return;
	d = cs_interval_difference(up->bought, up->n, down->bought, down->n, s->set->r->level);
	if (!d.ci || (d.lo <= 0 && d.hi >= 0)) {
		cs_buf_z(s->out, "That promoters and detractors differ in this could be luck.\n");
		return;
	}
	cs_buf_printf(s->out,
	    "Of 100 promoters that is %.0f (%.0f to %.0f) %s than of 100 "
	    "detractors.\n",
	    fabs(round(100 * d.est)), fmin(fabs(round(100 * d.lo)), fabs(round(100 * d.hi))),
	    fmax(fabs(round(100 * d.lo)), fabs(round(100 * d.hi))), d.est > 0 ? "more" : "fewer");
}

/* "Of 100 promoters 62 ... bought again within 6 months, of 100 detractors 48 ..." */
static void
say_of_each(struct saying *s, bool stays)
{
	bool first = true;

	for (int i = 0; i < PEOPLE; i++) {
		const struct cs_nps_figures *f = &s->of[i];

		if (!may_say(f, stays))
			continue;
		cs_buf_printf(s->out, "%s 100 %s ", first ? "Of" : ", of", people[i].who);
		add_hundred(s->out, stays ? &f->stayed : &f->bought_share, 100);
		if (first) {
			cs_buf_z(s->out, stays ? " stayed " : " bought again within ");
			add_time(s->out, s->at);
		}
		first = false;
	}
	if (!first)
		cs_buf_z(s->out, ".\n");
	if (!stays)
		say_more(s);
}

/* Whom the score speaks for: by the longest time that purchases reach back over. */
static int
say_before(struct saying *s, struct cs_err *e)
{
	const struct cs_retain *r = s->set->r;

	for (size_t t = r->nat; t-- > 0;) {
		struct cs_nps_figures answered, silent;

		if (cs_nps_figures(s->set, CS_NPS_ANSWERED, t, &answered, e) != 0 ||
		    cs_nps_figures(s->set, 1U << CS_NPS_SILENT, t, &silent, e) != 0)
			return -1;
		if (!answered.has_bought || silent.pairs < FEWEST || answered.pairs < FEWEST ||
		    cs_nps_shown_at(s->set, t) < CS_NPS_TWO)
			continue;
		cs_buf_printf(s->out, "Of 100 who answered %.0f had bought in the ",
		    round(100. * (double)answered.before / (double)answered.pairs));
		add_time(s->out, &r->at[t]);
		cs_buf_printf(s->out, " before, of 100 who did not %.0f.\n",
		    round(100. * (double)silent.before / (double)silent.pairs));
		break;
	}
	return 0;
}

static void
say_score(struct saying *s)
{
	struct cs_nps_score x = cs_nps_score(s->set);

	if (x.answered < FEWEST)
		return;
	if (x.sent)
		cs_buf_printf(s->out, "Of 100 who were asked %.0f answered: their score is ",
		    round(100. * (double)x.answered / (double)x.asked));
	else
		cs_buf_z(s->out, "The score of those who answered is ");
	add_hundred(s->out, &x.score, 100);
	if (x.sent) {
		cs_buf_printf(s->out, "; of all who were asked it is between %.0f and %.0f",
		    round(100 * x.worst) + 0.0, round(100 * x.best) + 0.0);
		if (x.weighted.ok) {
			cs_buf_z(s->out,
			    ", and if the silent are like those of their kind who answered, ");
			add_hundred(s->out, &x.weighted, 100);
		}
	}
	cs_buf_z(s->out, ".\n");
}

/* The longest horizon that promoters and detractors have been followed to. */
static int
find_horizon(struct saying *s, bool *found, struct cs_err *e)
{
	const struct cs_retain *r = s->set->r;

	*found = false;
	for (size_t t = r->nat; t-- > 0 && !*found;) {
		s->at = &r->at[t];
		for (int i = 0; i < PEOPLE; i++) {
			if (cs_nps_figures(s->set, people[i].classes, t, &s->of[i], e) != 0)
				return -1;
		}
		*found = may_say(&s->of[0], false) && may_say(&s->of[2], false);
		*found |= may_say(&s->of[0], true) && may_say(&s->of[2], true);
		*found &= cs_nps_shown_at(s->set, t) == CS_NPS_EACH;
	}
	return 0;
}

/* "relationship surveys, team = north:" */
static void
add_heading(struct cs_buf *b, const struct cs_nps_set *set)
{
	cs_buf_printf(b, "%.*s surveys", CS_STR_ARG(set->survey));
	for (unsigned k = 0; k < set->r->nby; k++) {
		cs_buf_printf(b, ", %.*s ", CS_STR_ARG(set->r->key[k].name));
		cs_retainout_say(b, cs_sums_key(set->sums, set->first, k));
	}
	cs_buf_z(b, ":\n");
}

int
cs_nps_say(struct cs_retain_worker *w, const void *state, struct cs_buf *out, struct cs_err *e)
{
	for (size_t i = 0; i < w->sums->ngroup;) {
		struct cs_nps_set set;
		struct saying s = {.set = &set, .out = out};
		bool found;

		cs_nps_set_at(&set, w->r, state, w->sums, i);
		i = set.end;
		if (cs_nps_shown(&set) < CS_NPS_TWO)
			continue;
		add_heading(out, &set);
		if (find_horizon(&s, &found, e) != 0)
			return -1;
		if (found) {
			say_of_each(&s, false);
			say_of_each(&s, true);
			if (say_before(&s, e) != 0)
				return -1;
		} else {
			cs_buf_z(out, "Too few promoters or detractors were followed to say what "
				      "they did.\n");
		}
		say_score(&s);
	}
	cs_buf_z(out,
	    "This is an association: who likes a company buys more anyway, and asking him "
	    "does not make him.\n");
	return 0;
}
