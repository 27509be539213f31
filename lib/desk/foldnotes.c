/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the user should know of what was counted: see fold.h. */
#include "base/civil.h"
#include "desk/fold.h"

struct notes {
	const struct cs_fold *f;
	void (*note)(void *arg, struct cs_str text);
	void *arg;
	struct cs_buf b;
};

static void
say(struct notes *n)
{
	n->note(n->arg, cs_buf_all(&n->b));
	cs_buf_reset(&n->b);
}

/* "1 row", "2 rows" */
static void
rows(struct cs_buf *b, uint64_t n)
{
	cs_buf_printf(b, "%llu row%s", (unsigned long long)n, n == 1 ? "" : "s");
}

static void
filters(struct notes *n)
{
	const struct cs_scheme *p = n->f->job->scheme;

	for (unsigned i = 0; i < p->nfilter; i++) {
		if (n->f->null_filter[i] == 0)
			continue;
		rows(&n->b, n->f->null_filter[i]);
		cs_buf_printf(&n->b, " left out by a filter that is NULL there: where %.*s",
		    CS_STR_ARG(p->filter[i].text));
		say(n);
	}
}

static void
shares(struct notes *n)
{
	const struct cs_scheme *p = n->f->job->scheme;

	for (unsigned i = 0; i < p->nacc; i++) {
		const struct cs_acc_def *d = &p->acc[i];

		if (n->f->null_share[i] == 0)
			continue;
		cs_buf_printf(&n->b, "%.*s: ", CS_STR_ARG(p->metric[d->metric].name));
		rows(&n->b, n->f->null_share[i]);
		cs_buf_printf(&n->b, " left out, where %.*s is NULL", CS_STR_ARG(d->arg_text));
		say(n);
	}
}

/* "NAME: as of T", with the week where it is one. */
static void
as_of(struct notes *n, const struct cs_acc_def *d)
{
	const struct cs_scheme *p = n->f->job->scheme;
	const struct cs_cells_run *run = &n->f->cells->run;

	cs_buf_printf(&n->b, "%.*s: as of ", CS_STR_ARG(p->metric[d->metric].name));
	if (run->has_as_of)
		cs_time_text(&n->b, run->as_of);
	else
		cs_buf_z(&n->b, "no instant");
	if (!n->f->job->has_as_of)
		cs_buf_z(&n->b, ", the newest contact");
	if (d->follow == CS_FOLLOW_WEEK && run->has_as_of) {
		cs_buf_z(&n->b, ", ");
		cs_repeats_week_text(&n->b, p->repeats.zone, run->as_of, d->rule.window);
	}
}

/* How many contacts repeats counted, and how many not. */
static void
repeats(struct notes *n, unsigned i)
{
	const struct cs_cells *c = n->f->cells;
	const struct cs_acc_def *d = &c->scheme->acc[i];
	int64_t early = 0, mature = 0;

	for (size_t g = 0; g < c->keys.ngroup; g++) {
		early += c->store.acc[i].repeat[g].early;
		mature += c->store.acc[i].repeat[g].n;
	}
	as_of(n, d);
	cs_buf_printf(&n->b, ": contacts counted %lld", (long long)mature);
	if (d->follow != CS_FOLLOW_WEEK)
		cs_buf_printf(&n->b, ", too young to say %lld", (long long)early);
	cs_buf_printf(&n->b, ", of unknown customers %llu", (unsigned long long)n->f->unidentified);
	say(n);
}

/* What is said of all that follow contacts. */
static void
follow(struct notes *n)
{
	const struct cs_scheme *p = n->f->cells->scheme;

	for (unsigned i = 0; i < p->nacc; i++) {
		const struct cs_acc_def *d = &p->acc[i];
		const struct cs_follow_note *note = &n->f->follow[i];

		if (d->kind == CS_ACC_REPEAT) {
			repeats(n, i);
		} else if (d->follow >= CS_FOLLOW_CHAINS) {
			as_of(n, d);
			cs_buf_printf(&n->b,
			    ": chains that are over %llu, too early to say %llu, contacts of "
			    "unknown "
			    "customers %llu",
			    (unsigned long long)note->over, (unsigned long long)note->open,
			    (unsigned long long)n->f->unidentified);
			say(n);
		}
		if (note->unsaid == 0)
			continue;
		cs_buf_printf(&n->b, "%.*s: ", CS_STR_ARG(p->metric[d->metric].name));
		rows(&n->b, note->unsaid);
		cs_buf_printf(&n->b, " left out, where %.*s is NULL or no window",
		    CS_STR_ARG(d->follow_text));
		say(n);
	}
}

/* Rows that belong to no key. */
static void
keyless(struct notes *n)
{
	const struct cs_cells *c = n->f->cells;
	const struct cs_scheme *p = c->scheme;

	for (unsigned i = 0; i < p->nacc; i++) {
		int64_t null = 0;

		for (size_t g = 0; p->acc[i].kind == CS_ACC_PER && g < c->keys.ngroup; g++)
			null += c->store.acc[i].count[g];
		if (null == 0)
			continue;
		cs_buf_printf(&n->b, "%.*s: ", CS_STR_ARG(p->metric[p->acc[i].metric].name));
		rows(&n->b, (uint64_t)null);
		cs_buf_printf(
		    &n->b, " left out, where %.*s is NULL", CS_STR_ARG(p->acc[i].arg_text));
		say(n);
	}
}

/* Stretches of time that could not be taken as they are. */
static void
stretches(struct notes *n)
{
	const struct cs_scheme *p = n->f->job->scheme;
	const struct cs_stretches *s = &n->f->stretches;

	for (unsigned i = 0; i < p->nacc; i++) {
		struct cs_str name = p->metric[p->acc[i].metric].name;

		if (s->lost[i].endless != 0) {
			cs_buf_printf(&n->b, "%.*s: ", CS_STR_ARG(name));
			rows(&n->b, s->lost[i].endless);
			cs_buf_z(&n->b, " without an end left out: --as-of ends them");
			say(n);
		}
		if (s->lost[i].backwards != 0) {
			cs_buf_printf(&n->b, "%.*s: ", CS_STR_ARG(name));
			rows(&n->b, s->lost[i].backwards);
			cs_buf_z(&n->b, " left out that end before they begin");
			say(n);
		}
	}
	if (s->nobody != 0) {
		cs_buf_z(&n->b, "overlaps: ");
		rows(&n->b, s->nobody);
		cs_buf_z(&n->b, " left out whose agent_id is NULL");
		say(n);
	}
	if (s->over != 0) {
		cs_buf_z(&n->b, "overlaps: ");
		rows(&n->b, s->over);
		cs_buf_z(&n->b, " over others of the same agent: what they share counts once");
		say(n);
	}
}

/* Groups that share rows must not be added up. */
static void
overlaps(struct notes *n)
{
	const struct cs_by *by = n->f->job->by;
	const struct cs_cells *c = n->f->cells;
	uint64_t counted = 0;

	for (size_t g = 0; g < c->keys.ngroup; g++)
		counted += (uint64_t)c->store.rows[g];
	for (unsigned i = 0; i < by->n && counted > n->f->rows_reported; i++) {
		if (by->key[i].kind != CS_KEY_EACH)
			continue;
		cs_buf_printf(&n->b, "each(%.*s): groups overlap: ", CS_STR_ARG(by->key[i].name));
		rows(&n->b, n->f->rows_reported);
		cs_buf_printf(&n->b, " count %llu times", (unsigned long long)counted);
		say(n);
	}
}

void
cs_fold_notes(const struct cs_fold *f, void (*note)(void *arg, struct cs_str text), void *arg)
{
	struct notes n = {f, note, arg, CS_BUF_INIT};

	overlaps(&n);
	filters(&n);
	shares(&n);
	keyless(&n);
	follow(&n);
	stretches(&n);
	if (f->rounded != 0) {
		rows(&n.b, f->rounded);
		cs_buf_z(&n.b, " with more than 6 digits behind the point, rounded to 6");
		say(&n);
	}
	if (f->odd_scores != 0) {
		rows(&n.b, f->odd_scores);
		cs_buf_z(&n.b, " with a score that is not 0 to 10, left out of nps");
		say(&n);
	}
	for (unsigned i = 0; i < f->job->scheme->answers.n; i++) {
		if (f->answers[i] == 0)
			continue;
		cs_buf_printf(&n.b,
		    "%.*s: %llu answer%s on further legs, not counted: a contact "
		    "counts once, with its first leg",
		    CS_STR_ARG(f->job->scheme->answers.name[i]), (unsigned long long)f->answers[i],
		    f->answers[i] == 1 ? "" : "s");
		say(&n);
	}
	if (f->eval.bad_cells != 0) {
		cs_buf_printf(&n.b, "%llu bad cell%s in what was computed",
		    (unsigned long long)f->eval.bad_cells, f->eval.bad_cells == 1 ? "" : "s");
		say(&n);
	}
	cs_buf_finish(&n.b);
}
