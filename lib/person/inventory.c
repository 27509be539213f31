/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which columns hold personal data: see inventory.h. */
#include "person/inventory.h"

#include "rec/esc.h"

enum { PHONE_LEAST = 7, PHONE_MOST = 15 }; /* digits; at most as in E.164 */

const char cs_inventory_head[] =
    "file\tcolumn\tpersonal\tpurpose\trows\tfilled_n\temails_n\tphones_n";

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Letters, digits, and what else stands in front of an @, or behind it. */
static bool
is_local(char c)
{
	return is_letter(c) || is_digit(c) || c == '.' || c == '_' || c == '%' || c == '+' ||
	       c == '-';
}

static bool
is_domain(char c)
{
	return is_letter(c) || is_digit(c) || c == '.' || c == '-';
}

/* A name with a point in it, and two letters at least behind the last. */
static bool
domain(struct cs_str s)
{
	size_t n = 0, last = 0;

	while (n < s.n && is_domain(s.p[n]))
		n++;
	while (n > 0 && !is_letter(s.p[n - 1]) && !is_digit(s.p[n - 1]))
		n--;
	while (last < n && is_letter(s.p[n - 1 - last]))
		last++;
	return last >= 2 && last + 1 < n && s.p[n - 1 - last] == '.' && s.p[0] != '.';
}

bool
cs_inventory_email(struct cs_str text)
{
	for (size_t at = cs_str_find(text, '@'); at < text.n;
	     at += 1 + cs_str_find(cs_str_skip(text, at + 1), '@'))
		if (at > 0 && is_local(text.p[at - 1]) && domain(cs_str_skip(text, at + 1)))
			return true;
	return false;
}

/* How many digits the number has that begins a text; 0: it is part of a word. */
static unsigned
digits_of(struct cs_str s)
{
	unsigned digits = 0, gap = 0;
	size_t at = s.p[0] == '+';

	for (; at < s.n && gap <= 2; at++) {
		if (is_digit(s.p[at])) {
			digits++;
			gap = 0;
		} else if (s.p[at] != 0 && strchr(" -/.()", s.p[at]) != NULL) {
			gap++;
		} else {
			return gap == 0 && (is_letter(s.p[at]) || s.p[at] == '_') ? 0 : digits;
		}
	}
	return digits;
}

bool
cs_inventory_phone(struct cs_str text)
{
	for (size_t at = 0; at < text.n; at++) {
		bool begins = text.p[at] == '+' || text.p[at] == '0';
		char before = at > 0 ? text.p[at - 1] : ' ';
		unsigned n;

		if (!begins || is_digit(before) || is_letter(before) || before == '_' ||
		    before == '+' || before == '.' || before == '-' || before == ':')
			continue;
		n = digits_of(cs_str_skip(text, at));
		if (n >= PHONE_LEAST && n <= PHONE_MOST)
			return true;
	}
	return false;
}

void
cs_inventory_begin(struct cs_inventory *n, struct cs_arena *a, const struct cs_person_view *view)
{
	*n = (struct cs_inventory){.col = cs_arena_new(a, view->ncol, sizeof *n->col)};
}

void
cs_inventory_finish(struct cs_inventory *n)
{
	cs_buf_finish(&n->scratch);
}

void
cs_inventory_add(
    struct cs_inventory *n, const struct cs_person_view *view, const struct cs_batch *b)
{
	n->rows += b->nrow;
	for (unsigned i = 0; i < view->ncol; i++) {
		struct cs_inventory_col *c = &n->col[i];

		for (uint32_t row = 0; row < b->nrow; row++) {
			struct cs_str raw = cs_batch_raw(b, row, i), text;

			if (raw.n == 0 || cs_raw_null(raw))
				continue;
			c->filled++;
			if (!view->text[i])
				continue;
			cs_buf_reset(&n->scratch);
			(void)cs_esc_decode(raw, &n->scratch, &text);
			c->emails += cs_inventory_email(text);
			c->phones += cs_inventory_phone(text);
		}
	}
}

size_t
cs_inventory_write(const struct cs_inventory *n, const struct cs_person_view *view,
    const char *file, struct cs_writer *w)
{
	size_t written = 0;

	for (unsigned i = 0; i < view->ncol; i++) {
		const struct cs_personal *p = view->personal[i];
		const struct cs_inventory_col *c = &n->col[i];

		if (p->kind == CS_PERSONAL_NONE && c->emails == 0 && c->phones == 0)
			continue;
		cs_writer_text(w, cs_str_z(file));
		cs_writer_text(w, view->head->col[i].name);
		cs_writer_text(w, cs_str_z(cs_personal_kind_name(p->kind)));
		if (p->purpose.n != 0)
			cs_writer_text(w, p->purpose);
		else
			cs_writer_null(w);
		cs_writer_i64(w, (int64_t)n->rows);
		cs_writer_i64(w, (int64_t)c->filled);
		cs_writer_i64(w, (int64_t)c->emails);
		cs_writer_i64(w, (int64_t)c->phones);
		cs_writer_end(w);
		written++;
	}
	return written;
}
