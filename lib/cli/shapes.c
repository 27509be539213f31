/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options of shapes: see shapes.h. */
#include "cli/shapes.h"

#include "metric/set.h"
#include "table/render.h"

static void
say(void *arg, struct cs_str text)
{
	(void)arg;
	cs_msg_note("%.*s", CS_STR_ARG(text));
}

/* The shapes among the shared options stand together. */
enum { FIRST = CS_SHARED_CI, LAST = CS_SHARED_VS };

/* An option of the command line does not go with the one that a set has. */
static bool
clashes(const struct cs_opt *opt, const struct cs_opt_value *const v[])
{
	for (int i = FIRST; i <= LAST; i++) {
		const struct cs_opt *given = cs_shared_opt((enum cs_shared)i);
		struct cs_str no = cs_str_z(given->no), own = cs_str_z(opt->no);

		if (v[i]->set && (cs_str_search(no, cs_str_z(opt->name)) < no.n ||
				     cs_str_search(own, cs_str_z(given->name)) < own.n))
			return true;
	}
	return false;
}

/* One item of the shape of a set, "rolling 4": what was given on the command line stays. */
static int
take_item(struct cs_arena *a, const struct cs_vision_set *set, struct cs_str item,
    const struct cs_opt_value *const v[], struct cs_opt_value own[], struct cs_err *e)
{
	struct cs_str name = cs_str_head(item, cs_str_find(item, ' '));
	struct cs_str value = cs_str_trim(cs_str_skip(item, name.n));
	const struct cs_opt *opt = NULL;
	const char *text;
	int i;

	for (i = FIRST; i <= LAST; i++) {
		opt = cs_shared_opt((enum cs_shared)i);
		if (cs_str_eqz(name, opt->name))
			break;
	}
	if (i > LAST || (opt->type == CS_OPT_FLAG && value.n != 0)) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "the set %.*s: there is no shape '%.*s'",
		    CS_STR_ARG(set->name), CS_STR_ARG(item));
		return cs_err_hint(e, "the options of the table, without dashes: fill, rolling 4");
	}
	if (v[i]->set || clashes(opt, v))
		return 0;
	text = cs_arena_printf(a, "%.*s", CS_STR_ARG(value));
	if (value.n == 0 && opt->implied != NULL)
		text = opt->implied;
	if (cs_opt_value_parse(a, opt, text, &own[i], e) != 0) {
		cs_err_prefix(e, "the set %.*s", CS_STR_ARG(set->name));
		return -1;
	}
	own[i].set = true;
	return 0;
}

int
cs_shapes_resolve(struct cs_common *c, struct cs_arena *a,
    const struct cs_opt_value *const given[CS_SHARED_N], struct cs_err *e)
{
	const struct cs_opt_value *v[CS_SHARED_N];
	struct cs_opt_value own[CS_SHARED_N] = {0};
	struct cs_shape *s = &c->shape;

	memcpy(v, given, sizeof v);
	if (v[CS_SHARED_SET]->set) {
		c->set = cs_set_find(a, c->vision, v[CS_SHARED_SET]->s, e);
		if (c->set == NULL)
			return -1;
		for (size_t i = 0; i < c->set->nshape; i++) {
			if (take_item(a, c->set, c->set->shape[i], given, own, e) != 0)
				return -1;
		}
		for (int i = FIRST; i <= LAST; i++) {
			if (own[i].set)
				v[i] = &own[i];
		}
	}
	*s = (struct cs_shape){.level = .95, .note = say};
	s->interp = v[CS_SHARED_INTERP]->set;
	s->ci = v[CS_SHARED_CI]->set;
	if (s->ci)
		s->level = (double)v[CS_SHARED_CI]->i / 100;
	s->fill = v[CS_SHARED_FILL]->set;
	s->period = c->has_period;
	s->from = c->period.from;
	s->to = c->period.to;
	s->rolling = (unsigned)v[CS_SHARED_ROLLING]->i;
	s->ytd = v[CS_SHARED_YTD]->set;
	/* The words of these are in the order of the kinds behind NONE. */
	if (v[CS_SHARED_SUBTOTALS]->set)
		s->subtotals = CS_SUBTOTALS_PREFIX + (unsigned)v[CS_SHARED_SUBTOTALS]->i;
	if (v[CS_SHARED_OF_TOTAL]->set)
		s->of_total = CS_OF_TOTAL_WHOLE + (unsigned)v[CS_SHARED_OF_TOTAL]->i;
	s->vs =
	    (struct cs_versus){.set = v[CS_SHARED_VS]->set, .text = v[CS_SHARED_VS]->s, .ratio = 1};
	s->sort = v[CS_SHARED_SORT]->s;
	s->pivot = v[CS_SHARED_PIVOT]->s;
	if (v[CS_SHARED_PIVOT]->set)
		s->layout = CS_LAYOUT_PIVOT;
	if (v[CS_SHARED_LONG]->set)
		s->layout = CS_LAYOUT_LONG;
	if (v[CS_SHARED_MIN_GROUP]->set && cs_shape_min_group(s, v[CS_SHARED_MIN_GROUP]->s, e) != 0)
		return -1;
	return v[CS_SHARED_TOP]->set ? cs_shape_top(s, v[CS_SHARED_TOP]->s, e) : 0;
}

int
cs_shapes_bind(struct cs_shape *s, const struct cs_vision *vision, const struct cs_scheme *scheme,
    const struct cs_by *by, struct cs_err *e)
{
	bool own = s->min_group != 0 || vision == NULL || by->n == 0;

	if (!own)
		s->min_group = vision->min_group;
	if (cs_render_check(scheme, by, s, e) == 0)
		return 0;
	if (!own && cs_str_starts(cs_str_z(e->msg), CS_STR("--min-group")))
		(void)cs_err_hint(e, "%s says min_group", vision->source);
	return -1;
}

/* The names of metrics behind a prefix. */
static void
metrics_behind(struct cs_buf *out, const char *prefix)
{
	size_t n;
	const struct cs_metric *m = cs_metric_all(&n);

	for (size_t i = 0; i < n; i++)
		cs_buf_printf(out, "%s%.*s\n", prefix, CS_STR_ARG(m[i].name));
}

void
cs_shapes_sort_words(struct cs_buf *out)
{
	metrics_behind(out, "");
	metrics_behind(out, "-");
}

void
cs_shapes_top_words(struct cs_buf *out)
{
	cs_buf_z(out, "5\n10\n20\n50\n");
	metrics_behind(out, "10:");
}
