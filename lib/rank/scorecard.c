/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which metrics make a score: see scorecard.h. */
#include "rank/scorecard.h"

#include <string.h>

#include "base/data.h"
#include "base/lines.h"

static const char data_name[] = "scorecard";

/* A line of the default card. */
struct standard {
	struct cs_str name, entries;
	struct cs_dec weight;
};

struct choosing {
	struct cs_arena *arena;
	const struct cs_cells *cells;
	const struct cs_vision *vision;
	struct cs_card *card;
	bool rates;	    /* counts may stand on it */
	const char *source; /* stands before messages: "--metric", "team.vision:12" */
	struct cs_err *e;
};

/* One item of a list. */
struct item {
	struct cs_str name;
	struct cs_dec weight;
	bool weighs; /* the weight was said */
	enum cs_better better;
};

/* A decimal, also as people write it: ".2". */
static bool
decimal(struct cs_str s, struct cs_dec *d)
{
	char text[40] = "0";

	if (s.n == 0 || s.p[0] != '.' || s.n >= sizeof text)
		return cs_dec_parse(s, d);
	memcpy(text + 1, s.p, s.n);
	return cs_dec_parse(cs_str(text, s.n + 1), d);
}

bool
cs_card_part(struct cs_str s, double *part)
{
	struct cs_dec d;
	bool percent = cs_str_ends(s, CS_STR("%"));

	if (!decimal(cs_str_head(s, s.n - percent), &d) || d.coef < 0 ||
	    cs_dec_cmp(d, cs_dec_int(percent ? 100 : 1)) > 0)
		return false;
	*part = cs_dec_double(d) / (percent ? 100 : 1);
	return true;
}

/* The lines of the default card, to the arena; gives how many. It is ours, so it parses. */
static int
standards(struct cs_arena *a, struct standard **out, size_t *n, struct cs_err *e)
{
	struct cs_str text = cs_data(data_name), cell[3];
	struct cs_lines l;
	struct cs_line line;
	int got;

	*n = 0;
	*out = cs_arena_new(a, text.n, sizeof **out);
	cs_lines_init(&l, a, data_name, text);
	while ((got = cs_lines_next(&l, &line, e)) > 0) {
		struct standard *s = &(*out)[*n];

		if (cs_line_cells(&line, cell, 3) != 3 || !cs_dec_parse(cell[1], &s->weight))
			return cs_err_set(e, CS_EXIT_USAGE, "%s:%d: not name | weight | metrics",
			    data_name, line.line);
		s->name = cell[0];
		s->entries = cell[2];
		(*n)++;
	}
	return got;
}

/* The metrics of the cells by a name or an entry: the index of the first, how many in *n. */
static size_t
find(const struct cs_cells *c, struct cs_str name, bool entry, size_t *n)
{
	size_t first = 0;

	*n = 0;
	for (size_t m = cs_cells_metrics(c); m-- > 0;) {
		const struct cs_metric *metric = cs_cells_metric(c, m);

		if (metric->margin || !cs_str_eq(entry ? metric->entry : metric->name, name))
			continue;
		first = m;
		(*n)++;
	}
	return first;
}

/* The first metric of a line of the default card that the cells have. */
static bool
find_standard(const struct cs_cells *c, const struct standard *s, size_t *m)
{
	struct cs_str rest = s->entries, entry;
	size_t n;

	while (cs_str_split(&rest, '/', &entry)) {
		*m = find(c, cs_str_trim(entry), true, &n);
		if (n > 0)
			return true;
	}
	return false;
}

static void
list_metrics(const struct cs_cells *c, struct cs_buf *out)
{
	for (size_t m = 0; m < cs_cells_metrics(c) && out->n < 600; m++) {
		cs_buf_z(out, m != 0 ? ", " : "");
		cs_buf_str(out, cs_str_head(cs_cells_metric(c, m)->name, 100));
	}
}

static int
no_metric(const struct choosing *ch, struct cs_str name)
{
	struct cs_buf there = CS_BUF_INIT;

	if (memchr(name.p, '=', name.n) != NULL) {
		(void)cs_err_set(ch->e, CS_EXIT_USAGE, "%s: '%.*s' is a formula, not a name",
		    ch->source, CS_STR_ARG(name));
		return cs_err_hint(
		    ch->e, "cs-kpi --cells -m counts it; then its name is in the cells");
	}
	list_metrics(ch->cells, &there);
	(void)cs_err_set(ch->e, CS_EXIT_USAGE, "%s: the cells have no metric '%.*s'", ch->source,
	    CS_STR_ARG(name));
	(void)cs_err_hint(ch->e, "they have %.*s; cs-kpi -m chooses what is in them",
	    CS_STR_ARG(cs_buf_all(&there)));
	cs_buf_finish(&there);
	return -1;
}

/* The line of the default card that has the name, or NULL; -1 with the error. */
static int
standard_of(const struct choosing *ch, struct cs_str name, const struct standard **found)
{
	struct standard *s;
	size_t n;

	*found = NULL;
	if (standards(ch->arena, &s, &n, ch->e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (cs_str_eq(s[i].name, name))
			*found = &s[i];
	}
	return 0;
}

/* Finds the metric that a name of the list means. */
static int
resolve(const struct choosing *ch, struct cs_str name, size_t *m)
{
	const struct standard *s;
	size_t n;

	*m = find(ch->cells, name, false, &n);
	if (n > 0)
		return 0;
	*m = find(ch->cells, name, true, &n);
	if (n == 1)
		return 0;
	if (n > 1) {
		(void)cs_err_set(ch->e, CS_EXIT_USAGE,
		    "%s: '%.*s' may be several metrics of the cells", ch->source, CS_STR_ARG(name));
		return cs_err_hint(ch->e, "name one with its parameters, such as '%.*s'",
		    CS_STR_ARG(cs_cells_metric(ch->cells, *m)->name));
	}
	if (standard_of(ch, name, &s) != 0)
		return -1;
	return s != NULL && find_standard(ch->cells, s, m) ? 0 : no_metric(ch, name);
}

/* NAME[:WEIGHT[:up|down]] */
static int
parse_item(const struct choosing *ch, struct cs_str text, struct item *it)
{
	struct cs_str name = cs_str(NULL, 0), weight = name, way = name, rest = text;
	int word;

	*it = (struct item){.weight = cs_dec_int(1), .better = CS_BETTER_NONE};
	(void)(cs_str_split(&rest, ':', &name) && cs_str_split(&rest, ':', &weight) &&
	       cs_str_split(&rest, ':', &way));
	it->name = cs_str_trim(name);
	it->weighs = weight.p != NULL;
	if (it->name.n == 0 || rest.p != NULL)
		return cs_err_set(ch->e, CS_EXIT_USAGE,
		    "--metric: '%.*s' is not NAME[:WEIGHT[:up|down]]", CS_STR_ARG(text));
	if (it->weighs && (!decimal(cs_str_trim(weight), &it->weight) || it->weight.coef <= 0))
		return cs_err_set(ch->e, CS_EXIT_USAGE,
		    "--metric: the weight '%.*s' of '%.*s' is not a number over 0",
		    CS_STR_ARG(weight), CS_STR_ARG(it->name));
	if (way.p == NULL)
		return 0;
	word = cs_better_parse(cs_str_trim(way));
	if (word != CS_BETTER_UP && word != CS_BETTER_DOWN)
		return cs_err_set(ch->e, CS_EXIT_USAGE,
		    "--metric: '%.*s' of '%.*s' is neither up nor down", CS_STR_ARG(way),
		    CS_STR_ARG(it->name));
	it->better = (enum cs_better)word;
	return 0;
}

/* Puts a metric of the cells on the card: what the list does not say, the vision does. */
static int
take(const struct choosing *ch, size_t m, const struct item *it)
{
	const struct cs_metric *metric = cs_cells_metric(ch->cells, m);
	const struct cs_vision_metric *v =
	    ch->vision != NULL ? cs_vision_metric(ch->vision, metric->name) : NULL;
	enum cs_better better = it->better;

	if (better == CS_BETTER_NONE)
		better = v != NULL ? v->better : metric->better;
	if (better == CS_BETTER_NONE) {
		(void)cs_err_set(ch->e, CS_EXIT_USAGE,
		    "%s: whether more of '%.*s' is better is not known", ch->source,
		    CS_STR_ARG(it->name));
		return cs_err_hint(ch->e, "say so: '%.*s:1:up' or '%.*s:1:down'",
		    CS_STR_ARG(it->name), CS_STR_ARG(it->name));
	}
	for (size_t i = 0; i < ch->card->n; i++) {
		if (ch->card->item[i].index == m)
			return cs_err_set(ch->e, CS_EXIT_USAGE, "%s: '%.*s' is there twice",
			    ch->source, CS_STR_ARG(metric->name));
	}
	ch->card->item[ch->card->n++] = (struct cs_card_item){metric, m,
	    !it->weighs && v != NULL ? v->weight : it->weight, better == CS_BETTER_DOWN, v};
	return 0;
}

static int
choose_list(const struct choosing *ch, struct cs_str list)
{
	struct cs_str one;
	struct item it;
	size_t m;

	while (cs_str_split(&list, ',', &one)) {
		if (parse_item(ch, cs_str_trim(one), &it) != 0 || resolve(ch, it.name, &m) != 0 ||
		    take(ch, m, &it) != 0)
			return -1;
	}
	return 0;
}

/* True for metrics that scores are made of: shares, means, net promoter scores; with rates counts
 * too. */
static bool
can_score(enum cs_stat_kind kind, bool rates)
{
	return kind == CS_STAT_SHARE || kind == CS_STAT_MEAN || kind == CS_STAT_NPS ||
	       (rates && kind == CS_STAT_COUNT);
}

/* All metrics of the vision that a score can be made of. */
static int
choose_vision(struct choosing *ch)
{
	const struct cs_vision *v = ch->vision;
	const char *source = ch->source;
	size_t m;

	ch->card->left_out = cs_arena_new(ch->arena, v->nmetric, sizeof *ch->card->left_out);
	for (size_t i = 0; i < v->nmetric; i++) {
		const struct item it = {.name = v->metric[i].name, .better = CS_BETTER_NONE};

		ch->source = cs_arena_printf(ch->arena, "%s:%d", v->source, v->metric[i].line);
		if (resolve(ch, it.name, &m) != 0)
			return -1;
		if (!can_score(cs_cells_kind(ch->cells, m), ch->rates)) {
			ch->card->left_out[ch->card->nleft++] = it.name;
		} else if (take(ch, m, &it) != 0) {
			return -1;
		}
	}
	ch->source = source;
	if (ch->card->n > 0)
		return 0;
	(void)cs_err_set(
	    ch->e, CS_EXIT_USAGE, "%s: no metric that a score can be made of", v->source);
	return cs_err_hint(ch->e, "shares, means and net promoter scores can: how far they may be "
				  "off by chance is known");
}

/* Of cells without any of the default card, such as those of customers who stayed: the first metric
 * that says of itself that it is an outcome. */
static int
choose_outcome(const struct choosing *ch)
{
	for (size_t m = 0; m < cs_cells_metrics(ch->cells); m++) {
		const struct cs_metric *metric = cs_cells_metric(ch->cells, m);
		const struct item it = {metric->name, cs_dec_int(1), true, CS_BETTER_NONE};

		if (!metric->margin && metric->role == CS_ROLE_OUTCOME &&
		    metric->better != CS_BETTER_NONE &&
		    can_score(cs_cells_kind(ch->cells, m), false))
			return take(ch, m, &it);
	}
	(void)cs_err_set(ch->e, CS_EXIT_USAGE, "the cells have no outcome to rank by");
	return cs_err_hint(ch->e, "count what customers got: cs-kpi --by agent -m "
				  "'csat_top2,repeat_1d' --cells; or name metrics with --metric");
}

static int
choose_default(const struct choosing *ch)
{
	struct standard *s;
	size_t n, m;

	if (standards(ch->arena, &s, &n, ch->e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const struct item it = {s[i].name, s[i].weight, true, CS_BETTER_NONE};

		if (find_standard(ch->cells, &s[i], &m) && take(ch, m, &it) != 0)
			return -1;
	}
	return ch->card->n > 0 ? 0 : choose_outcome(ch);
}

bool
cs_card_haste(const struct cs_metric *metric)
{
	return metric->role == CS_ROLE_SPEED || metric->role == CS_ROLE_VOLUME;
}

/* A card that counts only how fast and how much is not a scorecard. */
static int
check_outcome(const struct choosing *ch)
{
	for (size_t i = 0; i < ch->card->n; i++) {
		if (!cs_card_haste(ch->card->item[i].metric))
			return 0;
	}
	(void)cs_err_set(ch->e, CS_EXIT_USAGE,
	    "%s: a scorecard of speed alone says who hurries, not who helps", ch->source);
	return cs_err_hint(ch->e, "add what customers got, such as 'repeat_1d:2' or 'csat:1' "
				  "(cs-metrics.7: role outcome)");
}

int
cs_card_choose(struct cs_arena *a, const struct cs_cells *c, const struct cs_card_ask *ask,
    struct cs_card *card, struct cs_err *e)
{
	struct choosing ch = {a, c, ask->vision, card, ask->rates, "--metric", e};
	bool metrics = ask->vision != NULL && ask->vision->nmetric != 0;
	int r;

	*card = (struct cs_card){.item = cs_arena_new(a, cs_cells_metrics(c), sizeof *card->item)};
	if (ask->list.p == NULL && !metrics)
		return choose_default(&ch);
	if (ask->list.p != NULL) {
		r = choose_list(&ch, ask->list);
	} else {
		ch.source = ask->vision->source;
		r = choose_vision(&ch);
	}
	return r == 0 ? check_outcome(&ch) : -1;
}

int
cs_card_find(struct cs_arena *a, const struct cs_cells *c, const struct cs_card *card,
    struct cs_str name, const char *option, struct cs_err *e)
{
	const struct choosing ch = {.arena = a, .cells = c, .source = option, .e = e};
	struct cs_buf there = CS_BUF_INIT;
	size_t metric;

	if (resolve(&ch, name, &metric) != 0)
		return -1;
	for (size_t i = 0; i < card->n; i++) {
		if (card->item[i].index == metric)
			return (int)i;
	}
	for (size_t i = 0; i < card->n; i++) {
		cs_buf_z(&there, i != 0 ? ", " : "");
		cs_buf_str(&there, card->item[i].metric->name);
	}
	(void)cs_err_set(e, CS_EXIT_USAGE, "%s: the metric '%.*s' is not on the scorecard", option,
	    CS_STR_ARG(name));
	(void)cs_err_hint(e, "on it are %.*s; -m says what is", CS_STR_ARG(cs_buf_all(&there)));
	cs_buf_finish(&there);
	return -1;
}

/* The names of a list, those of the default card as its entries. */
static int
want_list(const struct choosing *ch, struct cs_str list, struct cs_str *want, size_t *n)
{
	const struct standard *s;
	struct cs_str one;
	struct item it;

	while (cs_str_split(&list, ',', &one)) {
		if (parse_item(ch, cs_str_trim(one), &it) != 0 || standard_of(ch, it.name, &s) != 0)
			return -1;
		want[(*n)++] = s != NULL ? s->entries : it.name;
	}
	return 0;
}

int
cs_card_wants(struct cs_arena *a, const struct cs_card_ask *ask, struct cs_str **want, size_t *n,
    bool *optional, struct cs_err *e)
{
	const struct choosing ch = {.arena = a, .source = "--metric", .e = e};
	const struct cs_vision *v = ask->vision;
	struct standard *s;
	size_t all;

	*n = 0;
	*optional = false;
	if (ask->list.p != NULL) {
		*want = cs_arena_new(a, ask->list.n + 1, sizeof **want);
		return want_list(&ch, ask->list, *want, n);
	}
	if (v != NULL && v->nmetric != 0) {
		*want = cs_arena_new(a, v->nmetric, sizeof **want);
		for (; *n < v->nmetric; (*n)++)
			(*want)[*n] = v->metric[*n].name;
		return 0;
	}
	*optional = true;
	if (standards(a, &s, &all, e) != 0)
		return -1;
	*want = cs_arena_new(a, all, sizeof **want);
	for (; *n < all; (*n)++)
		(*want)[*n] = s[*n].entries;
	return 0;
}
