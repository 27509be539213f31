/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts with cells in them: see cardtext.h. */
#include "view/cardtext.h"

#include "base/dec.h"
#include "metric/metric.h"
#include "view/cells.h"

enum { STRIP_WIDTH = 41, FINE_DIGITS = 4 };

struct cs_str
cs_card_raw(const struct cs_card_text *x, const char *column)
{
	int col = cs_recipe_column(x->table, cs_str_z(column));

	return col < 0 ? cs_str(NULL, 0) : cs_table_cell(x->table, x->row, (unsigned)col);
}

static struct cs_str
unit_of_row(const struct cs_card_text *x)
{
	struct cs_str unit = cs_card_raw(x, "unit"), metric = cs_card_raw(x, "metric");
	struct cs_metric_about about;

	if (!cs_table_null(unit))
		return unit;
	return cs_metric_about(metric, &about) ? about.unit : cs_metric_suffix_unit(metric);
}

/* From 0 to 1, as a share is. */
static bool
is_part(struct cs_str cell)
{
	struct cs_dec d;

	return cs_dec_parse(cell, &d) && d.coef >= 0 && cs_dec_cmp(d, cs_dec_int(1)) <= 0;
}

static bool
is_signal(struct cs_str column)
{
	return cs_str_eqz(column, "observed") || cs_str_eqz(column, "peers");
}

/* Figures of signals are in the unit that they say; of those that say none most are shares. */
static enum cs_look
look_of_signal(const struct cs_card_text *x, enum cs_look otherwise)
{
	struct cs_str unit = cs_card_raw(x, "unit");

	if (unit.n != 0 && !cs_table_null(unit))
		return cs_look_of_unit(unit);
	return is_part(cs_card_raw(x, "observed")) && is_part(cs_card_raw(x, "peers"))
		   ? CS_LOOK_SHARE
		   : otherwise;
}

/* Two digits behind the point would say little or nothing of it. */
static bool
is_small(struct cs_dec d)
{
	struct cs_dec tenth = {1, 1};

	if (d.coef < 0)
		d.coef = -d.coef;
	return d.coef != 0 && cs_dec_cmp(d, tenth) < 0;
}

static enum cs_look
look_of(const struct cs_card_text *x, unsigned col)
{
	static const char *const by_metric[] = {"figure", "lo", "hi", "same_figure", "expected",
	    "common", "before", "fair", "peers_lo", "peers_mid", "peers_hi", "next_from", "own",
	    "adjusted", "shrunk", "target", "floor", "top", "middle", "diff"};
	struct cs_str name = x->table->col[col].name;
	bool of_metric = cs_recipe_column(x->table, CS_STR("metric")) >= 0 ||
			 cs_recipe_column(x->table, CS_STR("unit")) >= 0;

	if (cs_str_eqz(name, "p") || cs_str_eqz(name, "q"))
		return CS_LOOK_CHANCE;
	if (cs_str_eqz(name, "met_p") || cs_str_eqz(name, "kept_p"))
		return CS_LOOK_SHARE;
	if (is_signal(name))
		return look_of_signal(x, x->table->col[col].look);
	for (size_t i = 0; of_metric && i < sizeof by_metric / sizeof *by_metric; i++)
		if (cs_str_eqz(name, by_metric[i]))
			return cs_look_of_unit(unit_of_row(x));
	return x->table->col[col].look;
}

/* The form that suits the cell alone. */
static struct cs_form
form_of(const struct cs_card_text *x, unsigned col)
{
	struct cs_table_col c = x->table->col[col];
	struct cs_str cell = cs_table_cell(x->table, x->row, col);
	struct cs_table one = {.col = &c, .ncol = 1, .nrow = 1, .cell = &cell};
	struct cs_form f;
	struct cs_dec d;

	c.look = look_of(x, col);
	f = cs_form_choose(&one, 0);
	f.dates = true;
	f.seconds = false;
	if (f.look == CS_LOOK_NUMBER && cs_dec_parse(cell, &d) && is_small(d))
		f.digits = d.scale < FINE_DIGITS ? d.scale : FINE_DIGITS;
	return f;
}

void
cs_card_cell(struct cs_buf *b, const struct cs_card_text *x, unsigned col)
{
	struct cs_form f = form_of(x, col);
	bool told = f.look == CS_LOOK_SHARE || f.look == CS_LOOK_TIME ||
		    (f.look == CS_LOOK_SECONDS && !f.clock);

	cs_form_add(b, &f, cs_table_cell(x->table, x->row, col));
	if (told && f.unit.n != 0) {
		if (f.look != CS_LOOK_SHARE)
			cs_buf_c(b, ' ');
		cs_form_plain(b, f.unit);
	} else if (is_signal(x->table->col[col].name)) {
		struct cs_str unit = cs_card_raw(x, "unit");

		if ((cs_str_eqz(unit, "s") && !f.clock) || cs_str_starts(unit, CS_STR("per ")))
			cs_buf_printf(b, " %.*s", CS_STR_ARG(unit));
	}
}

/* "agent_id a98"; of a column that is not there, its name alone. */
static bool
add_about(struct cs_buf *b, struct cs_card_text *x)
{
	struct cs_str about = cs_card_raw(x, "about");
	int col = cs_recipe_column(x->table, about);

	if (cs_table_null(about))
		return false;
	cs_form_plain(b, about);
	if (col >= 0 && !cs_table_null(cs_table_cell(x->table, x->row, (unsigned)col))) {
		cs_buf_c(b, ' ');
		cs_card_cell(b, x, (unsigned)col);
	}
	return true;
}

static bool
needed(const struct cs_recipe *r, struct cs_str name)
{
	for (int i = 0; i < CS_RECIPE_NEEDS && r->needs[i] != NULL; i++)
		if (cs_str_eqz(name, r->needs[i]))
			return true;
	return false;
}

static bool
is_title(const struct cs_card_text *x, unsigned col)
{
	struct cs_str name = x->table->col[col].name;

	return x->table->col[col].key && !needed(x->recipe, name) && !cs_str_eqz(name, "says") &&
	       !cs_str_eqz(name, "question");
}

/* Keys that are NULL are not told, unless all of them are. */
static bool
add_keys(struct cs_buf *b, struct cs_card_text *x)
{
	size_t before = b->n;
	int first = -1;

	for (unsigned i = 0; i < x->table->ncol; i++) {
		if (!is_title(x, i))
			continue;
		first = first < 0 ? (int)i : first;
		if (cs_table_null(cs_table_cell(x->table, x->row, i)))
			continue;
		if (b->n != before)
			cs_buf_z(b, ", ");
		cs_form_plain(b, x->table->col[i].name);
		cs_buf_c(b, ' ');
		cs_card_cell(b, x, i);
	}
	if (b->n == before && first >= 0) {
		cs_form_plain(b, x->table->col[first].name);
		cs_buf_z(b, " –");
	}
	return first >= 0;
}

static bool
add_metric(struct cs_buf *b, struct cs_card_text *x)
{
	struct cs_str metric = cs_card_raw(x, "metric");
	struct cs_metric_about about;

	if (cs_table_null(metric))
		return false;
	cs_form_plain(b, metric);
	cs_buf_reset(&x->note);
	if (cs_metric_about(metric, &about))
		cs_form_plain(&x->note, about.sentence);
	return true;
}

static bool
add_periods(struct cs_buf *b, struct cs_card_text *x)
{
	struct cs_str periods = cs_card_raw(x, "periods");

	if (cs_table_null(periods) || cs_str_eqz(periods, "1 of 1"))
		return false;
	cs_form_plain(b, periods);
	return true;
}

static bool
add_row(struct cs_buf *b, struct cs_card_text *x)
{
	cs_buf_i64(b, (int64_t)x->row + 1);
	return true;
}

static bool
read_value(const struct cs_card_text *x, const char *column, int64_t *v)
{
	struct cs_form f = {.look = CS_LOOK_SHARE};

	return cs_form_value(&f, cs_card_raw(x, column), v);
}

static bool
add_strip(struct cs_buf *b, struct cs_card_text *x)
{
	struct cs_strip s = {.has_mid = true};
	struct cs_metric_about about;
	int64_t margin;

	if (!read_value(x, "fair", &s.own) || !read_value(x, "peers_lo", &s.lo) ||
	    !read_value(x, "peers_mid", &s.mid) || !read_value(x, "peers_hi", &s.hi) || s.lo > s.hi)
		return false;
	margin = (s.hi - s.lo) / 2 + 1;
	s.least = (s.own < s.lo ? s.own : s.lo) - margin;
	s.most = (s.own > s.hi ? s.own : s.hi) + margin;
	cs_strip_text(b, &s, STRIP_WIDTH);
	if (cs_metric_about(cs_card_raw(x, "metric"), &about))
		cs_buf_z(b, about.better == CS_BETTER_DOWN ? " less is better"
			    : about.better == CS_BETTER_UP ? " more is better"
							   : "");
	return true;
}

void
cs_strip_text(struct cs_buf *b, const struct cs_strip *s, unsigned width)
{
	int64_t span = s->most > s->least ? s->most - s->least : 1;
	int64_t last = (int64_t)width - 1;

	for (int64_t i = 0; i <= last; i++) {
		bool own = i == (s->own - s->least) * last / span;
		bool mid = s->has_mid && i == (s->mid - s->least) * last / span;
		bool in =
		    i >= (s->lo - s->least) * last / span && i <= (s->hi - s->least) * last / span;

		cs_buf_z(b, own ? "●" : mid ? "┃" : in ? "━" : "·");
	}
}

/* What stands for {name}: false when there is nothing. */
static bool
add_named(struct cs_buf *b, struct cs_card_text *x, struct cs_str name)
{
	static const struct {
		struct cs_str name;
		bool (*add)(struct cs_buf *, struct cs_card_text *);
	} made[] = {
	    {CS_STR_INIT("@about"), add_about},
	    {CS_STR_INIT("@keys"), add_keys},
	    {CS_STR_INIT("@metric"), add_metric},
	    {CS_STR_INIT("@periods"), add_periods},
	    {CS_STR_INIT("@row"), add_row},
	    {CS_STR_INIT("@strip"), add_strip},
	};
	int col;

	for (size_t i = 0; i < sizeof made / sizeof *made; i++)
		if (cs_str_eq(name, made[i].name))
			return made[i].add(b, x);
	col = cs_recipe_column(x->table, name);
	if (col < 0 || cs_table_null(cs_table_cell(x->table, x->row, (unsigned)col)))
		return false;
	cs_card_cell(b, x, (unsigned)col);
	return true;
}

void
cs_card_fill(struct cs_buf *b, struct cs_card_text *x, const char *text)
{
	size_t before = b->n, bracket = b->n;
	bool inside = false, missing = false;

	for (const char *p = text; p != NULL && *p != '\0'; p++) {
		const char *end = *p == '{' ? strchr(p, '}') : NULL;

		if (*p == '[') {
			inside = true;
			missing = false;
			bracket = b->n;
		} else if (*p == ']') {
			inside = false;
			if (missing)
				b->n = bracket;
		} else if (end != NULL) {
			bool there = add_named(b, x, cs_str(p + 1, (size_t)(end - p - 1)));

			missing = missing || !there;
			p = end;
			if (!there && !inside) {
				b->n = before;
				return;
			}
		} else {
			cs_buf_c(b, *p);
		}
	}
}
