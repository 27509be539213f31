/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which metrics make a score: see scorecard.h. */
#include "desk/scorecard.h"

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
	struct cs_card *card;
	struct cs_err *e;
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

	list_metrics(ch->cells, &there);
	(void)cs_err_set(
	    ch->e, CS_EXIT_USAGE, "--metric: the cells have no metric '%.*s'", CS_STR_ARG(name));
	(void)cs_err_hint(ch->e, "they have %.*s; cs-kpi -m chooses what is in them",
	    CS_STR_ARG(cs_buf_all(&there)));
	cs_buf_finish(&there);
	return -1;
}

/* Finds the metric that a name of the list means. */
static int
resolve(const struct choosing *ch, struct cs_str name, size_t *m)
{
	struct standard *s;
	size_t n, ns;

	*m = find(ch->cells, name, false, &n);
	if (n > 0)
		return 0;
	*m = find(ch->cells, name, true, &n);
	if (n == 1)
		return 0;
	if (n > 1) {
		(void)cs_err_set(ch->e, CS_EXIT_USAGE,
		    "--metric: '%.*s' may be several metrics of the cells", CS_STR_ARG(name));
		return cs_err_hint(ch->e, "name one with its parameters, such as '%.*s'",
		    CS_STR_ARG(cs_cells_metric(ch->cells, *m)->name));
	}
	if (standards(ch->arena, &s, &ns, ch->e) != 0)
		return -1;
	for (size_t i = 0; i < ns; i++) {
		if (cs_str_eq(s[i].name, name) && find_standard(ch->cells, &s[i], m))
			return 0;
	}
	return no_metric(ch, name);
}

static void
take(const struct choosing *ch, size_t m, struct cs_dec weight, bool down)
{
	ch->card->item[ch->card->n++] =
	    (struct cs_card_item){cs_cells_metric(ch->cells, m), m, weight, down};
}

/* NAME[:WEIGHT[:up|down]] */
static int
choose_one(const struct choosing *ch, struct cs_str text)
{
	struct cs_str name = cs_str(NULL, 0), weight = name, way = name, rest = text;
	struct cs_dec w = cs_dec_int(1);
	enum cs_better better;
	size_t m;

	(void)(cs_str_split(&rest, ':', &name) && cs_str_split(&rest, ':', &weight) &&
	       cs_str_split(&rest, ':', &way));
	name = cs_str_trim(name);
	if (name.n == 0 || rest.p != NULL)
		return cs_err_set(ch->e, CS_EXIT_USAGE,
		    "--metric: '%.*s' is not NAME[:WEIGHT[:up|down]]", CS_STR_ARG(text));
	if (weight.p != NULL && (!decimal(cs_str_trim(weight), &w) || w.coef <= 0))
		return cs_err_set(ch->e, CS_EXIT_USAGE,
		    "--metric: the weight '%.*s' of '%.*s' is not a number over 0",
		    CS_STR_ARG(weight), CS_STR_ARG(name));
	if (resolve(ch, name, &m) != 0)
		return -1;
	better = cs_cells_metric(ch->cells, m)->better;
	if (way.p != NULL) {
		int word = cs_better_parse(cs_str_trim(way));

		if (word != CS_BETTER_UP && word != CS_BETTER_DOWN)
			return cs_err_set(ch->e, CS_EXIT_USAGE,
			    "--metric: '%.*s' of '%.*s' is neither up nor down", CS_STR_ARG(way),
			    CS_STR_ARG(name));
		better = (enum cs_better)word;
	}
	if (better == CS_BETTER_NONE) {
		(void)cs_err_set(ch->e, CS_EXIT_USAGE,
		    "--metric: whether more of '%.*s' is better is not known", CS_STR_ARG(name));
		return cs_err_hint(ch->e, "say so: '%.*s:1:up' or '%.*s:1:down'", CS_STR_ARG(name),
		    CS_STR_ARG(name));
	}
	for (size_t i = 0; i < ch->card->n; i++) {
		if (ch->card->item[i].index == m)
			return cs_err_set(ch->e, CS_EXIT_USAGE, "--metric: '%.*s' is there twice",
			    CS_STR_ARG(ch->card->item[i].metric->name));
	}
	take(ch, m, w, better == CS_BETTER_DOWN);
	return 0;
}

static int
choose_default(const struct choosing *ch)
{
	struct standard *s;
	size_t n, m;

	if (standards(ch->arena, &s, &n, ch->e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (find_standard(ch->cells, &s[i], &m))
			take(ch, m, s[i].weight,
			    cs_cells_metric(ch->cells, m)->better == CS_BETTER_DOWN);
	}
	if (ch->card->n > 0)
		return 0;
	(void)cs_err_set(ch->e, CS_EXIT_USAGE, "the cells have no outcome to rank by");
	return cs_err_hint(ch->e, "count what customers got: cs-kpi --by agent -m "
				  "'csat_top2,repeat_1d' --cells; or name metrics with --metric");
}

/* A card that counts only how fast and how much is not a scorecard. */
static int
check_outcome(const struct choosing *ch)
{
	for (size_t i = 0; i < ch->card->n; i++) {
		enum cs_role role = ch->card->item[i].metric->role;

		if (role != CS_ROLE_SPEED && role != CS_ROLE_VOLUME)
			return 0;
	}
	(void)cs_err_set(ch->e, CS_EXIT_USAGE,
	    "--metric: a scorecard of speed alone says who hurries, not who helps");
	return cs_err_hint(ch->e, "add what customers got, such as 'repeat_1d:2' or 'csat:1' "
				  "(cs-metrics.7: role outcome)");
}

int
cs_card_choose(struct cs_arena *a, const struct cs_cells *c, struct cs_str list,
    struct cs_card *card, struct cs_err *e)
{
	struct choosing ch = {a, c, card, e};
	struct cs_str one;

	card->item = cs_arena_new(a, cs_cells_metrics(c), sizeof *card->item);
	if (list.p == NULL)
		return choose_default(&ch);
	while (cs_str_split(&list, ',', &one)) {
		if (choose_one(&ch, cs_str_trim(one)) != 0)
			return -1;
	}
	return check_outcome(&ch);
}
