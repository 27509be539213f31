/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cells that a ranking is made of: see rankload.h. */
#include "cli/rankload.h"

/* Days in a month and in a year of tenure. */
enum { MONTH_D = 30, YEAR_D = 365, BANDS = 30 };

struct loading {
	struct cs_rankload *l;
	struct cs_cli *cli;
	const struct cs_rankload_ask *ask;
	const struct cs_head *head;
	struct cs_str *key; /* as --by has them: units, members, kinds of work, period */
	size_t nkey, nunit, nmember, nstrata;
	struct cs_err *e;
};

/* What needs rows has no meaning for cells. */
static int
check_cells(const struct cs_cli *cli, const struct cs_rankload_ask *ask, struct cs_err *e)
{
	const struct cs_common *o = &cli->opt;
	const struct {
		bool given;
		const char *option;
	} rows[] = {
	    {o->where.p != NULL, "--where"},
	    {o->keep_only.p != NULL, "--keep-only"},
	    {o->has_period, "--period"},
	    {!cs_str_eqz(o->time, "started_at"), "--time"},
	    {o->bad != CS_BAD_ERROR, "--bad"},
	    {ask->tenure.p != NULL, "--tenure"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (!rows[i].given)
			continue;
		(void)cs_err_set(
		    e, CS_EXIT_USAGE, "%s is about contacts, and these are cells", rows[i].option);
		return cs_err_hint(e, "give it to cs-kpi, or the contacts to cs-rank");
	}
	return 0;
}

static int
read_cells(
    struct cs_rankload *l, struct cs_cli *cli, const struct cs_rankload_ask *ask, struct cs_err *e)
{
	if (check_cells(cli, ask, e) != 0)
		return -1;
	l->keys = ask->work->keys;
	l->cells = l->read = cs_cells_read(cli->in, e);
	cli->count.read = cs_reader_count(cli->in).rows;
	return l->cells != NULL ? cs_census_zone(cli, l->cells, e) : -1;
}

static void
add_key(struct loading *t, struct cs_str item)
{
	t->key[t->nkey++] = item;
}

/* Whether a column, under whatever name, is one of the first n keys. */
static bool
is_among(const struct loading *t, size_t n, struct cs_str column)
{
	int col = cs_head_find(t->head, column);

	for (size_t i = 0; i < n; i++) {
		if (col >= 0 && cs_head_find(t->head, t->key[i]) == col)
			return true;
	}
	return false;
}

static bool
is_unit(const struct loading *t, const char *column)
{
	return is_among(t, t->nunit, cs_str_z(column));
}

/* A name that is no column has a message that knows which option it is of. */
static int
add_keys(struct loading *t, const char *option, const struct cs_str *item, size_t n)
{
	struct cs_str rest, word;

	for (size_t i = 0; i < n; i++) {
		struct cs_key_def d = {.kind = CS_KEY_COLUMN};

		rest = item[i];
		(void)cs_str_split(&rest, '=', &word);
		if (rest.p == NULL && cs_str_find(word, '(') == word.n &&
		    !cs_by_is_interval(&d, word) && cs_head_need(t->head, word, t->e) < 0) {
			cs_err_prefix(t->e, "%s", option);
			return -1;
		}
		if (is_among(t, t->nkey, item[i]))
			return cs_err_set(t->e, CS_EXIT_USAGE,
			    "%s: the key '%.*s' is named already", option, CS_STR_ARG(item[i]));
		add_key(t, item[i]);
	}
	return 0;
}

static int
choose_units(struct loading *t)
{
	static const char *const usual[] = {
	    "agent_id", "team", "leader", "site", "vendor", "last_agent_id"};
	const struct cs_rankkeys_ask *keys = &t->ask->work->keys;
	bool persons = false, names = false;

	if (add_keys(t, keys->units_by != NULL ? keys->units_by : "--unit", keys->unit,
		keys->nunit) != 0)
		return -1;
	for (size_t i = 0; i < sizeof usual / sizeof *usual && t->nkey == 0; i++) {
		if (cs_head_find(t->head, cs_str_z(usual[i])) >= 0)
			add_key(t, cs_str_z(usual[i]));
	}
	t->nunit = t->nkey;
	if (t->nunit == 0) {
		(void)cs_err_set(t->e, CS_EXIT_USAGE, "there is no column that says who is ranked");
		return cs_err_hint(t->e, "agent_id, team, leader, site or vendor would; --unit "
					 "names another");
	}
	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
		names |= is_unit(t, usual[i]);
		persons |= is_unit(t, usual[i]) && cs_rankkeys_person(cs_str_z(usual[i]));
	}
	if (names && !persons && t->ask->beside.p == NULL &&
	    cs_head_find(t->head, CS_STR("agent_id")) >= 0)
		add_key(t, CS_STR("agent_id"));
	t->nmember = t->nkey - t->nunit;
	return 0;
}

/* The bands of tenure_days as the item of --by that makes them. */
static int
add_tenure(struct loading *t)
{
	struct cs_str rest = t->ask->tenure, one, last = CS_STR("0d");
	struct cs_buf b = CS_BUF_INIT;
	int64_t days = 0, next;
	struct cs_duration d;
	size_t n = 0;
	int r = 0;

	cs_buf_z(&b, "tenure_band=case when tenure_days is null then null");
	while (r == 0 && cs_str_split(&rest, ',', &one)) {
		one = cs_str_trim(one);
		next = 0;
		if (cs_duration_parse(one, &d) && d.s % CS_DAY_S == 0 && d.months <= 1200)
			next = d.s / CS_DAY_S + d.months / 12 * YEAR_D + d.months % 12 * MONTH_D;
		if (next <= days || next > 100 * YEAR_D || ++n > BANDS) {
			(void)cs_err_set(t->e, CS_EXIT_USAGE,
			    "--tenure: '%.*s' is not a longer time, in days", CS_STR_ARG(one));
			r = cs_err_hint(t->e, "bands begin one after the other: 30d,90d,1y");
		}
		cs_buf_printf(&b, " when tenure_days < %lld then '%.*s to %.*s'", (long long)next,
		    CS_STR_ARG(last), CS_STR_ARG(one));
		days = next;
		last = one;
	}
	cs_buf_printf(&b, " else 'from %.*s' end", CS_STR_ARG(last));
	if (r == 0 && cs_head_need(t->head, CS_STR("tenure_days"), t->e) < 0) {
		cs_err_prefix(t->e, "--tenure");
		r = cs_err_hint(t->e, "cs-join adds it from a roster with joined_at");
	}
	if (r == 0)
		add_key(t, cs_arena_str(&t->cli->arena, cs_buf_all(&b)));
	cs_buf_finish(&b);
	return r;
}

static int
choose_strata(struct loading *t)
{
	static const char *const usual[] = {"queue", "reason", "channel"};
	const struct cs_rankkeys_ask *keys = &t->ask->work->keys;
	size_t before = t->nkey;

	if (add_keys(t, "--strata", keys->strata, keys->nstrata) != 0)
		return -1;
	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
		if (keys->nstrata == 0 && !keys->no_strata && !is_unit(t, usual[i]) &&
		    cs_head_find(t->head, cs_str_z(usual[i])) >= 0)
			add_key(t, cs_str_z(usual[i]));
	}
	if (t->ask->tenure.p != NULL && add_tenure(t) != 0)
		return -1;
	t->nstrata = t->nkey - before;
	return 0;
}

/* The intervals that the window is made of, unless they are kinds of work or who is ranked. */
static int
choose_period(struct loading *t)
{
	const struct cs_rankwindow_ask *w = &t->ask->work->window;
	const char *key;

	if (cs_rankwindow_key(w, &key, t->e) != 0)
		return -1;
	for (size_t i = 0; i < t->nkey && key != NULL; i++) {
		if (cs_str_eqz(t->key[i], key))
			return 0;
	}
	if (key != NULL && (w->set || cs_head_find(t->head, t->cli->opt.time) >= 0))
		add_key(t, cs_str_z(key));
	return 0;
}

/* The first of the entries that can be counted here; -1: the first one's error. */
static int
choose_metric(struct loading *t, struct cs_str entries, struct cs_str *metric)
{
	struct cs_env env = cs_cli_env(t->cli, t->head, "--metric");
	const struct cs_metric_env names = {.env = &env};
	struct cs_metric_list list;
	struct cs_str one;
	bool first = true;

	while (cs_str_split(&entries, '/', &one)) {
		struct cs_err e = CS_ERR_INIT;

		*metric = cs_str_trim(one);
		if (cs_metric_parse(&t->cli->arena, *metric, &names, &list, &e) == 0)
			return 0;
		if (first)
			*t->e = e;
		first = false;
	}
	return -1;
}

/* An error about a metric that the vision asks for, with its line. */
static int
say_whose(struct loading *t, size_t i)
{
	const struct cs_card_ask *card = &t->ask->work->card;

	if (card->list.p == NULL && card->vision != NULL)
		cs_err_prefix(t->e, "%s:%d", card->vision->source, card->vision->metric[i].line);
	return -1;
}

/* The metrics of the card, and contacts. */
static int
choose_metrics(struct loading *t, struct cs_buf *list)
{
	struct cs_str *want, metric;
	bool optional;
	size_t n;

	if (cs_card_wants(&t->cli->arena, &t->ask->work->card, &want, &n, &optional, t->e) != 0)
		return -1;
	cs_buf_z(list, "contacts");
	for (size_t i = 0; i < n; i++) {
		if (choose_metric(t, want[i], &metric) != 0) {
			if (!optional)
				return say_whose(t, i);
			*t->e = (struct cs_err)CS_ERR_INIT;
			continue;
		}
		if (cs_str_eqz(metric, "contacts"))
			continue;
		cs_buf_c(list, ',');
		cs_buf_str(list, metric);
	}
	if (t->ask->beside.p == NULL)
		return 0;
	if (choose_metric(t, t->ask->beside, &metric) != 0)
		return -1;
	cs_buf_c(list, ',');
	cs_buf_str(list, metric);
	return 0;
}

static int
count(struct loading *t, struct cs_str metrics)
{
	struct cs_census *c = &t->l->census;
	const struct cs_census_ask ask = {
	    .metrics = metrics, .source = "--metric", .by = t->key, .nby = t->nkey};
	struct cs_str *name = cs_arena_new(&t->cli->arena, t->nkey, sizeof *name);

	if (cs_census_bind(c, t->cli, &ask, t->e) != 0 || cs_census_run(c, t->cli, NULL, t->e) != 0)
		return -1;
	for (size_t i = 0; i < t->nkey; i++)
		name[i] = c->by.key[i].name;
	t->l->keys = (struct cs_rankkeys_ask){name, name + t->nunit + t->nmember, t->nunit,
	    t->nstrata, t->nstrata == 0, t->ask->work->keys.units_by};
	t->l->cells = c->cells;
	cs_cells_sort(c->cells);
	return 0;
}

static int
read_contacts(
    struct cs_rankload *l, struct cs_cli *cli, const struct cs_rankload_ask *ask, struct cs_err *e)
{
	const struct cs_rankkeys_ask *keys = &ask->work->keys;
	struct loading t = {
	    .l = l, .cli = cli, .ask = ask, .head = cs_reader_head(cli->in), .e = e};
	struct cs_buf metrics = CS_BUF_INIT;
	int r = -1;

	t.key = cs_arena_new(&cli->arena, keys->nunit + keys->nstrata + 8, sizeof *t.key);
	if (choose_units(&t) == 0 && choose_strata(&t) == 0 && choose_period(&t) == 0 &&
	    choose_metrics(&t, &metrics) == 0)
		r = count(&t, cs_arena_str(&cli->arena, cs_buf_all(&metrics)));
	cs_buf_finish(&metrics);
	return r;
}

static int
read_attendance(struct cs_rankload *l, struct cs_cli *cli, const char *path, struct cs_err *e)
{
	char *paths[1];
	struct cs_reader *r;

	if (path == NULL)
		return 0;
	paths[0] = cs_arena_new(&cli->arena, strlen(path) + 1, 1);
	memcpy(paths[0], path, strlen(path));
	r = cs_reader_open(paths, 1, 0, e);
	if (r != NULL)
		l->attendance = cs_cells_read(r, e);
	cs_reader_close(r);
	if (l->attendance == NULL)
		cs_err_prefix(e, "--attendance");
	return l->attendance != NULL ? 0 : -1;
}

int
cs_rankload_read(
    struct cs_rankload *l, struct cs_cli *cli, const struct cs_rankload_ask *ask, struct cs_err *e)
{
	const struct cs_head *head = cs_reader_head(cli->in);

	*l = (struct cs_rankload){0};
	if (read_attendance(l, cli, ask->attendance, e) != 0)
		return -1;
	/* What is neither has the message of those who look for cells. */
	return !cs_cells_head(head) && cs_census_contacts(head) ? read_contacts(l, cli, ask, e)
								: read_cells(l, cli, ask, e);
}

void
cs_rankload_finish(struct cs_rankload *l)
{
	cs_census_finish(&l->census);
	cs_cells_free(l->read);
	cs_cells_free(l->attendance);
	*l = (struct cs_rankload){0};
}
