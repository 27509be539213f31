/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A batch of contacts is told who they are with: see identify.h. Column by column, and in each for
 * all contacts that no account has told yet: the identifiers are brought into their form, then
 * looked up together, then asked with what each will read fetched ahead.
 */
#include "base/mem.h"
#include "person/identifying.h"
#include "rec/esc.h"

enum { AHEAD = 8, NEAR = 4 }; /* searches whose memory is asked for before */

static void
room(struct cs_identify_worker *w, uint32_t n)
{
	if (n <= w->cap)
		return;
	w->row = cs_mem_grow(w->row, &w->cap, n, sizeof *w->row);
	w->key = cs_mem_resize(w->key, w->cap, sizeof *w->key);
	w->at = cs_mem_resize(w->at, w->cap, sizeof *w->at);
	w->id = cs_mem_resize(w->id, w->cap, sizeof *w->id);
	w->of = cs_mem_resize(w->of, w->cap, sizeof *w->of);
	w->kind = cs_mem_resize(w->kind, w->cap, sizeof *w->kind);
}

/* Of what was found out about a contact that nobody was found for, the most telling counts. */
static void
lower(struct cs_identify_row *r, enum cs_way way, struct cs_str cell)
{
	if (way >= r->way || r->nset != 0)
		return;
	r->way = way;
	r->cell = cell;
}

/* The identifiers of a column, of the contacts that are still open, in their form. */
static size_t
gather(const struct cs_identify *s, struct cs_identify_worker *w, const struct cs_join_rows *rows,
    const struct cs_identify_source *source)
{
	bool account = source->kind == CS_IDKIND_ACCOUNT;
	size_t n = 0;

	for (uint32_t i = 0; i < rows->batch->nrow; i++) {
		struct cs_str raw, text;
		size_t begin = w->text.n;
		int kind = source->kind;
		enum cs_idread how;

		if (w->row[i].closed)
			continue;
		raw = cs_join_cell(rows, source->col, i);
		cs_buf_reset(&w->cell);
		if (!cs_esc_decode(raw, &w->cell, &text)) /* NULL */
			continue;
		cs_buf_c(&w->text, '\0');
		how = cs_idkind_read(&s->kinds, &kind, text, &w->text);
		if (how != CS_ID_READ) {
			w->text.n = begin;
			lower(
			    &w->row[i], how == CS_ID_UNREAD ? CS_WAY_UNREAD : CS_WAY_NOTHING, raw);
			continue;
		}
		w->text.p[begin] = (char)kind;
		w->at[n] = begin;
		w->key[n].n = w->text.n - begin - account;
		w->kind[n] = kind;
		w->of[n++] = i;
	}
	for (size_t i = 0; i < n; i++)
		w->key[i].p = w->text.p + w->at[i] + account;
	return n;
}

static bool
is_in(const uint32_t *set, size_t n, uint32_t customer)
{
	for (size_t i = 0; i < n; i++)
		if (set[i] == customer)
			return true;
	return false;
}

/* Puts a customer into a set that is sorted by bytes. */
static size_t
insert(const struct cs_identify *s, uint32_t *set, size_t n, uint32_t customer)
{
	struct cs_str name = cs_map_key(&s->graph.account, customer);
	size_t i = n;

	if (is_in(set, n, customer))
		return n;
	for (; i > 0 && cs_str_cmp(cs_map_key(&s->graph.account, set[i - 1]), name) > 0; i--)
		set[i] = set[i - 1];
	set[i] = customer;
	return n + 1;
}

/* Candidates by several identifiers: those that all of them have, or, if that is nobody, all. */
static void
combine(const struct cs_identify *s, struct cs_identify_worker *w, struct cs_identify_row *r)
{
	const struct cs_identity_walk *k = &w->walk;
	uint32_t *set, *to;
	size_t n = 0;

	w->pool = cs_mem_grow(w->pool, &w->pool_cap, w->npool + r->nset + k->n, sizeof *w->pool);
	set = w->pool + r->set;
	to = w->pool + w->npool;
	for (size_t i = 0; i < r->nset && !r->conflict; i++)
		if (is_in(k->customer, k->n, set[i]))
			to[n++] = set[i];
	if (n == 0) {
		r->conflict = r->nset != 0;
		for (size_t i = 0; i < r->nset; i++)
			n = insert(s, to, n, set[i]);
		for (size_t i = 0; i < k->n; i++)
			n = insert(s, to, n, k->customer[i]);
	}
	r->set = w->npool;
	r->nset = n;
	w->npool += n;
}

/* What a search said of a contact. */
static void
take(const struct cs_identify *s, struct cs_identify_worker *w, size_t i, struct cs_str raw,
    enum cs_identity_state state)
{
	struct cs_identify_row *r = &w->row[w->of[i]];
	bool account = w->kind[i] == CS_IDKIND_ACCOUNT, told;

	told = state == CS_IDENTITY_FOUND || state == CS_IDENTITY_SEVERAL;
	if (told ? r->nset == 0 : r->nkey == 0 && state != CS_IDENTITY_UNKNOWN) {
		r->key = w->at[i];
		r->nkey = w->key[i].n + account;
		r->cell = raw;
	}
	switch (state) {
	case CS_IDENTITY_FOUND:
	case CS_IDENTITY_SEVERAL:
		if (r->near < 0 && w->walk.near)
			r->near = w->kind[i];
		combine(s, w, r);
		r->closed = account;
		break;
	case CS_IDENTITY_LARGE:
		if (account) { /* what the source says holds */
			r->closed = true;
			r->cell = raw;
			break;
		}
		/* fallthrough */
	case CS_IDENTITY_SHARED:
		lower(r, CS_WAY_SHARED, raw);
		break;
	case CS_IDENTITY_UNKNOWN:
		lower(r, CS_WAY_UNKNOWN, raw);
		break;
	}
}

/*
 * An account that no file has, and that the contact has for something else as well, is only that:
 * logs of telephones call the customer by the number.
 */
static bool
is_other(
    const struct cs_identify *s, const struct cs_join_rows *rows, uint32_t row, struct cs_str raw)
{
	for (size_t i = 1; i < s->nsource; i++)
		if (cs_str_eq(cs_join_cell(rows, s->source[i].col, row), raw))
			return true;
	return false;
}

static void
ask(const struct cs_identify *s, struct cs_identify_worker *w, const struct cs_join_rows *rows,
    const struct cs_identify_source *source, const int64_t *at)
{
	const struct cs_identity *g = &s->graph;
	bool account = source->kind == CS_IDKIND_ACCOUNT;
	uint32_t side = account ? 0 : CS_IDENTITY_OTHER;
	size_t n = gather(s, w, rows, source);

	cs_map_find_all(account ? &g->account : &g->other, w->key, w->id, n);
	for (size_t i = 0; i < n; i++) {
		struct cs_str raw = cs_join_cell(rows, source->col, w->of[i]);

		if (i + AHEAD < n && w->id[i + AHEAD] != CS_MAP_NONE)
			cs_identity_expect(g, w->id[i + AHEAD] << 1 | side);
		if (i + NEAR < n && w->id[i + NEAR] != CS_MAP_NONE)
			cs_identity_expect_edges(g, w->id[i + NEAR] << 1 | side);
		if (w->id[i] != CS_MAP_NONE) {
			int64_t t = at != NULL ? at[w->of[i]] : CS_IDENTITY_EVER;
			enum cs_identity_state state =
			    cs_identity_at(g, &w->walk, w->id[i] << 1 | side, t);

			w->large += rows->last && state == CS_IDENTITY_LARGE;
			take(s, w, i, raw, state);
		} else if (account && !is_other(s, rows, w->of[i], raw)) {
			w->row[w->of[i]].closed = true;
			w->row[w->of[i]].cell = raw;
			w->own += rows->last;
		} else if (!account) {
			take(s, w, i, raw, CS_IDENTITY_UNKNOWN);
		}
	}
}

/* What all of a contact's identifiers say together. */
static void
conclude(struct cs_identify_worker *w, struct cs_identify_row *r)
{
	if (r->closed && r->nset == 0) {
		r->way = (enum cs_way)CS_IDKIND_ACCOUNT;
	} else if (r->nset == 1) {
		r->customer = w->pool[r->set];
		r->way = r->near >= 0 ? (enum cs_way)r->near : CS_WAY_CHAIN;
	} else if (r->nset > 1) {
		r->way = CS_WAY_SEVERAL;
	}
}

/* The cells of a contact: customer_id, match_how, and the account if the records have any. */
static struct cs_str
cells(const struct cs_identify *s, struct cs_identify_worker *w, struct cs_join_rows *rows,
    uint32_t row)
{
	const struct cs_identify_row *r = &w->row[row];
	struct cs_str customer = CS_STR("\\N"), account = {"", 0}, how = s->how[r->way];
	char *p, *to;

	if (s->has_account)
		account = cs_join_cell(rows, s->account_col, row);
	if (r->way < CS_WAY_SEVERAL && r->customer != CS_IDENTITY_NONE) {
		customer = cs_map_key(&s->graph.account, r->customer);
		if (cs_esc_needed(customer)) {
			cs_buf_reset(&w->cell);
			cs_esc_add(&w->cell, customer);
			customer = cs_buf_all(&w->cell);
		}
	} else if (r->way < CS_WAY_SEVERAL) {
		customer = r->cell;
	}
	p = to = cs_join_room(rows, customer.n + how.n + account.n + 2);
	memcpy(to, customer.p, customer.n);
	to += customer.n;
	*to++ = '\t';
	memcpy(to, how.p, how.n);
	to += how.n;
	if (s->has_account) {
		*to++ = '\t';
		memcpy(to, account.p, account.n);
		to += account.n;
	}
	return cs_str(p, (size_t)(to - p));
}

/* An identifier in doubt: kind, value, how and candidates, as they will be written. */
static void
doubt(const struct cs_identify *s, struct cs_identify_worker *w, const struct cs_identify_row *r)
{
	struct cs_str key = cs_str(w->text.p + r->key, r->nkey);
	struct cs_buf *b = &w->cell;
	size_t begin;

	cs_buf_reset(b);
	cs_esc_add(b, cs_idkind_name(&s->kinds, (unsigned char)key.p[0]));
	cs_buf_c(b, '\t');
	cs_esc_add(b, cs_str_skip(key, 1));
	cs_buf_c(b, '\t');
	cs_buf_str(b, s->how[r->way]);
	cs_buf_c(b, '\t');
	begin = b->n;
	for (size_t i = 0; i < r->nset; i++) {
		cs_buf_z(b, i != 0 ? "," : "");
		cs_esc_add(b, cs_map_key(&s->graph.account, w->pool[r->set + i]));
	}
	if (b->n == begin)
		cs_buf_z(b, "\\N");
	cs_identify_count(&w->doubt, cs_buf_all(b), 0);
}

/* The misses that are listed, by way; and why. */
static const char *const why[CS_WAYS] = {[CS_WAY_SEVERAL] = "two or more candidates",
    [CS_WAY_SHARED] = "shared by too many",
    [CS_WAY_UNKNOWN] = "unknown",
    [CS_WAY_UNREAD] = "not readable",
    [CS_WAY_NOTHING] = "no identifier"};

static void
count(const struct cs_identify *s, struct cs_identify_worker *w, struct cs_join_rows *rows,
    const int64_t *at)
{
	for (uint32_t i = 0; i < rows->batch->nrow; i++) {
		const struct cs_identify_row *r = &w->row[i];
		struct cs_str key = r->cell;
		int64_t t = at != NULL ? at[i] : CS_JOIN_NONE;

		w->way[r->way]++;
		if (t != CS_JOIN_NONE && t > w->newest)
			w->newest = t;
		if ((r->way == CS_WAY_SEVERAL || r->way == CS_WAY_SHARED) && r->nkey != 0)
			doubt(s, w, r);
		if (why[r->way] == NULL ||
		    !cs_join_lists(rows, s->number, (unsigned)(r->way - CS_WAY_SEVERAL)))
			continue;
		if (r->way == CS_WAY_NOTHING)
			key = cs_str(NULL, 0);
		cs_join_miss(rows, s->number, why[r->way], i, key, t);
	}
	cs_buf_reset(&w->text);
	for (uint32_t i = 0; i < rows->batch->nrow; i++) {
		w->at[i] = w->text.n;
		if (s->has_queue)
			cs_buf_str(&w->text, cs_join_cell(rows, s->queue, i));
		cs_buf_c(&w->text, '\t');
		if (s->has_channel)
			cs_buf_str(&w->text, cs_join_cell(rows, s->channel, i));
		w->key[i].n = w->text.n - w->at[i];
	}
	for (uint32_t i = 0; i < rows->batch->nrow; i++)
		cs_identify_count(&w->group, cs_str(w->text.p + w->at[i], w->key[i].n),
		    cs_identify_told(s, w->row[i].way));
}

int
cs_identify_rows(
    void *step, unsigned worker, struct cs_join_rows *rows, struct cs_str *run, struct cs_err *e)
{
	struct cs_identify *s = step;
	struct cs_identify_worker *w = &s->worker[worker];
	uint32_t n = rows->batch->nrow;
	const int64_t *at = NULL;

	if (s->dated && (at = cs_join_instants(rows, s->dated_by, e)) == NULL)
		return -1;
	room(w, n);
	cs_buf_reset(&w->text);
	w->npool = 0;
	for (uint32_t i = 0; i < n; i++)
		w->row[i] = (struct cs_identify_row){
		    .way = CS_WAY_NOTHING, .near = -1, .customer = CS_IDENTITY_NONE};
	for (size_t i = 0; i < s->nsource; i++)
		ask(s, w, rows, &s->source[i], at);
	for (uint32_t i = 0; i < n; i++) {
		conclude(w, &w->row[i]);
		run[i] = cells(s, w, rows, i);
	}
	if (rows->last)
		count(s, w, rows, at);
	return 0;
}
