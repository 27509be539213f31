/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How money and names are written: see chargeout.h. */
#include "charge/chargeout.h"

#include "base/dec.h"
#include "base/utf8.h"
#include "rec/batch.h"
#include "rec/esc.h"

enum { SHARE_DIGITS = 8 };

static int
add(struct cs_head *h, const struct cs_charge *c, struct cs_str column, struct cs_err *e)
{
	const char *source =
	    c->nby != 0 ? "--by" : cs_arena_printf(c->arena, "--%s", c->mode->name);

	if (cs_by_head_add(h, column, source, e) == 0)
		return 0;
	cs_err_prefix(e, "%s", source);
	return -1;
}

int
cs_chargeout_columns(struct cs_head *h, const struct cs_charge *c, const char *const *column,
    size_t n, struct cs_err *e)
{
	for (size_t i = 0; i < n; i++) {
		if (add(h, c, cs_str_z(column[i]), e) != 0)
			return -1;
	}
	return 0;
}

int
cs_chargeout_levels(struct cs_head *h, const struct cs_charge *c, unsigned nlevel, struct cs_err *e)
{
	for (unsigned i = 0; i < nlevel; i++) {
		if (add(h, c, c->level[i].name, e) != 0)
			return -1;
	}
	return 0;
}

void
cs_chargeout_money(struct cs_writer *w, const struct cs_charge *c, bool there, cs_i128 v)
{
	struct cs_buf b = CS_BUF_INIT;

	if (!there) {
		cs_writer_null(w);
		return;
	}
	cs_dec_text(&b, (struct cs_dec){v, c->digits});
	cs_writer_text(w, cs_buf_all(&b));
	cs_buf_finish(&b);
}

void
cs_chargeout_text(struct cs_writer *w, struct cs_str text)
{
	if (text.p == NULL)
		cs_writer_null(w);
	else
		cs_writer_text(w, text);
}

void
cs_chargeout_share(struct cs_writer *w, bool there, cs_i128 x, cs_i128 all)
{
	struct cs_buf b = CS_BUF_INIT;

	if (!there || all <= 0) {
		cs_writer_null(w);
		return;
	}
	cs_dec_ratio_text(&b, x, all, SHARE_DIGITS);
	cs_writer_text(w, cs_buf_all(&b));
	cs_buf_finish(&b);
}

void
cs_chargeout_count(struct cs_writer *w, bool there, cs_i128 v)
{
	char text[CS_NUM_I128_MAX];

	if (there)
		cs_writer_text(w, cs_str(text, cs_num_i128_text(text, v)));
	else
		cs_writer_null(w);
}

void
cs_chargeout_instant(struct cs_writer *w, int64_t at)
{
	struct cs_buf b = CS_BUF_INIT;

	if (at <= CS_INSTANT_MIN || at >= CS_INSTANT_MAX) {
		cs_writer_null(w);
		return;
	}
	cs_time_text(&b, at);
	cs_writer_text(w, cs_buf_all(&b));
	cs_buf_finish(&b);
}

void
cs_chargeout_count_text(struct cs_buf *b, cs_i128 v)
{
	char text[CS_NUM_I128_MAX];

	cs_buf_str(b, cs_str(text, cs_num_i128_text(text, v)));
}

void
cs_chargeout_ratio(struct cs_writer *w, bool there, const struct cs_ratio *v, unsigned digits)
{
	struct cs_buf b = CS_BUF_INIT;

	if (!there) {
		cs_writer_null(w);
		return;
	}
	cs_ratio_text(&b, v, digits);
	cs_writer_text(w, cs_buf_all(&b));
	cs_buf_finish(&b);
}

/* Thousands are told apart, as people write them. */
static void
grouped(struct cs_buf *b, struct cs_str text)
{
	size_t whole = cs_str_find(text, '.'), i = 0;

	if (text.n != 0 && text.p[0] == '-')
		cs_buf_c(b, text.p[i++]);
	for (; i < text.n; i++) {
		cs_buf_c(b, text.p[i]);
		if (i + 1 < whole && (whole - i - 1) % 3 == 0)
			cs_buf_c(b, ',');
	}
}

void
cs_chargeout_say_money(struct cs_buf *b, const struct cs_charge *c, cs_i128 v)
{
	struct cs_buf text = CS_BUF_INIT;

	cs_dec_text(&text, (struct cs_dec){v, c->digits});
	grouped(b, cs_buf_all(&text));
	cs_buf_finish(&text);
}

void
cs_chargeout_say_amount(struct cs_buf *b, const struct cs_charge *c, cs_i128 v)
{
	cs_chargeout_say_money(b, c, v);
	cs_buf_printf(b, " %.*s", CS_STR_ARG(c->currency));
}

void
cs_chargeout_say_count(struct cs_buf *b, cs_i128 v)
{
	char text[CS_NUM_I128_MAX];

	grouped(b, cs_str(text, cs_num_i128_text(text, v)));
}

void
cs_chargeout_say_contacts(struct cs_buf *b, cs_i128 n)
{
	cs_chargeout_say_count(b, n);
	cs_buf_z(b, n == 1 ? " contact" : " contacts");
}

void
cs_chargeout_say_unmapped(
    struct cs_buf *b, const struct cs_charge *c, cs_i128 contacts, cs_i128 charged)
{
	cs_chargeout_say_contacts(b, contacts);
	cs_buf_z(b, contacts == 1 ? " has no owner in the map; it cost "
				  : " have no owner in the map; they cost ");
	cs_chargeout_say_money(b, c, charged);
	cs_buf_printf(b, " %.*s", CS_STR_ARG(c->currency));
}

void
cs_chargeout_say_name(struct cs_buf *b, struct cs_str raw)
{
	struct cs_buf scratch = CS_BUF_INIT;
	struct cs_str text;

	if (cs_raw_null(raw))
		cs_buf_z(b, "(none)");
	else
		cs_utf8_visible(b, cs_esc_decode(raw, &scratch, &text) ? text : raw);
	cs_buf_finish(&scratch);
}

void
cs_chargeout_balance(struct cs_buf *b, const struct cs_charge *c, const struct cs_charge_lines *l)
{
	static const struct {
		enum cs_charge_line_kind kind;
		const char *name;
		bool always;
	} term[] = {
	    {CS_LINE_CHARGED, "charged", true},
	    {CS_LINE_UNMAPPED, "unmapped", true},
	    {CS_LINE_NOT_REPORTED, "not reported", false},
	    {CS_LINE_UNALLOCATED, "unallocated", true},
	    {CS_LINE_UNUSED, "unused", true},
	};
	const char *mark = "";

	for (size_t i = 0; i < sizeof term / sizeof *term; i++) {
		if (!term[i].always && c->all)
			continue;
		cs_buf_printf(b, "%s%s ", mark, term[i].name);
		cs_chargeout_say_money(b, c, l->sum[term[i].kind]);
		mark = " + ";
	}
	cs_buf_z(b, " = total ");
	cs_chargeout_say_money(b, c, l->total);
	cs_buf_printf(b, " %.*s", CS_STR_ARG(c->currency));
}
