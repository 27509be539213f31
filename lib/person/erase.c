/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A customer taken out of records: see erase.h. */
#include "person/erase.h"

#include "base/num.h"
#include "rec/esc.h"
#include "rec/gz.h"

#define ERASED "[erased]"

/* A batch on its way through. */
struct work {
	struct cs_erase *x;
	const struct cs_person_view *v;
	const struct cs_batch *b;
	struct cs_erase_count *n;
	struct cs_buf *out;
	uint32_t row;
};

void
cs_erase_begin(struct cs_erase_count *n, struct cs_arena *a, const struct cs_person_view *view)
{
	*n = (struct cs_erase_count){.null = cs_arena_new(a, view->ncol, sizeof *n->null),
	    .token = cs_arena_new(a, view->ncol, sizeof *n->token),
	    .mention = cs_arena_new(a, view->ncol, sizeof *n->mention)};
}

void
cs_erase_finish(struct cs_erase *x)
{
	cs_buf_finish(&x->text);
}

size_t
cs_erase_text(struct cs_erase *x, struct cs_str text, uint32_t least, struct cs_buf *out)
{
	struct cs_mention_hit hit;
	size_t at = 0, n = 0;

	for (; cs_mentions_find(&x->person->said, text, at, least, &hit); at = hit.end, n++) {
		cs_buf_add(out, text.p + at, hit.start - at);
		cs_buf_z(out, ERASED);
	}
	cs_buf_str(out, cs_str_skip(text, at));
	return n;
}

static void
put_null(struct work *w, unsigned col)
{
	cs_buf_z(w->out, "\\N");
	w->n->null[col]++;
}

static void
put_token(struct work *w, unsigned col, struct cs_str text)
{
	cs_secret_token(w->x->secret, text, cs_buf_reserve(w->out, CS_TOKEN));
	w->out->n += CS_TOKEN;
	w->n->token[col]++;
}

/* A cell that may mention the customer, and is kept but for that. */
static void
put_rest(struct work *w, unsigned col, struct cs_str raw)
{
	struct cs_erase *x = w->x;
	uint32_t least = cs_person_least(x->person, w->v, col);
	struct cs_str text;

	if (!w->v->text[col] || (int)col == w->v->customer || raw.n == 0 || cs_raw_null(raw)) {
		cs_buf_str(w->out, raw);
		return;
	}
	text = cs_person_text(x->person, raw);
	if (w->v->personal[col]->kind == CS_PERSONAL_LINK &&
	    cs_map_find(&x->person->contact, text) != CS_MAP_NONE) {
		put_token(w, col, text); /* a contact of several customers */
		return;
	}
	if (cs_mentions_is(&x->person->said, text, least) != CS_MAP_NONE) {
		put_null(w, col);
		return;
	}
	cs_buf_reset(&x->text);
	if (cs_erase_text(x, text, least, &x->text) == 0) {
		cs_buf_str(w->out, raw);
		return;
	}
	cs_esc_add(w->out, cs_buf_all(&x->text));
	w->n->mention[col]++;
}

/* A cell of a row of the customer's. */
static void
put_owned(struct work *w, unsigned col, struct cs_str raw)
{
	enum cs_erased how = w->v->personal[col]->erased;

	if (raw.n == 0 || cs_raw_null(raw))
		cs_buf_str(w->out, raw);
	else if (how == CS_ERASED_TOKEN && !(w->x->unlink && (int)col == w->v->customer))
		put_token(w, col, cs_person_text(w->x->person, raw));
	else if (how == CS_ERASED_KEEP || !w->v->text[col])
		put_rest(w, col, raw);
	else
		put_null(w, col);
}

/* A row of theirs is nothing but what is dropped. */
static bool
dropped(const struct work *w)
{
	if (w->x->drop && w->v->kind == CS_VIEW_RECORDS)
		return true;
	for (unsigned i = 0; i < w->v->ncol; i++)
		if (w->v->personal[i]->erased == CS_ERASED_ROW)
			return true;
	return false;
}

static void
erase_row(struct work *w)
{
	bool owned = cs_person_owns(w->x->person, w->v, w->b, w->row);

	w->n->owned += owned;
	if (owned && dropped(w)) {
		w->n->dropped++;
		return;
	}
	for (unsigned col = 0; col < w->v->ncol; col++) {
		struct cs_str raw = cs_batch_raw(w->b, w->row, col);

		if (col != 0)
			cs_buf_c(w->out, '\t');
		if (owned)
			put_owned(w, col, raw);
		else
			put_rest(w, col, raw);
	}
	cs_buf_c(w->out, '\n');
}

/* A text is the customer, a contact of theirs, or an identifier. */
static bool
is_theirs(const struct cs_person *p, struct cs_str text)
{
	return cs_map_find(&p->id, text) != CS_MAP_NONE ||
	       cs_map_find(&p->contact, text) != CS_MAP_NONE ||
	       cs_mentions_is(&p->said, text, p->plain) != CS_MAP_NONE;
}

/* A key of a group keeps telling it from others: a token in its place. */
static void
put_key(struct work *w, unsigned col, struct cs_str raw)
{
	struct cs_str text;

	if (raw.n != 0 && !cs_raw_null(raw)) {
		text = cs_person_text(w->x->person, raw);
		if (cs_person_is_key(w->x->person, w->v, col, text)) {
			put_token(w, col, text);
			return;
		}
	}
	cs_buf_str(w->out, raw);
}

/* An item of a set; or a key, and behind a tab what its rows add up to. */
static void
put_item(struct work *w, unsigned col, struct cs_str raw)
{
	struct cs_erase *x = w->x;
	struct cs_str text = cs_person_text(x->person, raw);
	struct cs_str key = cs_str_head(text, cs_str_find(text, '\t'));

	if (!is_theirs(x->person, key)) {
		cs_buf_str(w->out, raw);
		return;
	}
	cs_buf_reset(&x->text);
	cs_buf_str(&x->text, cs_str_skip(text, key.n));
	put_token(w, col, key);
	cs_esc_add(w->out, cs_buf_all(&x->text));
}

/* What the cells say of themselves: in the quoted texts of its expressions they may be mentioned.
 * A number is a number. */
static void
put_said(struct work *w, unsigned col, struct cs_str raw)
{
	struct cs_erase *x = w->x;
	struct cs_str rest = cs_person_text(x->person, raw), piece;
	bool quoted = false;
	size_t n = 0;

	cs_buf_reset(&x->text);
	while (cs_str_split(&rest, '\'', &piece)) {
		if (quoted)
			n += cs_erase_text(x, piece, 0, &x->text);
		else
			cs_buf_str(&x->text, piece);
		if (rest.p != NULL)
			cs_buf_c(&x->text, '\'');
		quoted = !quoted;
	}
	if (n == 0) {
		cs_buf_str(w->out, raw);
		return;
	}
	cs_esc_add(w->out, cs_buf_all(&x->text));
	w->n->mention[col]++;
}

/* The last column of cells. */
static void
put_value(struct work *w, unsigned col, struct cs_str kind, struct cs_str part)
{
	struct cs_str raw = cs_batch_raw(w->b, w->row, col);
	size_t dot = cs_str_find(part, '.');
	struct cs_str name = dot < part.n ? cs_str_skip(part, dot + 1) : part;

	if (!cs_str_eqz(kind, "cell"))
		put_said(w, col, raw);
	else if (cs_str_eqz(name, "item") || cs_str_eqz(name, "per"))
		put_item(w, col, raw);
	else
		cs_buf_str(w->out, raw);
}

/* Cells carry a checksum of all their records from the version on. */
static void
erase_cell(struct work *w)
{
	unsigned ncol = w->v->ncol, value = ncol - 1;
	struct cs_str kind = cs_batch_raw(w->b, w->row, 0);
	struct cs_str part = cs_batch_raw(w->b, w->row, ncol - 2);
	size_t begin = w->out->n;

	if (cs_str_eqz(kind, "meta") && cs_str_eqz(part, "version"))
		w->n->crc = 0;
	for (unsigned col = 0; col < value; col++) {
		struct cs_str raw = cs_batch_raw(w->b, w->row, col);

		if (col == 0 || col >= ncol - 3)
			cs_buf_str(w->out, raw);
		else
			put_key(w, col, raw);
		cs_buf_c(w->out, '\t');
	}
	if (cs_str_eqz(kind, "end") && cs_str_eqz(part, "crc32"))
		cs_buf_printf(w->out, "%08lx", (unsigned long)w->n->crc);
	else
		put_value(w, value, kind, part);
	cs_buf_c(w->out, '\n');
	w->n->crc = cs_gz_crc32(w->n->crc, w->out->p + begin, w->out->n - begin);
}

bool
cs_erase_batch(struct cs_erase *x, const struct cs_person_view *v, const struct cs_batch *b,
    struct cs_erase_count *n, struct cs_buf *out)
{
	struct work w = {x, v, b, n, out, 0};
	size_t begin = out->n;

	for (; w.row < b->nrow; w.row++) {
		if (v->kind == CS_VIEW_CELLS)
			erase_cell(&w);
		else
			erase_row(&w);
	}
	n->rows += b->nrow;
	return !cs_str_eq(cs_str_skip(cs_buf_all(out), begin), cs_buf_all(&b->bytes));
}
