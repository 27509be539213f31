/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contacts behind a ranking: see rankcontacts.h. */
#include "cli/rankcontacts.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "cli/census.h"
#include "desk/listing.h"

/* What a group of the rows is to the ranking. */
struct place {
	uint32_t unit, stratum; /* unit CS_RANK_NONE: not in it */
};

struct reading {
	struct cs_cli *cli;
	const struct cs_rankwork *w;
	struct cs_rankpicks *picks;
	struct cs_reader *in;
	struct cs_scheme scheme;
	struct cs_by by;
	struct cs_job job;
	struct cs_select select;
	struct cs_selector selector;
	struct cs_listing listing;
	struct cs_map id[CS_RANK_SORTS]; /* the keys of a sort, raw, tabs between: its id */
	enum cs_rank_sort *sort;	 /* by key of by */
	size_t *item;			 /* by metric of the scheme: of the card */
	struct place *place;		 /* by group of the rows */
	size_t nplace, place_cap;
	unsigned contact_id; /* column */
	int started_at;	     /* -1: there is none */
	struct cs_rankpick_said *said;
	struct cs_buf text;
	struct cs_err *e;
};

/* Whether single rows tell of a metric of the cells. */
static bool
is_of_rows(const struct cs_rankwork *w, size_t item)
{
	const struct cs_scheme *p = w->cells->scheme;
	const struct cs_scheme_metric *of = &p->of[w->card.item[item].index];

	return of->ninput == 1 && p->acc[of->acc[0]].follow == CS_FOLLOW_NONE &&
	       p->acc[of->acc[0]].kind != CS_ACC_PER;
}

/*
 * A metric of the card as it is counted from these rows, under a name that the dictionary does not
 * have: "card_n=share(csat >= 4)". False when it cannot be, which is said.
 */
static bool
add_metric(struct reading *t, const struct cs_env *env, size_t item, struct cs_buf *list)
{
	const struct cs_metric *m = t->w->card.item[item].metric;
	struct cs_str missing;

	/* That there was a contact is nothing to be proud of. */
	if (t->w->count.item[item].rate)
		return false;
	if (!is_of_rows(t->w, item) && cs_head_find(env->head, m->name) < 0) {
		cs_msg_note("--contacts: no single row says %.*s; a column of this name would: see "
			    "cs-kpi --add",
		    CS_STR_ARG(m->name));
		return false;
	}
	if (is_of_rows(t->w, item) && cs_expr_missing(m->tree, env, &missing)) {
		cs_msg_note("--contacts: %.*s is left out: there is no %.*s", CS_STR_ARG(m->name),
		    CS_STR_ARG(missing));
		return false;
	}
	cs_buf_printf(list, "%scard_%zu_n=", list->n != 0 ? "," : "", item);
	if (is_of_rows(t->w, item))
		cs_buf_str(list, m->expanded);
	else
		cs_buf_printf(list, "share(%.*s)", CS_STR_ARG(m->name));
	return true;
}

static int
bind_metrics(struct reading *t, const struct cs_env *env)
{
	struct cs_buf list = CS_BUF_INIT;
	struct cs_metric_list metrics;
	struct cs_metric_env names;
	size_t n = 0;
	int r;

	t->item = cs_arena_new(&t->cli->arena, t->w->card.n, sizeof *t->item);
	for (size_t i = 0; i < t->w->card.n; i++) {
		if (add_metric(t, env, i, &list))
			t->item[n++] = i;
	}
	if (n == 0)
		r = cs_err_set(t->e, CS_EXIT_USAGE,
		    "--contacts: these records say nothing of any metric of the scorecard");
	else
		r = cs_census_names(t->cli, env, &names, t->e);
	if (r == 0)
		r = cs_metric_parse(&t->cli->arena, cs_buf_all(&list), &names, &metrics, t->e);
	if (r == 0)
		r = cs_scheme_make(&t->scheme, &t->cli->arena, &metrics, env, false, t->e);
	cs_buf_finish(&list);
	return r;
}

/* A key of the cells as --by has it. */
static struct cs_str
key_item(struct cs_arena *a, const struct cs_key_def *d)
{
	struct cs_buf b = CS_BUF_INIT;
	struct cs_str item;

	switch (d->kind) {
	case CS_KEY_EACH:
		cs_buf_printf(&b, "each(%.*s)", CS_STR_ARG(d->name));
		break;
	case CS_KEY_EXPR:
		cs_buf_printf(&b, "%.*s=%.*s", CS_STR_ARG(d->name), CS_STR_ARG(d->text));
		break;
	case CS_KEY_STEP:
		cs_buf_printf(&b, "%" PRId64 "s", d->step);
		break;
	default: /* columns, and calendar words that are their own names */
		cs_buf_str(&b, d->name);
		break;
	}
	item = cs_arena_str(a, cs_buf_all(&b));
	cs_buf_finish(&b);
	return item;
}

/* The keys that say who, what kind of work and when. */
static int
bind_keys(struct reading *t, const struct cs_env *env)
{
	const struct cs_by *by = t->w->cells->by;
	struct cs_str *item = cs_arena_new(&t->cli->arena, by->n, sizeof *item);
	struct cs_by_ask ask = {.item = item, .time = t->w->cells->run.choice[CS_CHOICE_TIME]};

	t->sort = cs_arena_new(&t->cli->arena, by->n, sizeof *t->sort);
	if (ask.time.n == 0)
		ask.time = CS_STR("started_at");
	for (unsigned k = 0; k < by->n; k++) {
		enum cs_rank_sort sort = t->w->keys.sort[k];

		if (sort == CS_RANK_MEMBER || sort == CS_RANK_OVER)
			continue;
		t->sort[ask.n] = sort;
		item[ask.n++] = key_item(&t->cli->arena, &by->key[k]);
	}
	return cs_by_bind(&t->by, &t->cli->arena, &ask, env, t->e);
}

/* The rows that the cells were counted of. */
static int
bind_choice(struct reading *t, const struct cs_head *head)
{
	const struct cs_cells_run *run = &t->w->cells->run;
	struct cs_str none = {NULL, 0}, where = run->choice[CS_CHOICE_WHERE];
	struct cs_str keep = run->choice[CS_CHOICE_KEEP_ONLY], time = run->choice[CS_CHOICE_TIME];
	struct cs_counted *counted;
	size_t n;

	t->select = (struct cs_select){.period = {CS_INSTANT_MIN, CS_INSTANT_MAX}};
	counted = cs_shards_counted(&run->shards, CS_INSTANT_MIN, CS_INSTANT_MAX, &n);
	if (n != 0)
		t->select.period = (struct cs_period){counted[0].from, counted[n - 1].to};
	free(counted);
	if (cs_select_condition(&t->select.where, t->cli, head, where.n != 0 ? where : none,
		"--contacts: where", t->e) != 0 ||
	    cs_select_condition(&t->select.keep_only, t->cli, head, keep.n != 0 ? keep : none,
		"--contacts: keep-only", t->e) != 0)
		return -1;
	if (t->select.period.from == CS_INSTANT_MIN && t->select.period.to == CS_INSTANT_MAX)
		return 0;
	return cs_select_time(&t->select.time, t->cli, head,
	    time.n != 0 ? time : CS_STR("started_at"), "--contacts", t->e);
}

/* The ids of a sort by their raw keys. */
static void
index_ids(struct reading *t, enum cs_rank_sort sort)
{
	const struct cs_cells *c = t->w->cells;
	const struct cs_rank_ids *ids = &t->w->keys.ids[sort];
	uint32_t *value = cs_mem_new((size_t)c->by->n + 1, sizeof *value);

	for (uint32_t i = 0; i < ids->n; i++) {
		cs_keys_values(&c->keys, c->order[ids->group[i]], value);
		cs_buf_reset(&t->text);
		for (unsigned k = 0; k < c->by->n; k++) {
			if (t->w->keys.sort[k] != sort)
				continue;
			cs_buf_str(&t->text, cs_map_key(&c->keys.value[k], value[k]));
			cs_buf_c(&t->text, '\t');
		}
		(void)cs_map_add(&t->id[sort], cs_buf_all(&t->text));
	}
	free(value);
}

static int
bind(struct reading *t)
{
	const struct cs_head *head = cs_reader_head(t->in);
	struct cs_env env = cs_cli_env(t->cli, head, "--contacts");
	int id = cs_head_find(head, CS_STR("contact_id"));

	if (id < 0)
		return cs_err_set(t->e, CS_EXIT_USAGE, "--contacts: there is no column contact_id");
	t->contact_id = (unsigned)id;
	t->started_at = cs_head_find(head, CS_STR("started_at"));
	env.zone = t->w->cells->by->zone;
	if (bind_metrics(t, &env) != 0 || bind_keys(t, &env) != 0 || bind_choice(t, head) != 0)
		return -1;
	t->job = (struct cs_job){
	    .scheme = &t->scheme, .by = &t->by, .from = CS_INSTANT_MIN, .to = CS_INSTANT_MAX};
	t->said = cs_arena_new(&t->cli->arena, t->w->card.n, sizeof *t->said);
	for (enum cs_rank_sort s = 0; s < CS_RANK_SORTS; s++) {
		if (s != CS_RANK_MEMBER)
			index_ids(t, s);
	}
	return cs_listing_bind(&t->listing, &t->cli->arena, &t->job, head, t->e);
}

/* The id that a group of the rows has in a sort. */
static uint32_t
id_of(struct reading *t, enum cs_rank_sort sort, const uint32_t *value)
{
	cs_buf_reset(&t->text);
	for (unsigned k = 0; k < t->by.n; k++) {
		if (t->sort[k] != sort)
			continue;
		cs_buf_str(&t->text, cs_map_key(&t->listing.keys.value[k], value[k]));
		cs_buf_c(&t->text, '\t');
	}
	return cs_map_find(&t->id[sort], cs_buf_all(&t->text));
}

/* What the groups that have come up since are to the ranking. */
static void
place_groups(struct reading *t)
{
	const struct cs_rankwindow *window = &t->w->window;
	size_t n = t->listing.keys.ngroup;
	uint32_t *value = cs_mem_new((size_t)t->by.n + 1, sizeof *value);

	t->place = cs_mem_grow(t->place, &t->place_cap, n, sizeof *t->place);
	for (; t->nplace < n; t->nplace++) {
		struct place *p = &t->place[t->nplace];
		uint32_t period;

		cs_keys_values(&t->listing.keys, (uint32_t)t->nplace, value);
		*p =
		    (struct place){id_of(t, CS_RANK_UNIT, value), id_of(t, CS_RANK_STRATUM, value)};
		period = id_of(t, CS_RANK_PERIOD, value);
		if (p->stratum == CS_MAP_NONE ||
		    (!window->all && (period == CS_MAP_NONE || !window->now[period])))
			p->unit = CS_RANK_NONE;
	}
	free(value);
}

/* What a row says of a metric of the card, in the unit of the metric. */
static void
note_said(struct reading *t, size_t input, size_t k)
{
	size_t item = t->item[cs_listing_metric(&t->listing, input)];
	struct cs_rankpick_said *said = &t->said[item];
	enum { PROMOTER = 9, PASSIVE = 7 };

	said->there = cs_listing_says(&t->listing, input, t->selector.mark, k, &said->value);
	if (said->there && cs_cells_kind(t->w->cells, t->w->card.item[item].index) == CS_STAT_NPS)
		said->value = said->value >= PROMOTER ? 100 : said->value >= PASSIVE ? 0 : -100;
}

static void
take_batch(struct reading *t, const struct cs_batch *b)
{
	struct cs_rankpick_contact x = {.said = t->said};

	place_groups(t);
	for (size_t k = 0; k < t->listing.rows.n; k++) {
		const struct place *p = &t->place[t->listing.rows.group[k]];
		uint32_t row = t->listing.rows.row[k];

		if (p->unit == CS_RANK_NONE)
			continue;
		x.unit = p->unit;
		x.stratum = p->stratum;
		x.id = cs_batch_raw(b, row, t->contact_id);
		x.at = t->started_at >= 0 ? cs_batch_raw(b, row, (unsigned)t->started_at)
					  : CS_STR("\\N");
		for (size_t i = 0; i < t->listing.ninput; i++)
			note_said(t, i, k);
		cs_rankpicks_add(t->picks, &x);
	}
}

static int
read_all(struct reading *t)
{
	struct cs_batch batch = {0};
	int got;

	while ((got = cs_reader_next(t->in, &batch, t->e)) > 0) {
		if (cs_selector_run(&t->selector, &t->select, &batch, t->e) != 0 ||
		    cs_listing_find(&t->listing, &batch, t->selector.mark, t->e) != 0) {
			got = -1;
			break;
		}
		take_batch(t, &batch);
	}
	cs_batch_finish(&batch);
	return got;
}

int
cs_rankcontacts_read(struct cs_cli *cli, const struct cs_rankwork *w, const struct cs_str *file,
    size_t n, struct cs_rankpicks *picks, struct cs_err *e)
{
	struct reading t = {.cli = cli, .w = w, .picks = picks, .e = e};
	char **path = cs_arena_new(&cli->arena, n, sizeof *path);
	int flags = cli->opt.union_ ? CS_READER_UNION : 0, r = -1;

	for (size_t i = 0; i < n; i++) {
		path[i] = cs_arena_new(&cli->arena, file[i].n + 1, 1);
		memcpy(path[i], file[i].p, file[i].n);
	}
	t.in = cs_reader_open(path, (int)n, flags, e);
	if (t.in != NULL && bind(&t) == 0)
		r = read_all(&t);
	if (r == 0)
		cs_msg_note(
		    "--contacts: %" PRIu64 " that somebody ranked here has handled", picks->seen);
	for (enum cs_rank_sort s = 0; s < CS_RANK_SORTS; s++)
		cs_map_finish(&t.id[s]);
	cs_listing_finish(&t.listing);
	cs_selector_finish(&t.selector);
	cs_buf_finish(&t.text);
	free(t.place);
	cs_reader_close(t.in);
	return r;
}
