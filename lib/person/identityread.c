/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of identities: see identityread.h. */
#include "person/identityread.h"

#include <stdlib.h>

#include "base/mem.h"
#include "rec/esc.h"
#include "rec/instant.h"
#include "rec/reader.h"

enum column { CUSTOMER, KIND, VALUE, SAME_KIND, SAME_VALUE, FROM, UNTIL, NCOLUMN };

static const struct cs_str column_name[NCOLUMN] = {
    [CUSTOMER] = CS_STR_INIT("customer_id"),
    [KIND] = CS_STR_INIT("id_kind"),
    [VALUE] = CS_STR_INIT("id_value"),
    [SAME_KIND] = CS_STR_INIT("same_kind"),
    [SAME_VALUE] = CS_STR_INIT("same_value"),
    [FROM] = CS_STR_INIT("valid_from_at"),
    [UNTIL] = CS_STR_INIT("valid_to_at"),
};

#define ABSENT UINT32_MAX

/*
 * A row that says something. Identifiers are numbered as nodes are: 2 * place among the accounts of
 * the batch, or 2 * place among the others + 1, until their ids are known.
 */
struct row {
	uint32_t customer, id, same; /* ABSENT: none */
	int64_t from, until;
};

/* The accounts, or the others, of a batch. */
struct keys {
	size_t *at; /* where it begins in the text */
	struct cs_str *key;
	uint32_t *id;
	size_t n, cap;
};

enum { LATELY = 4, WORD = 24 };

/* A word as it was written, and its kind; n 0: none yet. */
struct word {
	char text[WORD];
	size_t n;
	int kind;
};

struct reading {
	struct cs_identity *g;
	struct cs_idkinds *kinds;
	struct cs_identity_account *account;
	struct cs_batch batch;
	const struct cs_head *head;
	int col[NCOLUMN]; /* -1: none */
	struct cs_buf text, cell;
	struct word lately[LATELY]; /* words of kinds */
	size_t last;
	struct keys keys[2];
	struct row *row;
	size_t nrow, cap;
};

static int
bind(struct reading *r, const char *path, struct cs_err *e)
{
	for (int i = 0; i < NCOLUMN; i++)
		r->col[i] = cs_head_find(r->head, column_name[i]);
	for (int i = KIND; i <= VALUE; i++) {
		if (r->col[i] < 0 && cs_head_need(r->head, column_name[i], e) < 0) {
			cs_err_prefix(e, "%s", path);
			return -1;
		}
	}
	if (r->col[CUSTOMER] >= 0 || (r->col[SAME_KIND] >= 0 && r->col[SAME_VALUE] >= 0))
		return 0;
	(void)cs_err_set(e, CS_EXIT_USAGE,
	    "%s: neither customer_id, nor same_kind and same_value: whose are these?", path);
	return cs_err_hint(e, "cs-columns(5) has the columns of identities");
}

/* A cell decoded; false: NULL, or there is no such column. Good until the next call. */
static bool
cell(struct reading *r, uint32_t row, enum column c, struct cs_str *text)
{
	struct cs_str raw;

	if (r->col[c] < 0)
		return false;
	raw = cs_batch_raw(&r->batch, row, (unsigned)r->col[c]);
	if (!r->batch.escaped) {
		*text = raw;
		return true;
	}
	cs_buf_reset(&r->cell);
	return cs_esc_decode(raw, &r->cell, text);
}

static int
instant(struct reading *r, uint32_t row, enum column c, int64_t open, int64_t *at, struct cs_err *e)
{
	*at = open;
	if (r->col[c] < 0)
		return 0;
	return cs_instant_read(&r->batch, row, column_name[c],
	    cs_batch_raw(&r->batch, row, (unsigned)r->col[c]), at, e);
}

/* The identifier of kind and text, put with the others of the batch: its number, or ABSENT. */
static enum cs_idread
put_key(struct reading *r, int kind, struct cs_str text, uint32_t *number)
{
	struct keys *k = &r->keys[kind != CS_IDKIND_ACCOUNT];
	size_t begin = r->text.n;
	enum cs_idread how;

	if (kind != CS_IDKIND_ACCOUNT)
		cs_buf_c(&r->text, (char)kind);
	how = cs_idkind_read(r->kinds, &kind, text, &r->text);
	if (how != CS_ID_READ) {
		r->text.n = begin;
		return how;
	}
	if (k->n == k->cap) {
		k->at = cs_mem_grow(k->at, &k->cap, k->n + 1, sizeof *k->at);
		k->key = cs_mem_resize(k->key, k->cap, sizeof *k->key);
		k->id = cs_mem_resize(k->id, k->cap, sizeof *k->id);
	}
	k->at[k->n] = begin;
	k->key[k->n].n = r->text.n - begin;
	*number = (uint32_t)(k->n++ << 1 | (kind != CS_IDKIND_ACCOUNT));
	return CS_ID_READ;
}

/* The first cell that could not be read is kept to be shown. */
static void
unread(struct reading *r, uint32_t row, enum column kind, enum column value)
{
	struct cs_buf *b = &r->account->first;
	struct cs_str k = cs_batch_raw(&r->batch, row, (unsigned)r->col[kind]);
	struct cs_str v = cs_batch_raw(&r->batch, row, (unsigned)r->col[value]);

	if (r->account->unread++ == 0)
		cs_buf_printf(b, "%s:%llu: %.*s '%.*s'", r->batch.file,
		    (unsigned long long)cs_batch_line(&r->batch, row),
		    CS_STR_ARG(cs_str_head(k, 40)), CS_STR_ARG(cs_str_head(v, 100)));
}

/* The kind of a word: most rows have that of the one before, or one of a few. */
static int
kind_of(struct reading *r, struct cs_str word)
{
	struct word *w;
	int kind;

	for (size_t i = 0; i < LATELY; i++)
		if (word.n != 0 && cs_str_eq(word, cs_str(r->lately[i].text, r->lately[i].n)))
			return r->lately[i].kind;
	kind = cs_idkind_add(r->kinds, cs_str_trim(word));
	if (word.n == 0 || word.n > WORD || kind < 0)
		return kind;
	r->last = (r->last + 1) % LATELY;
	w = &r->lately[r->last];
	memcpy(w->text, word.p, word.n);
	w->n = word.n;
	w->kind = kind;
	return kind;
}

/* The identifier in two cells: 1; 0 none, or not to be read (counted); -1 with *e. */
static int
identifier(struct reading *r, uint32_t row, enum column kind, enum column value, uint32_t *number,
    struct cs_err *e)
{
	struct cs_str text;
	int k;

	if (!cell(r, row, kind, &text))
		return 0;
	k = kind_of(r, text);
	if (k < 0) {
		(void)cs_err_set(e, CS_EXIT_DATA, "%s:%llu: column %.*s: more than %d kinds",
		    r->batch.file, (unsigned long long)cs_batch_line(&r->batch, row),
		    CS_STR_ARG(column_name[kind]), (int)CS_IDKIND_MOST);
		return cs_err_hint(e, "a kind is a word such as phone, email, account");
	}
	if (!cell(r, row, value, &text))
		return 0;
	switch (put_key(r, k, text, number)) {
	case CS_ID_READ:
		return 1;
	case CS_ID_UNREAD:
		unread(r, row, kind, value);
		return 2;
	default:
		return 0;
	}
}

/* What a row says, if anything: 0, or -1 with *e. */
static int
take_row(struct reading *r, uint32_t i, struct cs_err *e)
{
	struct row row = {ABSENT, ABSENT, ABSENT, 0, 0};
	struct cs_str text;
	int id, same = 0;

	if (instant(r, i, FROM, CS_IDENTITY_EVER, &row.from, e) != 0 ||
	    instant(r, i, UNTIL, CS_IDENTITY_NEVER, &row.until, e) != 0)
		return -1;
	if (row.until < row.from)
		return cs_err_set(e, CS_EXIT_DATA, "%s:%llu: valid_to_at is before valid_from_at",
		    r->batch.file, (unsigned long long)cs_batch_line(&r->batch, i));
	id = identifier(r, i, KIND, VALUE, &row.id, e);
	if (id < 0)
		return -1;
	if (id == 1 && r->col[SAME_KIND] >= 0 && r->col[SAME_VALUE] >= 0)
		same = identifier(r, i, SAME_KIND, SAME_VALUE, &row.same, e);
	if (same < 0)
		return -1;
	if (id == 1 && cell(r, i, CUSTOMER, &text))
		(void)put_key(r, CS_IDKIND_ACCOUNT, text, &row.customer);
	if (row.from == row.until)
		r->account->never++;
	else if (id == 1 && (row.same != ABSENT || row.customer != ABSENT))
		r->row[r->nrow++] = row;
	else if (id != 2 && same != 2)
		r->account->nothing++;
	return 0;
}

/* The node of a number, once the ids of the batch are there. */
static uint32_t
node(const struct reading *r, uint32_t number)
{
	return r->keys[number & 1].id[number >> 1] << 1 | (number & 1);
}

static void
add_rows(struct reading *r)
{
	struct cs_map *map[2] = {&r->g->account, &r->g->other};

	for (int side = 0; side < 2; side++) {
		struct keys *k = &r->keys[side];

		for (size_t i = 0; i < k->n; i++)
			k->key[i].p = r->text.p + k->at[i];
		cs_map_add_all(map[side], k->key, k->id, k->n);
	}
	for (size_t i = 0; i < r->nrow; i++) {
		const struct row *w = &r->row[i];

		if (w->customer != ABSENT)
			cs_identity_equal(
			    r->g, node(r, w->customer), node(r, w->id), true, w->from, w->until);
		if (w->same != ABSENT)
			cs_identity_equal(
			    r->g, node(r, w->id), node(r, w->same), false, w->from, w->until);
	}
}

static int
take_batch(struct reading *r, struct cs_err *e)
{
	r->row = cs_mem_grow(r->row, &r->cap, r->batch.nrow, sizeof *r->row);
	r->nrow = r->keys[0].n = r->keys[1].n = 0;
	cs_buf_reset(&r->text);
	for (uint32_t i = 0; i < r->batch.nrow; i++)
		if (take_row(r, i, e) != 0)
			return -1;
	add_rows(r);
	r->account->rows += r->batch.nrow;
	return 0;
}

int
cs_identity_read(struct cs_identity *g, struct cs_idkinds *kinds, const char *path,
    struct cs_identity_account *account, struct cs_err *e)
{
	char *file = (char *)(uintptr_t)path; /* the reader does not write there */
	struct cs_reader *in = cs_reader_open(&file, 1, 0, e);
	struct reading r = {.g = g, .kinds = kinds, .account = account};
	int got = -1;

	if (in == NULL)
		return -1;
	r.head = cs_reader_head(in);
	if (bind(&r, path, e) == 0)
		while ((got = cs_reader_next(in, &r.batch, e)) > 0)
			if (take_batch(&r, e) != 0) {
				got = -1;
				break;
			}
	for (int side = 0; side < 2; side++) {
		free(r.keys[side].at);
		free(r.keys[side].key);
		free(r.keys[side].id);
	}
	free(r.row);
	cs_buf_finish(&r.text);
	cs_buf_finish(&r.cell);
	cs_batch_finish(&r.batch);
	cs_reader_close(in);
	return got;
}
