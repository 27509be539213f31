/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The report on a terminal: a line of blocks for each series, then the table, aligned by display
 * width in any script. What is wider than the screen goes on in further panels with the key
 * columns repeated; only long text is cut, with an ellipsis.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "view/cards.h"
#include "view/cells.h"
#include "view/narrow.h"
#include "view/paint.h"
#include "view/report.h"
#include "view/spark.h"

enum { GAP = 2, TEXT_MAX = 40, TEXT_MIN = 8, SPARK_MIN = 8, SPARK_MAX = 60, SPARK_GROUPS = 24 };

struct layout {
	struct cs_buf *out;
	const struct cs_report *r;
	const struct cs_table *t;
	struct cs_form *form; /* by column */
	struct cs_buf *label; /* by column: its name, safe to print */
	struct cs_buf *text;  /* by column: all display texts, each ended by a NUL */
	size_t **at;	      /* by column, by row: offset of the display text */
	size_t *width;	      /* by column */
};

static void
paint(struct layout *l, const char *code)
{
	if (l->r->color)
		cs_buf_z(l->out, code);
}

static void
add_padded(struct layout *l, struct cs_str s, size_t width, bool right)
{
	size_t w = cs_utf8_width(s);
	size_t pad = w < width ? width - w : 0;

	if (right)
		cs_paint_blanks(l->out, pad);
	cs_paint_cut(l->out, s, width);
	if (!right)
		cs_paint_blanks(l->out, pad);
}

static struct cs_str
shown(const struct layout *l, size_t row, unsigned col)
{
	return cs_str_z(l->text[col].p + l->at[col][row]);
}

/* Headings have two lines, so that a unit does not widen its column. */
static struct cs_str
heading(const struct layout *l, unsigned col, int line)
{
	const struct cs_table_col *c = &l->t->col[col];

	if (line == 0)
		return cs_buf_all(&l->label[col]);
	return c->beside ? cs_str(NULL, 0) : l->form[col].unit;
}

/* The display texts of a column and how wide it gets. */
static void
measure(struct layout *l, unsigned col)
{
	const struct cs_table *t = l->t;
	size_t limit = SIZE_MAX, w;

	l->form[col] = cs_form_choose(t, col);
	cs_form_plain(&l->label[col], t->col[col].label);
	for (int line = 0; line < 2; line++) {
		w = cs_utf8_width(heading(l, col, line));
		if (w > l->width[col])
			l->width[col] = w;
	}
	l->at[col] = cs_mem_new(t->nrow, sizeof *l->at[col]);
	for (size_t row = 0; row < t->nrow; row++) {
		l->at[col][row] = l->text[col].n;
		cs_form_add(&l->text[col], &l->form[col], cs_table_cell(t, row, col));
		cs_buf_c(&l->text[col], '\0');
		w = cs_utf8_width(cs_str_z(l->text[col].p + l->at[col][row]));
		if (w > l->width[col])
			l->width[col] = w;
	}
	if (!t->col[col].number && !t->col[col].whole)
		limit = TEXT_MAX;
	if (l->width[col] > limit)
		l->width[col] = limit;
}

/* The width of what stands together from column `from` on; *next is the column behind it. */
static size_t
together(const struct layout *l, unsigned from, unsigned *next)
{
	size_t width = l->width[from];
	unsigned i = from + 1;

	for (; i < l->t->ncol && l->t->col[i].beside; i++)
		width += GAP + l->width[i];
	*next = i;
	return width;
}

/* Key columns of text give way when they leave no room for the widest of the others, but not below
 * half of the screen. */
static size_t
key_width(struct layout *l, unsigned nkey)
{
	size_t sum = 0, widest = 0, room = l->r->width, limit = room / 2;
	unsigned next;

	for (unsigned i = nkey; i < l->t->ncol; i = next) {
		size_t w = together(l, i, &next);

		widest = w > widest ? w : widest;
	}
	if (room > widest && room - widest > limit)
		limit = room - widest;
	for (unsigned i = 0; i < nkey; i++)
		sum += l->width[i] + GAP;
	for (unsigned i = 0; i < nkey && room != 0 && sum > limit; i++) {
		if (l->width[i] > TEXT_MIN && l->t->col[i].look != CS_LOOK_TIME) {
			size_t give = sum - limit, can = l->width[i] - TEXT_MIN;

			give = give < can ? give : can;
			l->width[i] -= give;
			sum -= give;
		}
	}
	return sum;
}

static void
trim_line(struct layout *l)
{
	while (l->out->n != 0 && l->out->p[l->out->n - 1] == ' ')
		l->out->n--;
}

static void
heading_line(struct layout *l, unsigned nkey, unsigned from, unsigned to, int line)
{
	bool any = line == 0;

	for (unsigned i = nkey != 0 ? 0 : from; i < to; i = i + 1 == nkey ? from : i + 1)
		any = any || heading(l, i, line).n != 0;
	if (!any)
		return;
	paint(l, line == 0 ? CS_PAINT_BOLD : CS_PAINT_DIM);
	for (unsigned i = nkey != 0 ? 0 : from; i < to; i = i + 1 == nkey ? from : i + 1) {
		add_padded(l, heading(l, i, line), l->width[i], l->t->col[i].number);
		if (i + 1 < to)
			cs_buf_z(l->out, "  ");
	}
	trim_line(l);
	paint(l, CS_PAINT_OFF);
	cs_buf_c(l->out, '\n');
}

/* A key that repeats the one above is left blank, so that groups stand out. */
static bool
repeats(const struct layout *l, size_t row, unsigned col)
{
	if (row == 0 || !l->t->col[col].key || l->t->col[col].look == CS_LOOK_TIME)
		return false;
	for (unsigned i = 0; i <= col; i++) {
		struct cs_str a = cs_table_cell(l->t, row, i), b = cs_table_cell(l->t, row - 1, i);

		if (cs_table_null(a) != cs_table_null(b) || !cs_str_eq(a, b))
			return false;
	}
	return col + 1 < l->t->ncol && l->t->col[col + 1].key;
}

static void
row_line(struct layout *l, size_t row, unsigned nkey, unsigned from, unsigned to)
{
	for (unsigned i = nkey != 0 ? 0 : from; i < to; i = i + 1 == nkey ? from : i + 1) {
		struct cs_str s = repeats(l, row, i) ? cs_str(NULL, 0) : shown(l, row, i);
		const char *code = l->t->col[i].look == CS_LOOK_BAND ? cs_paint_band(s) : "";

		if (*code != '\0')
			paint(l, code);
		add_padded(l, s, l->width[i], l->t->col[i].number);
		if (*code != '\0')
			paint(l, CS_PAINT_OFF);
		if (i + 1 < to)
			cs_buf_z(l->out, "  ");
	}
	trim_line(l);
	cs_buf_c(l->out, '\n');
}

/* One panel after the other, each as many columns as fit beside the keys; what belongs together
 * (a number, how many stand behind it, its bounds) stays together. */
static void
panels(struct layout *l)
{
	const struct cs_table *t = l->t;
	size_t keys, used;
	unsigned nkey = 0, from, to, next;

	while (nkey < t->ncol && t->col[nkey].key)
		nkey++;
	keys = key_width(l, nkey);
	for (from = nkey; from < t->ncol || from == nkey; from = to) {
		used = keys;
		for (to = from; to < t->ncol; to = next) {
			size_t more = together(l, to, &next) + (to != from ? GAP : 0);

			if (l->r->width != 0 && used + more > l->r->width && to > from)
				break;
			used += more;
		}
		if (from != nkey)
			cs_buf_c(l->out, '\n');
		for (int line = 0; line < 2; line++)
			heading_line(l, nkey, from, to, line);
		for (size_t row = 0; row < t->nrow; row++)
			row_line(l, row, nkey, from, to);
		if (to == t->ncol)
			break;
	}
	if (t->nrow == 0)
		cs_buf_z(l->out, "(no rows)\n");
}

/* The name of a group: its keys without the series column. */
static void
add_group(struct cs_buf *b, const struct layout *l, int series, size_t row)
{
	bool first = true;

	for (unsigned i = 0; i < l->t->ncol && l->t->col[i].key; i++) {
		if ((int)i == series)
			continue;
		if (!first)
			cs_buf_c(b, ' ');
		cs_buf_str(b, shown(l, row, i));
		first = false;
	}
	if (!first)
		cs_buf_z(b, "  ");
}

/* The points of a group, and the row of the largest; to when there is none. */
static size_t
points(const struct layout *l, size_t from, size_t to, unsigned col, struct cs_point *p)
{
	int64_t max = INT64_MIN;
	size_t most = to;

	for (size_t row = from; row < to; row++) {
		struct cs_point *q = &p[row - from];

		q->there = cs_form_value(&l->form[col], cs_table_cell(l->t, row, col), &q->milli);
		if (q->there && q->milli > max) {
			max = q->milli;
			most = row;
		}
	}
	return most;
}

/* Where there is little room the blocks stand for more points each, and then the words behind
 * them give way. */
static void
spark_line(struct layout *l, int series, size_t from, size_t to, unsigned col)
{
	struct cs_point *p = cs_mem_new(to - from, sizeof *p);
	struct cs_buf name = CS_BUF_INIT, words = CS_BUF_INIT;
	size_t most = points(l, from, to, col, p), blocks = SPARK_MAX, used, beside;

	add_group(&name, l, series, from);
	cs_form_plain(&name, l->t->col[col].name);
	cs_buf_c(&name, ' ');
	if (most != to) {
		cs_buf_z(&words, "  most ");
		cs_buf_str(&words, shown(l, most, col));
		cs_buf_z(&words, " at ");
		cs_buf_str(&words, shown(l, most, (unsigned)series));
	}
	used = cs_utf8_width(cs_buf_all(&name));
	beside = cs_utf8_width(cs_buf_all(&words));
	if (l->r->width != 0) {
		if (used + SPARK_MIN + beside > l->r->width)
			beside = 0;
		blocks = used + beside < l->r->width ? l->r->width - used - beside : 0;
		blocks = blocks < SPARK_MIN ? SPARK_MIN : blocks < SPARK_MAX ? blocks : SPARK_MAX;
	}
	cs_buf_str(l->out, cs_buf_all(&name));
	cs_spark_text(l->out, p, to - from, blocks);
	if (beside != 0)
		cs_buf_str(l->out, cs_buf_all(&words));
	cs_buf_c(l->out, '\n');
	cs_buf_finish(&name);
	cs_buf_finish(&words);
	free(p);
}

/* A line for each group with at least three points, over the first number of the table. */
static void
sparks(struct layout *l)
{
	int series = cs_table_series(l->t);
	unsigned col = 0;
	size_t from, to, lines = 0;

	while (col < l->t->ncol && !l->t->col[col].number)
		col++;
	if (series < 0 || col == l->t->ncol)
		return;
	for (from = 0; from < l->t->nrow && lines < SPARK_GROUPS; from = to) {
		to = cs_table_group_end(l->t, series, from);
		if (to - from < 3)
			continue;
		spark_line(l, series, from, to, col);
		lines++;
	}
	if (lines != 0)
		cs_buf_c(l->out, '\n');
}

static void
title(struct layout *l)
{
	int series = cs_table_series(l->t);
	struct cs_str date = cs_str(NULL, 0);

	if (series >= 0 && l->t->col[series].look == CS_LOOK_TIME && !l->form[series].dates)
		date = cs_form_date(l->t, (unsigned)series);
	if (l->r->title.n == 0 && date.n == 0)
		return;
	paint(l, CS_PAINT_BOLD);
	cs_form_plain(l->out, l->r->title);
	if (l->r->title.n != 0 && date.n != 0)
		cs_buf_z(l->out, "  ");
	cs_buf_str(l->out, date);
	paint(l, CS_PAINT_OFF);
	cs_buf_z(l->out, "\n\n");
}

static void
note(struct layout *l, const char *what, struct cs_str names, const char *more)
{
	struct cs_buf line = CS_BUF_INIT;

	if (names.n != 0) {
		cs_buf_z(&line, what);
		cs_buf_str(&line, names);
		cs_buf_z(&line, more);
		cs_buf_z(l->out, "  ");
		cs_paint_wrap(l->out, cs_buf_all(&line), l->r->width, 2, 4);
		cs_buf_c(l->out, '\n');
	}
	cs_buf_finish(&line);
}

/* What the table does not show, and how to see it. */
static void
left_out(struct layout *l, const struct cs_narrow *n)
{
	if (n->hidden.n + n->null.n != 0 || n->bar)
		cs_buf_c(l->out, '\n');
	note(l, "lo to hi: ",
	    n->bar ? CS_STR("the interval of the score; the dot is the score") : cs_str(NULL, 0),
	    "");
	note(l, "no room here for ", n->hidden, ": see --table, --html or a larger --width");
	note(l, "NULL in all rows: ", n->null, "");
}

static void
notes(struct layout *l, bool legend)
{
	bool any = false;

	for (unsigned i = 0; i < l->t->ncol && legend; i++) {
		if (l->t->col[i].key || l->t->col[i].meaning.n == 0)
			continue;
		cs_buf_z(l->out, any ? "  " : "\n  ");
		any = true;
		cs_report_legend(l->out, l->t, i);
		cs_buf_c(l->out, '\n');
	}
	if (l->r->norigin != 0)
		cs_buf_z(l->out, "\nHow these numbers were made\n");
	for (size_t i = 0; i < l->r->norigin; i++) {
		cs_buf_z(l->out, "  ");
		cs_form_plain(l->out, l->r->origin[i]);
		cs_buf_c(l->out, '\n');
	}
}

void
cs_report_legend(struct cs_buf *line, const struct cs_table *t, unsigned col)
{
	cs_form_plain(line, t->col[col].name);
	cs_buf_z(line, ": ");
	cs_form_plain(line, t->col[col].meaning);
}

static void
cards(struct cs_buf *b, const struct cs_report *r)
{
	struct layout l = {.out = b, .r = r, .t = r->table};
	struct cs_cards c;

	cs_cards_make(&c, r->table);
	for (int i = 0; i < 2; i++) {
		struct cs_str text = i == 0 ? r->title : c.head;

		if (text.n == 0)
			continue;
		paint(&l, CS_PAINT_BOLD);
		cs_form_plain(b, text);
		paint(&l, CS_PAINT_OFF);
		cs_buf_z(b, "\n\n");
	}
	cs_cards_terminal(b, r, &c);
	notes(&l, c.legend);
	cs_cards_finish(&c);
}

/* narrow NULL: the table is whole. */
static void
table(struct cs_buf *b, const struct cs_report *r, const struct cs_narrow *narrow)
{
	unsigned n = r->table->ncol;
	struct layout l = {.out = b, .r = r, .t = r->table};

	l.form = cs_mem_new0(n, sizeof *l.form);
	l.label = cs_mem_new0(n, sizeof *l.label);
	l.text = cs_mem_new0(n, sizeof *l.text);
	l.at = cs_mem_new0(n, sizeof *l.at);
	l.width = cs_mem_new0(n, sizeof *l.width);
	for (unsigned i = 0; i < n; i++)
		measure(&l, i);
	title(&l);
	sparks(&l);
	panels(&l);
	if (narrow != NULL)
		left_out(&l, narrow);
	notes(&l, true);
	for (unsigned i = 0; i < n; i++) {
		cs_buf_finish(&l.label[i]);
		cs_buf_finish(&l.text[i]);
		free(l.at[i]);
	}
	free(l.form);
	free(l.label);
	free(l.text);
	free(l.at);
	free(l.width);
}

void
cs_report_terminal(struct cs_buf *b, const struct cs_report *r)
{
	struct cs_report fitted = *r;
	struct cs_narrow narrow;

	if (cs_cards_wanted(r)) {
		cards(b, r);
	} else if (r->rows == CS_REPORT_TABLE || !cs_narrow_wanted(r->table)) {
		table(b, r, NULL);
	} else {
		cs_narrow_make(&narrow, r->table, r->width);
		fitted.table = &narrow.table;
		table(b, &fitted, &narrow);
		cs_narrow_finish(&narrow);
	}
}
