/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the cells of a table read: see cells.h. */
#include "view/cells.h"

#include "base/dec.h"
#include "base/utf8.h"

/* Where seconds turn into a clock. */
enum { CLOCK_FROM_S = 100, HOURS_FROM_S = 3600 };

/* Digits of a chance behind the point. */
enum { CHANCE_DIGITS = 4 };

static bool
is_clock_time(struct cs_str s)
{
	return s.n >= 17 && (s.p[10] == 'T' || s.p[10] == ' ');
}

/* What stands behind the time of day: "Z", "+02:00". */
static struct cs_str
offset_of(struct cs_str s)
{
	size_t i = 19;

	while (i < s.n && (s.p[i] == '.' || (s.p[i] >= '0' && s.p[i] <= '9')))
		i++;
	return cs_str_skip(s, i);
}

static void
choose_time(const struct cs_table *t, unsigned col, struct cs_form *f)
{
	struct cs_str date = cs_str(NULL, 0), zone = cs_str(NULL, 0);
	bool mixed = false;

	for (size_t row = 0; row < t->nrow; row++) {
		struct cs_str s = cs_table_cell(t, row, col);

		if (cs_table_null(s) || !is_clock_time(s))
			continue;
		if (date.p == NULL) {
			date = cs_str_head(s, 10);
			zone = offset_of(s);
		}
		f->dates = f->dates || !cs_str_eq(date, cs_str_head(s, 10));
		mixed = mixed || !cs_str_eq(zone, offset_of(s));
		f->seconds = f->seconds || (s.n >= 19 && memcmp(s.p + 16, ":00", 3) != 0);
	}
	f->unit = mixed ? CS_STR("local") : cs_str_eqz(zone, "Z") ? CS_STR("UTC") : zone;
}

static void
choose_seconds(const struct cs_table *t, unsigned col, struct cs_form *f)
{
	struct cs_dec d, limit = cs_dec_int(CLOCK_FROM_S), hour = cs_dec_int(HOURS_FROM_S);

	f->digits = 0;
	for (size_t row = 0; row < t->nrow; row++) {
		struct cs_str s = cs_table_cell(t, row, col);

		if (cs_table_null(s) || !cs_dec_parse(s, &d))
			continue;
		if (d.coef < 0)
			d.coef = -d.coef;
		f->clock = f->clock || cs_dec_cmp(d, limit) >= 0;
		f->hours = f->hours || cs_dec_cmp(d, hour) >= 0;
		if (cs_dec_trim(d).scale > 0)
			f->digits = 1;
	}
	f->unit = f->hours ? CS_STR("h:mm:ss") : f->clock ? CS_STR("m:ss") : CS_STR("s");
}

static void
choose_number(const struct cs_table *t, unsigned col, struct cs_form *f)
{
	struct cs_dec d;

	for (size_t row = 0; row < t->nrow; row++) {
		struct cs_str s = cs_table_cell(t, row, col);

		if (!cs_table_null(s) && cs_dec_parse(s, &d) && d.scale > f->digits)
			f->digits = d.scale;
	}
	if (f->digits > 2)
		f->digits = 2;
}

struct cs_form
cs_form_choose(const struct cs_table *t, unsigned col)
{
	struct cs_form f = {.look = t->col[col].look};

	switch (f.look) {
	case CS_LOOK_TIME:
		choose_time(t, col, &f);
		break;
	case CS_LOOK_SECONDS:
		choose_seconds(t, col, &f);
		break;
	case CS_LOOK_SHARE:
		f.digits = 1;
		f.unit = CS_STR("%");
		break;
	case CS_LOOK_NUMBER:
		choose_number(t, col, &f);
		break;
	case CS_LOOK_CHANCE:
		f.digits = CHANCE_DIGITS;
		break;
	case CS_LOOK_TEXT:
	case CS_LOOK_BAND:
		break;
	}
	return f;
}

struct cs_str
cs_form_date(const struct cs_table *t, unsigned col)
{
	for (size_t row = 0; row < t->nrow; row++) {
		struct cs_str s = cs_table_cell(t, row, col);

		if (!cs_table_null(s) && is_clock_time(s))
			return cs_str_head(s, 10);
	}
	return cs_str(NULL, 0);
}

void
cs_form_plain(struct cs_buf *b, struct cs_str text)
{
	struct cs_str piece;
	size_t n;

	while (text.n != 0) {
		for (n = 0;
		     n < text.n && text.p[n] != '\n' && text.p[n] != '\t' && text.p[n] != '\r'; n++)
			;
		piece = cs_str_head(text, n);
		cs_utf8_visible(b, piece);
		text = cs_str_skip(text, n);
		if (text.n != 0)
			cs_buf_c(b, ' ');
		text = cs_str_skip(text, 1);
	}
}

static void
add_fixed(struct cs_buf *b, struct cs_dec d, int digits)
{
	cs_i128 den = 1;

	for (int i = 0; i < d.scale; i++)
		den *= 10;
	cs_dec_ratio_text(b, d.coef, den, digits);
}

static void
add_clock(struct cs_buf *b, struct cs_dec d, bool hours)
{
	cs_i128 whole = cs_dec_round(d, 0).coef;
	int64_t s = whole > INT32_MAX || whole < -INT32_MAX ? INT32_MAX : (int64_t)whole;

	if (s < 0) {
		cs_buf_c(b, '-');
		s = -s;
	}
	if (hours)
		cs_buf_printf(
		    b, "%d:%02d:%02d", (int)(s / 3600), (int)(s / 60 % 60), (int)(s % 60));
	else
		cs_buf_printf(b, "%d:%02d", (int)(s / 60), (int)(s % 60));
}

static void
add_time(struct cs_buf *b, const struct cs_form *f, struct cs_str cell)
{
	if (!is_clock_time(cell)) {
		cs_form_plain(b, cell);
		return;
	}
	if (f->dates) {
		cs_buf_str(b, cs_str_head(cell, 10));
		cs_buf_c(b, ' ');
	}
	cs_buf_add(b, cell.p + 11, f->seconds && cell.n >= 19 ? 8 : 5);
	if (cs_str_eqz(f->unit, "local"))
		cs_buf_str(b, offset_of(cell));
}

/* Tiny ones have an exponent, which decimals have not: they are 0 here. False: no number. */
static bool
read_chance(struct cs_str cell, struct cs_dec *d)
{
	size_t e = cs_str_find(cell, 'e');
	bool tiny = e < cell.n && cs_str_starts(cs_str_skip(cell, e), CS_STR("e-"));

	if (!cs_dec_parse(tiny ? cs_str_head(cell, e) : cell, d))
		return false;
	if (tiny)
		*d = cs_dec_int(0);
	return true;
}

static void
add_chance(struct cs_buf *b, const struct cs_form *f, struct cs_str cell)
{
	struct cs_dec d, least = {1, CHANCE_DIGITS};

	if (!read_chance(cell, &d))
		cs_form_plain(b, cell);
	else if (cs_dec_cmp(d, least) < 0)
		cs_buf_z(b, "<0.0001");
	else
		add_fixed(b, d, f->digits);
}

void
cs_form_add(struct cs_buf *b, const struct cs_form *f, struct cs_str cell)
{
	struct cs_dec d, hundred = cs_dec_int(100);

	if (cs_table_null(cell)) {
		cs_buf_z(b, "–");
		return;
	}
	if (f->look == CS_LOOK_TIME) {
		add_time(b, f, cell);
		return;
	}
	if (f->look == CS_LOOK_CHANCE) {
		add_chance(b, f, cell);
		return;
	}
	if (f->look == CS_LOOK_TEXT || f->look == CS_LOOK_BAND || !cs_dec_parse(cell, &d)) {
		cs_form_plain(b, cell);
		return;
	}
	if (f->look == CS_LOOK_SHARE && !cs_dec_mul(d, hundred, &d)) {
		cs_form_plain(b, cell);
		return;
	}
	if (f->clock)
		add_clock(b, d, f->hours);
	else
		add_fixed(b, d, f->digits);
}

bool
cs_form_value(const struct cs_form *f, struct cs_str cell, int64_t *milli)
{
	struct cs_dec d, scale = cs_dec_int(f->look == CS_LOOK_SHARE ? 100000 : 1000);

	if (cs_table_null(cell) ||
	    !(f->look == CS_LOOK_CHANCE ? read_chance(cell, &d) : cs_dec_parse(cell, &d)) ||
	    !cs_dec_mul(d, scale, &d))
		return false;
	d = cs_dec_round(d, 0);
	if (d.coef > INT64_MAX / 1024 || d.coef < INT64_MIN / 1024)
		return false;
	*milli = (int64_t)d.coef;
	return true;
}
