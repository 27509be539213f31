/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sections of a vision file that are keys and values: see visionread.h. */
#include "base/num.h"
#include "expr/ast.h"
#include "metric/metricname.h"
#include "metric/visionread.h"

/* What a key sets; value is not empty, and in the arena. */
typedef int set_fn(struct cs_vision_reading *, struct cs_str key, struct cs_str value);

struct key {
	const char *name;
	set_fn *set;
	bool needed;
};

/* An item of a section with these keys. */
static int
read_key(struct cs_vision_reading *r, const struct key *keys, size_t n, const struct cs_line *item)
{
	const struct cs_line_keys known = {keys, n, sizeof *keys, "this section"};
	struct cs_str value;
	int k = cs_line_key(&known, item, &r->given, &value, r->e);

	if (k < 0) {
		cs_err_prefix(r->e, "%s:%d", r->v->source, r->line);
		return -1;
	}
	return keys[k].set(r, cs_str_z(keys[k].name), cs_arena_str(r->arena, value));
}

static int
check_needed(struct cs_vision_reading *r, const struct key *keys, size_t n, const char *what,
    struct cs_str name)
{
	for (size_t k = 0; k < n; k++) {
		if (keys[k].needed && (r->given & 1U << k) == 0)
			return cs_vision_bad(
			    r, "[%s %.*s] has no %s", what, CS_STR_ARG(name), keys[k].name);
	}
	return 0;
}

static int
set_says(struct cs_vision_reading *r, struct cs_str key, struct cs_str value)
{
	(void)key;
	r->v->says = value;
	return 0;
}

static int
set_min_group(struct cs_vision_reading *r, struct cs_str key, struct cs_str value)
{
	(void)key;
	if (cs_num_i64(value, &r->v->min_group) && r->v->min_group >= 2 &&
	    r->v->min_group <= INT32_MAX)
		return 0;
	return cs_vision_bad(
	    r, "min_group is a number of contacts, 2 or more, not '%.*s'", CS_STR_ARG(value));
}

int
cs_vision_about_item(struct cs_vision_reading *r, const struct cs_line *item)
{
	static const struct key keys[] = {
	    {"says", set_says, false}, {"min_group", set_min_group, false}};

	return read_key(r, keys, sizeof keys / sizeof *keys, item);
}

/* "0.85", "85%" (0.85), "4h" (14400): in the unit of the metric. */
static bool
read_amount(struct cs_str s, struct cs_dec *d)
{
	bool percent = cs_str_ends(s, CS_STR("%"));
	struct cs_duration time;

	if (cs_dec_parse(cs_str_head(s, s.n - percent), d)) {
		d->scale += percent ? 2 : 0;
		return d->scale <= CS_DEC_SCALE_MAX;
	}
	if (percent || !cs_duration_parse(s, &time) || time.months != 0)
		return false;
	*d = cs_dec_int(time.s);
	return true;
}

static struct cs_vision_metric *
metric_at_hand(struct cs_vision_reading *r)
{
	return &r->v->metric[r->v->nmetric - 1];
}

static int
set_better(struct cs_vision_reading *r, struct cs_str key, struct cs_str value)
{
	int better = cs_better_parse(value);

	(void)key;
	if (better != CS_BETTER_UP && better != CS_BETTER_DOWN)
		return cs_vision_bad(r, "better is up or down, not '%.*s'", CS_STR_ARG(value));
	metric_at_hand(r)->better = (enum cs_better)better;
	return 0;
}

static int
set_weight(struct cs_vision_reading *r, struct cs_str key, struct cs_str value)
{
	struct cs_vision_metric *m = metric_at_hand(r);

	(void)key;
	if (cs_dec_parse(value, &m->weight) && m->weight.coef > 0)
		return 0;
	(void)cs_vision_bad(r, "weight is a number over 0, not '%.*s'", CS_STR_ARG(value));
	return cs_err_hint(r->e, "a metric that is not to count is left out; -m of cs-rank chooses "
				 "among those that are there");
}

static int
set_amount(struct cs_vision_reading *r, struct cs_str key, struct cs_str value)
{
	struct cs_vision_metric *m = metric_at_hand(r);
	bool target = cs_str_eqz(key, "target");

	if (!read_amount(value, target ? &m->target : &m->floor)) {
		(void)cs_vision_bad(r, "'%.*s' is no value of a metric", CS_STR_ARG(value));
		return cs_err_hint(r->e, "write 0.85 or 85%%, 240, 4h");
	}
	*(target ? &m->has_target : &m->has_floor) = true;
	return 0;
}

static int
set_by(struct cs_vision_reading *r, struct cs_str key, struct cs_str value)
{
	struct cs_vision_metric *m = metric_at_hand(r);
	struct cs_civil c;

	(void)key;
	if (value.n != 10 || !cs_civil_parse(value, &c))
		return cs_vision_bad(r, "'%.*s' is no day, such as 2026-12-31", CS_STR_ARG(value));
	m->by = cs_civil_days(c.year, c.month, c.day);
	m->has_by = true;
	return 0;
}

static int
set_owner(struct cs_vision_reading *r, struct cs_str key, struct cs_str value)
{
	(void)key;
	metric_at_hand(r)->owner = value;
	return 0;
}

static int
set_why(struct cs_vision_reading *r, struct cs_str key, struct cs_str value)
{
	(void)key;
	metric_at_hand(r)->why = value;
	return 0;
}

static const struct key metric_keys[] = {
    {"better", set_better, false},
    {"weight", set_weight, false},
    {"target", set_amount, false},
    {"floor", set_amount, false},
    {"by", set_by, false},
    {"owner", set_owner, false},
    {"why", set_why, false},
};

int
cs_vision_metric_begin(struct cs_vision_reading *r, struct cs_str name)
{
	struct cs_vision *v = r->v;

	v->metric = cs_vision_room(r, v->metric, v->nmetric, &r->metric_cap, sizeof *v->metric);
	v->metric[v->nmetric++] =
	    (struct cs_vision_metric){.name = name, .weight = cs_dec_int(1), .line = r->line};
	return 0;
}

int
cs_vision_metric_item(struct cs_vision_reading *r, const struct cs_line *item)
{
	return read_key(r, metric_keys, sizeof metric_keys / sizeof *metric_keys, item);
}

/* A share over 1 is a percentage that somebody forgot to say so of. */
static int
check_range(struct cs_vision_reading *r, struct cs_str unit, const struct cs_dec *d)
{
	bool share = cs_str_eqz(unit, "share"), points = cs_str_eqz(unit, "points");
	int low = points ? -100 : 0, high = points ? 100 : 1;

	if ((!share && !points) ||
	    (cs_dec_cmp(*d, cs_dec_int(low)) >= 0 && cs_dec_cmp(*d, cs_dec_int(high)) <= 0))
		return 0;
	(void)cs_vision_bad(
	    r, "%.*s is from %d to %d", CS_STR_ARG(metric_at_hand(r)->name), low, high);
	return share ? cs_err_hint(r->e, "write 0.85 or 85%%") : -1;
}

int
cs_vision_metric_end(struct cs_vision_reading *r)
{
	struct cs_vision_metric *m = metric_at_hand(r);
	struct cs_metric entry;
	unsigned given;
	bool known = cs_metric_by_name(m->name, &entry, &given);
	int order;

	r->line = m->line;
	if (m->better == CS_BETTER_NONE && known)
		m->better = entry.better;
	if (m->better == CS_BETTER_NONE) {
		(void)cs_vision_bad(r,
		    known ? "%.*s has no direction of its own" : "there is no metric '%.*s'",
		    CS_STR_ARG(m->name));
		return cs_err_hint(r->e, known ? "say better = up or better = down"
					       : "cs-metrics(7) lists them; one of your own needs "
						 "better = up or better = down");
	}
	if (known && ((m->has_target && check_range(r, entry.unit, &m->target) != 0) ||
			 (m->has_floor && check_range(r, entry.unit, &m->floor) != 0)))
		return -1;
	if (m->has_by && !m->has_target)
		return cs_vision_bad(r, "[metric %.*s] has a day, but no target to be met by then",
		    CS_STR_ARG(m->name));
	if (!m->has_target || !m->has_floor)
		return 0;
	order = cs_dec_cmp(m->target, m->floor);
	if (m->better == CS_BETTER_UP ? order < 0 : order > 0)
		return cs_vision_bad(
		    r, "the floor of [metric %.*s] is better than its target", CS_STR_ARG(m->name));
	return 0;
}

static struct cs_vision_set *
set_at_hand(struct cs_vision_reading *r)
{
	return &r->v->set[r->v->nset - 1];
}

static int
set_set_says(struct cs_vision_reading *r, struct cs_str key, struct cs_str value)
{
	(void)key;
	set_at_hand(r)->says = value;
	return 0;
}

/* What stands between commas, trimmed; *n of them. NULL: one is empty. */
static struct cs_str *
split_items(struct cs_vision_reading *r, struct cs_str key, struct cs_str value, size_t *n)
{
	struct cs_str rest = value, piece, *item;

	*n = 0;
	for (size_t i = 0; i < value.n; i++)
		*n += value.p[i] == ',';
	item = cs_arena_new(r->arena, *n + 1, sizeof *item);
	for (*n = 0; cs_str_split(&rest, ',', &piece); ++*n) {
		item[*n] = cs_str_trim(piece);
		if (item[*n].n == 0) {
			(void)cs_vision_bad(r, "an item of %.*s is empty", CS_STR_ARG(key));
			return NULL;
		}
	}
	return item;
}

/* The keys of --by, split at every comma as that option is. */
static int
set_set_by(struct cs_vision_reading *r, struct cs_str key, struct cs_str value)
{
	struct cs_vision_set *set = set_at_hand(r);

	set->by = split_items(r, key, value, &set->nby);
	return set->by != NULL ? 0 : -1;
}

static int
set_set_shape(struct cs_vision_reading *r, struct cs_str key, struct cs_str value)
{
	struct cs_vision_set *set = set_at_hand(r);

	set->shape = split_items(r, key, value, &set->nshape);
	return set->shape != NULL ? 0 : -1;
}

static int
set_set_metrics(struct cs_vision_reading *r, struct cs_str key, struct cs_str value)
{
	struct cs_list_item *item;
	size_t n;

	(void)key;
	set_at_hand(r)->metrics = value;
	return cs_expr_split_list(r->arena, value,
	    cs_arena_printf(r->arena, "%s:%d", r->v->source, r->line), &item, &n, r->e);
}

static const struct key set_keys[] = {
    {"says", set_set_says, false},
    {"by", set_set_by, false},
    {"metrics", set_set_metrics, true},
    {"shape", set_set_shape, false},
};

int
cs_vision_set_begin(struct cs_vision_reading *r, struct cs_str name)
{
	struct cs_vision *v = r->v;

	v->set = cs_vision_room(r, v->set, v->nset, &r->set_cap, sizeof *v->set);
	v->set[v->nset++] = (struct cs_vision_set){.name = name, .line = r->line};
	return 0;
}

int
cs_vision_set_item(struct cs_vision_reading *r, const struct cs_line *item)
{
	return read_key(r, set_keys, sizeof set_keys / sizeof *set_keys, item);
}

int
cs_vision_set_end(struct cs_vision_reading *r)
{
	struct cs_vision_set *set = set_at_hand(r);

	r->line = set->line;
	return check_needed(r, set_keys, sizeof set_keys / sizeof *set_keys, "set", set->name);
}

/* The best and the worst are not the same, and of what is said more is right than wrong. */
static int
set_band(struct cs_vision_reading *r, struct cs_str key, struct cs_str value)
{
	static const struct cs_dec half = {5, 1};
	bool part = cs_str_eqz(key, "part");
	struct cs_dec *d = part ? &r->v->band_part : &r->v->band_sure;
	bool good = read_amount(value, d);

	if (part)
		good = good && d->coef > 0 && cs_dec_cmp(*d, half) <= 0;
	else
		good = good && cs_dec_cmp(*d, half) > 0 && cs_dec_cmp(*d, cs_dec_int(1)) < 0;
	if (!good)
		return cs_vision_bad(r, "%.*s is %s, not '%.*s'", CS_STR_ARG(key),
		    part ? "a part over 0 up to 50%, such as 20%"
			 : "a chance between 50% and 100%, such as 80%",
		    CS_STR_ARG(value));
	*(part ? &r->v->has_band_part : &r->v->has_band_sure) = true;
	return 0;
}

int
cs_vision_bands_item(struct cs_vision_reading *r, const struct cs_line *item)
{
	static const struct key keys[] = {{"part", set_band, false}, {"sure", set_band, false}};

	return read_key(r, keys, sizeof keys / sizeof *keys, item);
}

/* "stayed = 1mo, 6mo, 18mo" */
int
cs_vision_horizons_item(struct cs_vision_reading *r, const struct cs_line *item)
{
	struct cs_vision *v = r->v;
	struct cs_vision_horizon *h;
	struct cs_str name, rest, piece;

	if (!cs_line_pair(item, &name, &rest))
		return cs_vision_bad(r, "'%.*s' is not name = durations", CS_STR_ARG(item->text));
	if (cs_vision_once(r, "the horizon", name) != 0)
		return -1;
	v->horizon =
	    cs_vision_room(r, v->horizon, v->nhorizon, &r->horizon_cap, sizeof *v->horizon);
	h = &v->horizon[v->nhorizon++];
	*h = (struct cs_vision_horizon){.name = cs_arena_str(r->arena, name), .line = r->line};
	for (size_t i = 0; i < rest.n; i++)
		h->n += rest.p[i] == ',';
	h->after = cs_arena_new(r->arena, h->n + 1, sizeof *h->after);
	for (h->n = 0; cs_str_split(&rest, ',', &piece); h->n++) {
		struct cs_duration *d = &h->after[h->n];

		piece = cs_str_trim(piece);
		if (!cs_duration_parse(piece, d) || d->months < 0 || d->s < 0 ||
		    (d->months == 0 && d->s == 0))
			return cs_vision_bad(
			    r, "'%.*s' is no duration, such as 7d or 6mo", CS_STR_ARG(piece));
	}
	return 0;
}
