/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics of the rows of the input: see census.h. */
#include "cli/census.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/thread.h"
#include "cli/shapes.h"
#include "metric/visionseen.h"

/* One thread's share of the work. */
struct cs_census_worker {
	struct cs_fold fold;
	struct cs_selector selector;
	struct cs_vision_seen seen; /* where there is a vision */
};

struct running {
	struct cs_census *t;
	struct cs_cli *cli;
};

static int
read_batch(void *ctx, size_t slot, struct cs_err *e)
{
	struct running *r = ctx;

	return cs_cli_read(r->cli, &r->t->batch[slot], e);
}

static int
merge_worker(void *ctx, unsigned worker, struct cs_err *e)
{
	struct running *r = ctx;
	struct cs_census_worker *w = r->t->worker;

	cs_selector_add(&w[0].selector, &w[worker].selector);
	cs_vision_seen_merge(&w[0].seen, &w[worker].seen);
	return cs_fold_merge(&w[0].fold, &w[worker].fold, e);
}

bool
cs_census_contacts(const struct cs_head *head)
{
	static const char *const names[] = {
	    "contact_id", "started_at", "customer_id", "disposition", "wait_s", "csat"};
	bool any = false;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		any |= cs_head_find(head, cs_str_z(names[i])) >= 0;
	return any;
}

/* A count of what are no contacts would look like one of contacts. Who names metrics is taken at
 * their word, but for cells. */
static int
check_contacts(const struct cs_head *head, bool asked, struct cs_err *e)
{
	if (cs_cells_head(head)) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "this is a stream of cells, not of contacts");
		return cs_err_hint(
		    e, "cs-kpi --render makes a table of cells, --merge sums several");
	}
	if (asked || cs_census_contacts(head))
		return 0;
	(void)cs_err_set(e, CS_EXIT_USAGE,
	    "there are no columns of contacts: contact_id, started_at, "
	    "customer_id, disposition, wait_s or csat");
	return cs_err_hint(e, "cs-ingest makes records of a CSV or a log; -m contacts counts rows "
			      "whatever they are");
}

/* Takes the repeats out of the default set: customers may be in other shards, too. */
static void
drop_repeats(struct cs_metric_list *metrics, struct cs_buf *left_out)
{
	size_t n = 0;

	for (size_t i = 0; i < metrics->n; i++) {
		const struct cs_metric *m = &metrics->metric[i];

		if (cs_metric_repeats(m))
			cs_buf_printf(left_out, "%s%.*s (of one shard)",
			    left_out->n != 0 ? ", " : "", CS_STR_ARG(m->name));
		else
			metrics->metric[n++] = *m;
	}
	metrics->n = n;
}

/* Which tables of the vision are used: its words stand behind those that were asked for. */
static unsigned
vision_uses(const struct cs_census_ask *ask, const struct cs_metric_env *names)
{
	struct cs_metric_env own = *names;

	own.word += ask->nword;
	own.nword -= ask->nword;
	if (own.used != NULL)
		own.used += ask->nword;
	return cs_vision_uses(&own);
}

/* The metrics asked for, or the default set; what is left out of that is added to left_out. */
static int
choose(struct cs_census *t, struct cs_cli *cli, const struct cs_census_ask *ask,
    const struct cs_env *env, struct cs_buf *left_out, struct cs_err *e)
{
	struct cs_arena *a = &cli->arena;
	struct cs_metric_env names;
	struct cs_metric_list metrics;
	int r;

	if (cs_census_names(cli, env, &names, e) != 0)
		return -1;
	cs_census_words(cli, ask->word, ask->nword, &names);
	if (ask->metrics.p != NULL)
		r = cs_metric_parse(a, ask->metrics, &names, &metrics, e);
	else if (cli->opt.set != NULL)
		r = cs_metric_parse_there(a, cli->opt.set->metrics, &names, &metrics, left_out, e);
	else
		r = cs_metric_default(a, &names, &metrics, left_out, e);
	if (r == 0 && ask->metrics.p == NULL && ask->partial)
		drop_repeats(&metrics, left_out);
	if (r == 0 && ask->approx)
		r = cs_metric_approx(a, &metrics, e);
	t->uses = ask->nword != 0 ? vision_uses(ask, &names) : cs_vision_uses(&names);
	return r == 0 ? cs_scheme_make(&t->scheme, a, &metrics, env, false, e) : -1;
}

/* What the table is held against. Stocks and stretches of time are of the one period that there
 * is. */
static int
bind_versus(struct cs_census *t, struct cs_cli *cli, struct cs_shape *shape, struct cs_err *e)
{
	if (shape == NULL || !shape->vs.set)
		return 0;
	if (cs_versus_bind(&t->versus, cli, shape, &t->by, &t->select, e) != 0)
		return -1;
	if (!t->versus.sides || !cs_scheme_stretched(&t->scheme))
		return 0;
	(void)cs_err_set(e, CS_EXIT_USAGE,
	    "--vs: stocks and stretches of time are only held against the interval before");
	return cs_err_hint(e, "--by day or --by week, with --vs previous");
}

static int
check_due(const struct cs_metric *m, struct cs_err *e)
{
	if (m == NULL)
		return 0;
	(void)cs_err_set(e, CS_EXIT_USAGE, "%.*s needs --as-of", CS_STR_ARG(m->name));
	return cs_err_hint(e, "it counts what is due, and only an instant says what is");
}

/* Groups may go to the disk where each is looked at alone, and no row is in several of them, which
 * a note would have to count. */
static bool
spills(const struct cs_census *t, const struct cs_census_ask *ask)
{
	bool each = false;

	for (unsigned i = 0; i < t->by.n; i++)
		each |= t->by.key[i].kind == CS_KEY_EACH;
	return ask->pieces && !each && cs_pool_takes(&t->scheme) &&
	       (ask->shape == NULL || cs_shape_alone(ask->shape));
}

static bool
spilled(const struct cs_census *t)
{
	return t->spill != NULL && cs_spill_any(t->spill);
}

int
cs_census_bind(
    struct cs_census *t, struct cs_cli *cli, const struct cs_census_ask *ask, struct cs_err *e)
{
	const struct cs_common *o = &cli->opt;
	const struct cs_head *head = cs_reader_head(cli->in);
	struct cs_env env = cs_cli_env(cli, head, ask->source);
	struct cs_by_ask by = {.item = ask->by, .n = ask->nby, .time = o->time};
	const struct cs_vision_set *set = o->set;
	struct cs_buf left_out = CS_BUF_INIT;
	int r = -1;

	if (set != NULL && ask->nby == 0)
		by = (struct cs_by_ask){.item = set->by, .n = set->nby, .time = o->time};
	if (set != NULL && ask->metrics.p == NULL)
		env.source = cs_arena_printf(&cli->arena, "the set %.*s", CS_STR_ARG(set->name));
	*t = (struct cs_census){0};
	if (check_contacts(head, ask->metrics.p != NULL || set != NULL, e) == 0 &&
	    choose(t, cli, ask, &env, &left_out, e) == 0 &&
	    cs_by_bind(&t->by, &cli->arena, &by, &env, e) == 0)
		r = cs_select_init(&t->select, cli, head, e);
	if (r == 0 && !o->has_as_of)
		r = check_due(cs_scheme_due(&t->scheme), e);
	if (r == 0)
		r = bind_versus(t, cli, ask->shape, e);
	if (r == 0 && ask->shape != NULL)
		r = cs_shapes_bind(ask->shape, o->vision, &t->scheme, &t->by, e);
	if (r == 0 && ask->shape != NULL)
		t->select.period.from = cs_shape_reach(ask->shape, &t->by);
	if (r == 0 && ask->shape != NULL && ask->shape->vs.intervals)
		ask->shape->vs.known = t->select.period.from;
	if (r == 0 && left_out.n != 0)
		cs_msg_note("left out of %s: %s", set != NULL ? env.source : "the default set",
		    cs_buf_cstr(&left_out));
	cs_buf_finish(&left_out);
	t->plain = ask->plain;
	t->job = (struct cs_job){.scheme = &t->scheme,
	    .by = t->versus.sides ? &t->versus.by : &t->by,
	    .as_of = o->as_of,
	    .has_as_of = o->has_as_of,
	    .span = t->by.time,
	    .threads = o->threads,
	    .visits_most = o->mem,
	    .scratch = t->scratch = cs_scratch_new(o->tmpdir),
	    .from = t->select.period.from,
	    .to = o->period.to,
	    .stints = &t->stints};
	t->limits = (struct cs_limits){.groups = ask->most_groups, .bytes = o->mem};
	if (r == 0 && spills(t, ask))
		t->spill = cs_spill_new(t->scratch, ask->most_groups);
	t->stints.most = o->mem / CS_STINT_BYTES;
	if (t->job.span == NULL && t->scheme.nrepeat != 0)
		t->job.span = t->scheme.repeats.started;
	return r;
}

static void
note(void *arg, struct cs_str text)
{
	(void)arg;
	cs_msg_note("%.*s", CS_STR_ARG(text));
}

/* How each number was made, for the trace. */
static void
facts(const struct cs_census *t, struct cs_cli *cli)
{
	const struct cs_vision *v = cli->opt.vision;
	struct cs_buf b = CS_BUF_INIT;

	if (v != NULL) {
		cs_buf_printf(
		    &b, "%s%s%.*s", v->source, v->says.n != 0 ? ": " : "", CS_STR_ARG(v->says));
		cs_cli_fact(cli, "vision", cs_buf_all(&b));
		cs_buf_reset(&b);
	}
	if (t->cells->run.has_as_of) {
		cs_time_text(&b, t->cells->run.as_of);
		cs_cli_fact(cli, "as_of", cs_buf_all(&b));
	}
	for (size_t i = 0; i < t->scheme.n && !t->plain; i++) {
		const struct cs_metric *m = &t->scheme.metric[i];
		const struct cs_acc_def *d = &t->scheme.acc[t->scheme.of[i].acc[0]];

		cs_buf_reset(&b);
		cs_buf_printf(&b, "%.*s%s%.*s", CS_STR_ARG(m->sentence),
		    m->sentence.n != 0 ? ": " : "", CS_STR_ARG(m->expanded));
		if (d->follow == CS_FOLLOW_WEEK && t->cells->run.has_as_of) {
			cs_buf_z(&b, ", ");
			cs_repeats_week_text(
			    &b, t->scheme.repeats.zone, t->cells->run.as_of, d->rule.window);
		}
		cs_cli_fact(
		    cli, cs_arena_printf(&cli->arena, "%.*s", CS_STR_ARG(m->name)), cs_buf_all(&b));
	}
	cs_buf_finish(&b);
}

static void
account(const struct cs_census *t, struct cs_cli *cli)
{
	const struct cs_fold *f = &t->worker[0].fold;

	cs_selector_account(&t->worker[0].selector, cli);
	if (!t->plain)
		cs_fold_notes(f, note, NULL);
	if (t->uses != 0)
		cs_vision_seen_notes(&t->worker[0].seen, cli->opt.vision, note, NULL);
	cli->count.used = f->rows_reported;
	if (f->first <= f->last) {
		cs_cli_instant(cli, f->first);
		cs_cli_instant(cli, f->last);
	}
	if (cs_fold_stray(f) && !t->job.has_as_of)
		cs_msg_warn("%s:%llu: the newest day is more than a month after the one before "
			    "it, and decides what is too early to say: see --as-of",
		    f->newest.file, (unsigned long long)f->newest.line);
}

/* Takes the cells from the fold; the two sides of a comparison apart. */
static int
take_cells(struct cs_census *t, struct cs_err *e)
{
	struct cs_fold *f = &t->worker[0].fold;
	int r;

	if (!t->versus.sides) {
		t->cells = f->cells;
		f->cells = NULL;
		t->pool.cells = NULL;
		return 0;
	}
	r = cs_cells_side(&t->cells, f->cells, &t->by, CS_SIDE_OWN, e);
	if (r == 0)
		r = cs_cells_side(&t->base, f->cells, &t->by, CS_SIDE_OTHER, e);
	t->versus.shape->vs.base = t->base;
	return r;
}

/* What decides whether an interval is over, where --as-of does not. */
static void
see_newest(struct cs_census *t)
{
	const struct cs_selector *read = &t->worker[0].selector;
	const struct cs_fold *f = &t->worker[0].fold;
	struct cs_cells_run *run = &t->cells->run;

	if (t->job.has_as_of || (t->by.time == NULL && !t->versus.sides))
		return;
	if (t->by.time != NULL && f->first <= f->last) {
		run->newest = f->last;
		run->has_newest = true;
	}
	if (read->has_first && (!run->has_newest || read->last > run->newest)) {
		run->newest = read->last;
		run->has_newest = true;
	}
}

void
cs_census_begin(struct cs_census *t, struct cs_cli *cli, unsigned threads)
{
	t->threads = threads;
	t->worker = cs_mem_new0(threads, sizeof *t->worker);
	cs_pool_init(&t->pool, &t->limits, threads);
	t->job.pool = &t->pool;
	t->pool.spill = t->spill;
	for (unsigned i = 0; i < threads; i++) {
		cs_fold_init(&t->worker[i].fold, &t->job);
		if (t->uses != 0)
			cs_vision_seen_init(
			    &t->worker[i].seen, cli->opt.vision, t->uses, cs_reader_head(cli->in));
	}
}

/* A batch that was read, by one of the workers. */
static int
add(struct cs_census *t, unsigned worker, struct cs_batch *b, struct cs_err *e)
{
	struct cs_census_worker *w = &t->worker[worker];

	if (cs_batch_split(b, e) != 0 || cs_selector_run(&w->selector, &t->select, b, e) != 0)
		return -1;
	if (t->uses != 0)
		cs_vision_seen_add(&w->seen, b);
	return cs_fold_add(&w->fold, b, w->selector.mark, e);
}

int
cs_census_add(struct cs_census *t, struct cs_batch *b, struct cs_err *e)
{
	return add(t, 0, b, e);
}

static void
free_workers(struct cs_census *t)
{
	for (unsigned i = 0; i < t->threads; i++) {
		cs_fold_free(&t->worker[i].fold);
		cs_selector_finish(&t->worker[i].selector);
		cs_vision_seen_finish(&t->worker[i].seen);
	}
	if (t->threads != 0)
		cs_pool_finish(&t->pool);
	free(t->worker);
	t->worker = NULL;
	t->threads = 0;
}

int
cs_census_end(struct cs_census *t, struct cs_cli *cli, const char *shard, struct cs_err *e)
{
	struct cs_fold *f = &t->worker[0].fold;
	struct cs_limits most = t->limits;

	/* What only together is too large for the memory has room on the disk. */
	if (t->spill != NULL)
		most.bytes = 0;
	if ((!spilled(t) && cs_limits_check(&most, f->cells, 1, e) != 0) ||
	    cs_fold_finish(f, e) != 0)
		return -1;
	if (!t->silent)
		account(t, cli);
	if (take_cells(t, e) != 0)
		return -1;
	t->cells->run.before = t->worker[0].selector.before;
	see_newest(t);
	cs_versus_read(&t->versus, &t->worker[0].selector, &t->by, !t->silent);
	if (!t->silent && t->cells->run.has_newest)
		cs_versus_running(&t->versus, t->cells->run.newest, cli->opt.period.to);
	if (!t->silent)
		facts(t, cli);
	free_workers(t);
	if (cs_census_sign(t, cli, shard, e) != 0)
		return -1;
	if (!spilled(t) && (t->spill == NULL || !cs_limits_over(&t->limits, t->cells, 1)))
		return 0;
	t->cells->spill = t->spill;
	return cs_spill_add(t->spill, t->cells, e);
}

static int
count_batch(void *ctx, unsigned worker, size_t slot, struct cs_err *e)
{
	struct running *r = ctx;

	return add(r->t, worker, &r->t->batch[slot], e);
}

int
cs_census_run(struct cs_census *t, struct cs_cli *cli, const char *shard, struct cs_err *e)
{
	static const struct cs_thread_plan plan = {read_batch, count_batch, NULL, merge_worker};
	struct running r = {t, cli};
	size_t slots = cs_thread_slots(cli->opt.threads);
	int result;

	t->batch = cs_mem_new0(slots, sizeof *t->batch);
	cs_census_begin(t, cli, cli->opt.threads);
	result = cs_thread_run(&plan, &r, t->threads, e);
	for (size_t i = 0; i < slots; i++)
		cs_batch_finish(&t->batch[i]);
	free(t->batch);
	t->batch = NULL;
	return result == 0 ? cs_census_end(t, cli, shard, e) : result;
}

void
cs_census_within(struct cs_cli *cli, const struct cs_cells *c, bool partial)
{
	const struct {
		const char *what, *within;
		bool any;
	} kept[] = {
	    {"repeats", "of shards add up only when no customer is in two of them",
		c->scheme->nrepeat != 0},
	    {"overlaps", "of shards add up only when no agent is in two of them",
		c->scheme->noverlap != 0},
	};

	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
		if (!kept[i].any || (!partial && c->run.shards.n <= 1))
			continue;
		cs_msg_note("%s %s", kept[i].what, kept[i].within);
		cs_cli_fact(cli, kept[i].what, cs_str_z(kept[i].within));
	}
}

void
cs_census_finish(struct cs_census *t)
{
	free_workers(t);
	cs_cells_free(t->cells);
	cs_spill_free(t->spill);
	cs_scratch_free(t->scratch);
	cs_cells_free(t->base);
	*t = (struct cs_census){0};
}
