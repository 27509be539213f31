/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics by name: the dictionary's entries, their parameters, what reports say of a column. */
#include "metric/metric.h"

#include <pthread.h>

#include "base/buf.h"
#include "base/civil.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/num.h"
#include "metric/dict.h"
#include "metric/metricname.h"

static const char *const better_names[] = {"none", "up", "down"};
static const char *const role_names[] = {"volume", "speed", "outcome", "work", "data", "own"};

static int
word_index(const char *const *words, size_t n, struct cs_str s)
{
	for (size_t i = 0; i < n; i++) {
		if (cs_str_eqz(s, words[i]))
			return (int)i;
	}
	return -1;
}

const char *
cs_better_name(enum cs_better b)
{
	return better_names[b];
}

int
cs_better_parse(struct cs_str s)
{
	return word_index(better_names, sizeof better_names / sizeof *better_names, s);
}

const char *
cs_role_name(enum cs_role r)
{
	return role_names[r];
}

int
cs_role_parse(struct cs_str s)
{
	return word_index(role_names, sizeof role_names / sizeof *role_names, s);
}

const struct cs_metric *
cs_metric_all(size_t *n)
{
	*n = cs_dict()->n;
	return cs_dict()->metric;
}

const struct cs_metric *
cs_metric_find(struct cs_str entry)
{
	return cs_dict_metric(cs_dict(), entry);
}

void
cs_metric_words(struct cs_buf *out)
{
	const struct cs_dict *d = cs_dict();

	for (size_t i = 0; i < d->n; i++) {
		cs_buf_str(out, d->metric[i].name);
		cs_buf_c(out, '\n');
	}
}

/* "20" "20s" "1d": seconds >= 0. */
static bool
read_seconds(struct cs_str s, int64_t *v)
{
	struct cs_duration d;

	if (s.n == 0 || s.n > 12 || !cs_duration_parse(s, &d) || d.months != 0 || d.s < 0)
		return false;
	*v = d.s;
	return true;
}

/* The pieces of "30_6" as values of the first parameters. */
static bool
read_suffix(struct cs_str suffix, struct cs_metric_param *param, unsigned nparam)
{
	struct cs_str piece;
	unsigned i = 0;

	while (cs_str_split(&suffix, '_', &piece)) {
		if (i == nparam || !read_seconds(piece, &param[i].value) ||
		    (param[i].duration && param[i].value == 0))
			return false;
		i++;
	}
	return true;
}

bool
cs_metric_by_name(struct cs_str name, struct cs_metric *m, unsigned *given)
{
	const struct cs_dict *d = cs_dict();
	const struct cs_metric *entry = cs_dict_metric(d, name);
	struct cs_str suffix, rest, piece;

	*given = 0;
	if (entry != NULL) {
		*m = *entry;
		return true;
	}
	for (size_t i = 0; i < d->n; i++) {
		entry = &d->metric[i];
		if (entry->nparam == 0 || !cs_str_starts(name, entry->name) ||
		    name.n < entry->name.n + 2 || name.p[entry->name.n] != '_')
			continue;
		*m = *entry;
		suffix = cs_str_skip(name, entry->name.n + 1);
		if (!read_suffix(suffix, m->param, m->nparam))
			continue;
		for (rest = suffix; cs_str_split(&rest, '_', &piece);)
			(*given)++;
		return true;
	}
	return false;
}

void
cs_metric_fill(struct cs_arena *a, struct cs_metric *m, unsigned given)
{
	struct cs_str *const text[] = {&m->formula, &m->null, &m->sentence, &m->source};
	struct cs_buf b = CS_BUF_INIT;
	struct cs_str unknown;

	for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
		cs_buf_reset(&b);
		/* The dictionary's placeholders were checked when it was read. */
		(void)cs_dict_fill(&b, *text[i], m, &unknown);
		*text[i] = cs_arena_str(a, cs_buf_all(&b));
	}
	cs_buf_reset(&b);
	cs_buf_str(&b, m->entry);
	for (unsigned i = 0; i < given; i++) {
		cs_buf_c(&b, '_');
		if (m->param[i].duration)
			cs_dict_duration(&b, m->param[i].value);
		else
			cs_buf_i64(&b, m->param[i].value);
	}
	m->name = cs_arena_str(a, cs_buf_all(&b));
	cs_buf_finish(&b);
}

struct cs_str
cs_metric_suffix_unit(struct cs_str name)
{
	static const struct {
		struct cs_str suffix, unit;
	} suffixes[] = {
	    {CS_STR_INIT("_s"), CS_STR_INIT("s")},
	    {CS_STR_INIT("_n"), CS_STR_INIT("n")},
	    {CS_STR_INIT("_share"), CS_STR_INIT("share")},
	    {CS_STR_INIT("_at"), CS_STR_INIT("at")},
	    {CS_STR_INIT("_points"), CS_STR_INIT("points")},
	    {CS_STR_INIT("_amount"), CS_STR_INIT("currency")},
	    {CS_STR_INIT("_cost"), CS_STR_INIT("currency")},
	    {CS_STR_INIT("_score"), CS_STR_INIT("1")},
	    {CS_STR_INIT("_mean"), CS_STR_INIT("1")},
	    {CS_STR_INIT("_ratio"), CS_STR_INIT("1")},
	};

	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
		if (name.n > suffixes[i].suffix.n && cs_str_ends(name, suffixes[i].suffix))
			return suffixes[i].unit;
	}
	return cs_str(NULL, 0);
}

/* The sentences that were asked for with parameters put in; they live for ever, each once. */
static pthread_mutex_t about_lock = PTHREAD_MUTEX_INITIALIZER;
static struct cs_map about_sentences = CS_MAP_INIT;

bool
cs_metric_about(struct cs_str name, struct cs_metric_about *about)
{
	static const struct cs_str suffix = CS_STR_INIT(CS_APPROX_SUFFIX);
	bool approx = false;
	struct cs_arena scratch = CS_ARENA_INIT;
	struct cs_metric m;
	unsigned given;
	uint32_t id;

	if (!cs_metric_by_name(name, &m, &given)) {
		/* Not one that is called so itself: a column of --approx. */
		approx = name.n > suffix.n && cs_str_ends(name, suffix);
		if (!approx || !cs_metric_by_name(cs_str_head(name, name.n - suffix.n), &m, &given))
			return false;
	}
	cs_metric_fill(&scratch, &m, given);
	if (approx)
		m.sentence = cs_metric_approx_sentence(&scratch, m.sentence);
	(void)pthread_mutex_lock(&about_lock);
	id = cs_map_add(&about_sentences, m.sentence);
	*about =
	    (struct cs_metric_about){m.unit, cs_map_key(&about_sentences, id), m.better, m.role};
	(void)pthread_mutex_unlock(&about_lock);
	cs_arena_finish(&scratch);
	return true;
}
