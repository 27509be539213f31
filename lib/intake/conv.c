/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From cells of a source to cells of ours, the long way: see conv.h. */
#include "intake/conv.h"

#include <stdlib.h>

#include "base/dec.h"
#include "base/num.h"
#include "rec/esc.h"

/* What the schema does not say: scores have their scale. */
static const struct {
	const char *name;
	int64_t min, max;
} bounds[] = {
    {"leg", 1, INT64_MAX},
    {"csat", 1, 5},
    {"nps", 0, 10},
    {"ces", 1, 7},
};

static enum cs_conv_op
op_of(const struct cs_column *def)
{
	static const enum cs_conv_op op[] = {
	    [CS_TEXT] = CS_CONV_TEXT,
	    [CS_ID] = CS_CONV_ID,
	    [CS_INT] = CS_CONV_INT,
	    [CS_DEC] = CS_CONV_DEC,
	    [CS_TIME] = CS_CONV_TIME,
	    [CS_BOOL] = CS_CONV_BOOL,
	    [CS_LIST] = CS_CONV_LIST,
	};

	if (def == NULL)
		return CS_CONV_TEXT;
	return cs_str_eqz(def->name, "disposition") ? CS_CONV_DISP : op[def->type];
}

static void
init_bounds(struct cs_conv *c, const struct cs_column *def)
{
	c->min = INT64_MIN;
	c->max = INT64_MAX;
	if (def == NULL)
		return;
	if (cs_str_eqz(def->unit, "s") || cs_str_eqz(def->unit, "n"))
		c->min = 0;
	for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++)
		if (cs_str_eqz(def->name, bounds[i].name)) {
			c->min = bounds[i].min;
			c->max = bounds[i].max;
		}
}

/* Joins the lists of words for nothing that hold for the column. */
static void
init_null(struct cs_conv *c, const struct cs_smap *m, struct cs_arena *a)
{
	const struct cs_words none = {NULL, 0};
	bool id = c->op == CS_CONV_ID && !c->never_null;
	const struct cs_words list[] = {
	    m->null,
	    id ? m->unknown : none,
	    c->col != NULL ? c->col->null : none,
	    c->col != NULL ? c->col->unknown : none,
	};
	size_t n = 0;

	for (size_t i = 0; i < 4; i++)
		n += list[i].n;
	c->null.w = cs_arena_new(a, n, sizeof *c->null.w);
	for (size_t i = 0; i < 4; i++)
		for (size_t k = 0; k < list[i].n; k++) {
			struct cs_str w = list[i].w[k];

			c->null.w[c->null.n++] = w;
			c->null_lens |= UINT64_C(1) << (w.n < 63 ? w.n : 63);
		}
}

int
cs_conv_init(struct cs_conv *c, struct cs_smap *m, const struct cs_column *def,
    const struct cs_smap_column *col, struct cs_err *e)
{
	struct cs_str zone = col != NULL && col->zone.p != NULL ? col->zone : m->zone;

	*c = (struct cs_conv){.op = op_of(def), .col = col, .zone_given = zone.p != NULL};
	c->never_null = def != NULL && cs_schema_never(def);
	init_bounds(c, def);
	init_null(c, m, &m->arena);
	if (zone.p != NULL && (c->zone = cs_zone_get(zone, e)) == NULL)
		return -1;
	c->utc = zone.p == NULL || cs_str_eqz(zone, "UTC");
	c->time = col != NULL && col->time.n != 0 ? col->time : m->time;
	c->point = col != NULL && col->point != '\0' ? col->point : m->point;
	c->group = col != NULL && col->group != '\0' ? col->group : m->group;
	c->plain = c->op != CS_CONV_TEXT || c->null.n == 0;
	if (col != NULL)
		c->plain &= col->nword == 0 && col->nunit == 0 && col->list.p == NULL &&
			    !col->negative_null;
	return 0;
}

void
cs_conv_may_lack(struct cs_conv *c, struct cs_smap *m)
{
	c->never_null = false;
	c->null.n = 0;
	c->null_lens = 0;
	init_null(c, m, &m->arena);
}

static void
put_text(struct cs_conv_out *o, struct cs_str s)
{
	if (!cs_esc_needed(s)) {
		memcpy(o->p, s.p, s.n);
		o->p += s.n;
		return;
	}
	size_t begin = o->scratch->n;

	cs_esc_add(o->scratch, s);
	memcpy(o->p, o->scratch->p + begin, o->scratch->n - begin);
	o->p += o->scratch->n - begin;
	o->scratch->n = begin;
}

/* The seconds of a duration, or a plain whole number. */
static const char *
put_int(const struct cs_conv *c, struct cs_conv_out *o, struct cs_str s)
{
	const char *why = NULL;

	if (c->col != NULL && c->col->nunit != 0)
		why = cs_conv_seconds(c, s, &o->value);
	else if (!cs_num_i64(s, &o->value))
		why = "is not a whole number";
	if (why != NULL)
		return why;
	if (o->value < 0 && c->col != NULL && c->col->negative_null) {
		o->note[CS_NOTE_NEGATIVE]++;
		cs_conv_null(o);
		return NULL;
	}
	if (o->value < c->min)
		return c->min == 0 ? "is below zero" : "is below the scale";
	if (o->value > c->max)
		return "is above the scale";
	o->p += cs_num_i64_text(o->p, o->value);
	return NULL;
}

static const char *
put_dec(const struct cs_conv *c, struct cs_conv_out *o, struct cs_str s)
{
	size_t begin = o->scratch->n;
	struct cs_dec d;

	if (!cs_dec_parse_marks(s, c->point, c->group, &d))
		return "is not a number";
	if (d.coef < 0 && c->col != NULL && c->col->negative_null) {
		o->note[CS_NOTE_NEGATIVE]++;
		cs_conv_null(o);
		return NULL;
	}
	cs_dec_text(o->scratch, d);
	memcpy(o->p, o->scratch->p + begin, o->scratch->n - begin);
	o->p += o->scratch->n - begin;
	o->scratch->n = begin;
	return NULL;
}

static const char *
put_bool(struct cs_conv_out *o, struct cs_str s)
{
	static const struct {
		const char *word;
		char value;
	} words[] = {{"t", 't'}, {"f", 'f'}, {"true", 't'}, {"false", 'f'}, {"yes", 't'},
	    {"no", 'f'}, {"1", 't'}, {"0", 'f'}};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (cs_str_ieq(s, cs_str_z(words[i].word))) {
			*o->p++ = words[i].value;
			return NULL;
		}
	return "is neither true nor false";
}

static int
compare(const void *a, const void *b)
{
	const struct cs_str *x = a, *y = b;

	return cs_str_cmp(*x, *y);
}

/* Tokens sorted, each once, joined by commas. */
static const char *
put_list(const struct cs_conv *c, struct cs_conv_out *o, struct cs_str s)
{
	struct cs_str between =
	    c->col != NULL && c->col->list.p != NULL ? c->col->list : CS_STR(",");
	struct cs_str token[256];
	size_t n = 0, out = 0;

	while (s.n != 0) {
		size_t at = cs_str_search(s, between);
		struct cs_str t = cs_str_trim(cs_str_head(s, at));

		s = cs_str_skip(s, at + between.n);
		if (t.n == 0)
			continue;
		if (cs_str_find(t, ',') != t.n)
			return "has a token with a comma";
		if (n == sizeof token / sizeof *token)
			return "has more than 256 tokens";
		token[n++] = t;
	}
	if (n == 0) {
		cs_conv_null(o);
		return NULL;
	}
	qsort(token, n, sizeof *token, compare);
	for (size_t i = 0; i < n; i++) {
		if (i != 0 && cs_str_eq(token[i], token[i - 1]))
			continue;
		if (out++ != 0)
			*o->p++ = ',';
		put_text(o, token[i]);
	}
	return NULL;
}

static const char *
put_disp(struct cs_conv_out *o, struct cs_str s)
{
	if (cs_disp_classes(s) < 0)
		return "is none of the dispositions";
	put_text(o, s);
	return NULL;
}

static bool
means_nothing(const struct cs_conv *c, struct cs_str s)
{
	if (((c->null_lens >> (s.n < 63 ? s.n : 63)) & 1) != 0)
		for (size_t i = 0; i < c->null.n; i++)
			if (cs_str_eq(c->null.w[i], s))
				return true;
	return s.n == 0 && c->op != CS_CONV_TEXT;
}

/* What a word of the source means; false: nothing. */
static bool
translate(const struct cs_smap_column *col, struct cs_str *s)
{
	for (size_t i = 0; i < col->nword; i++)
		if (col->word[i].other || cs_str_eq(col->word[i].from, *s)) {
			*s = col->word[i].to;
			return !col->word[i].null;
		}
	return true;
}

const char *
cs_conv_put(const struct cs_conv *c, struct cs_conv_out *o, struct cs_str s)
{
	bool something = true;

	o->null = false;
	if (c->op != CS_CONV_TEXT)
		s = cs_str_trim(s);
	if (c->col != NULL && c->col->nword != 0)
		something = translate(c->col, &s);
	if (!something || means_nothing(c, s)) {
		if (c->never_null)
			return "is empty, and must not be";
		cs_conv_null(o);
		return NULL;
	}
	switch (c->op) {
	case CS_CONV_INT:
		return put_int(c, o, s);
	case CS_CONV_TIME:
		return cs_conv_time(c, o, s);
	case CS_CONV_DISP:
		return put_disp(o, s);
	case CS_CONV_DEC:
		return put_dec(c, o, s);
	case CS_CONV_BOOL:
		return put_bool(o, s);
	case CS_CONV_LIST:
		return put_list(c, o, s);
	case CS_CONV_TEXT:
	case CS_CONV_ID:
		break;
	}
	put_text(o, s);
	return NULL;
}
