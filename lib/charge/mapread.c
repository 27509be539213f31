/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of a map, as they are read: see map.h. What they make together is in maprules.c. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/zone.h"
#include "charge/mapparts.h"
#include "rec/each.h"
#include "rec/esc.h"
#include "rec/instant.h"

/* What reading needs. */
struct reading {
	struct cs_charge_map *m;
	const struct cs_charge_contacts *contacts;
	struct cs_charge_cols cols;
	struct cs_each in;
	struct cs_charge_row *row;
	size_t n, cap;
	uint32_t *cond_of; /* by cond: entry, when */
	size_t cond_cap, entry_cap;
	struct cs_buf scratch, key;
	struct cs_map texts; /* owners and causes */
};

/* "map.tsv:12" in front of what is wrong with the row at hand. */
static int
at_row(const struct reading *r, struct cs_err *e)
{
	cs_err_prefix(e, "%s:%llu", r->in.batch.file,
	    (unsigned long long)cs_batch_line(&r->in.batch, r->in.row));
	return -1;
}

/* A cell in its canonical form; empty where it is NULL or has nothing in it, or is not there. Good
 * until the next. */
static struct cs_str
cell(struct reading *r, int col)
{
	struct cs_str raw = cs_each_raw(&r->in, col);

	if (cs_raw_null(raw))
		return cs_str(NULL, 0);
	cs_buf_reset(&r->scratch);
	return cs_esc_same(raw, &r->scratch);
}

/* The same, once for all of its kind, and as long as the map is read. */
static struct cs_str
kept(struct reading *r, struct cs_str raw)
{
	return cs_map_key(&r->texts, cs_map_add(&r->texts, raw));
}

static int64_t
divisor(int64_t a, int64_t b)
{
	while (b != 0) {
		int64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/* "0.6" or "1/3" */
static bool
parse_share(struct cs_str text, int64_t *num, int64_t *den)
{
	const size_t slash = cs_str_find(text, '/');
	struct cs_dec d;
	int64_t g;

	if (slash < text.n) {
		if (!cs_num_i64(cs_str_trim(cs_str_head(text, slash)), num) ||
		    !cs_num_i64(cs_str_trim(cs_str_skip(text, slash + 1)), den))
			return false;
	} else {
		if (!cs_dec_parse(text, &d) || d.coef > CS_CHARGE_DEN)
			return false;
		*num = (int64_t)d.coef;
		for (*den = 1; d.scale != 0; d.scale--)
			*den *= 10;
	}
	if (*num <= 0 || *num > *den || *den > CS_CHARGE_DEN_ROW)
		return false;
	g = divisor(*den, *num);
	*num /= g;
	*den /= g;
	return true;
}

static int
read_share(struct reading *r, struct cs_charge_row *row, struct cs_err *e)
{
	const struct cs_str text = cell(r, r->cols.word[CS_CHARGE_SHARE]);

	row->share.num = row->share.den = 1;
	row->all = text.n == 0;
	if (row->all || parse_share(text, &row->share.num, &row->share.den))
		return 0;
	(void)cs_err_set(e, CS_EXIT_DATA, "column share: '%.*s' is no share above 0 and up to 1",
	    CS_STR_ARG(text));
	return cs_err_hint(e, "shares are written 0.6 or 2/3; nothing there is all");
}

/* A column of one of two words. */
struct two_words {
	enum cs_charge_word col;
	const char *word[2];
	const char *wanted;
};

/* Which of them it is; NULL: neither, -1. */
static int
read_word(struct reading *r, const struct two_words *w, int *found, struct cs_err *e)
{
	const struct cs_str text = cell(r, r->cols.word[w->col]);

	*found = -1;
	for (int i = 0; i < 2 && text.n != 0; i++) {
		if (cs_str_eqz(text, w->word[i]))
			*found = i;
	}
	if (text.n == 0 || *found >= 0)
		return 0;
	return cs_err_set(e, CS_EXIT_DATA, "column %.*s: '%.*s' is not %s",
	    CS_STR_ARG(r->in.head->col[r->cols.word[w->col]].name), CS_STR_ARG(text), w->wanted);
}

/* An instant, or a local day or time. */
static int
read_time(struct reading *r, enum cs_charge_word col, int64_t *at, struct cs_err *e)
{
	const struct cs_str text = cell(r, r->cols.word[col]);
	struct cs_civil c;

	if (text.n == 0 || cs_raw_instant(text, at))
		return 0;
	if (cs_civil_parse(text, &c)) {
		(void)cs_zone_instant(r->contacts->env.zone, &c, at);
		return 0;
	}
	(void)cs_err_set(e, CS_EXIT_DATA, "column %.*s: '%.*s' is no time",
	    CS_STR_ARG(r->in.head->col[r->cols.word[col]].name), CS_STR_ARG(text));
	return cs_err_hint(e, "days are written 2026-10-05, instants 2026-10-05T08:00:00Z");
}

/* The condition of the row, compiled when it is new: its id, or CS_CHARGE_ANY. */
static int
read_when(struct reading *r, uint32_t *when, struct cs_err *e)
{
	const struct cs_str raw = cell(r, r->cols.word[CS_CHARGE_WHEN]);
	struct cs_charge_map *m = r->m;
	struct cs_env env = r->contacts->env;
	struct cs_buf plain = CS_BUF_INIT;
	struct cs_str text, canonical;
	size_t before = m->when_text.n;
	int rc = 0;

	*when = CS_CHARGE_ANY;
	if (raw.n == 0)
		return 0;
	env.source = "when";
	if (!cs_esc_decode(raw, &plain, &text) ||
	    cs_expr_canonical(&m->arena, text, env.head, &canonical, NULL) != 0) {
		(void)cs_expr_compile_filter(&m->arena, text, &env, e); /* says where it is wrong */
		cs_buf_finish(&plain);
		e->status = CS_EXIT_DATA;
		return -1;
	}
	*when = cs_map_add(&m->when_text, canonical);
	if (m->when_text.n == CS_CHARGE_WHENS + 1)
		rc = cs_err_set(
		    e, CS_EXIT_DATA, "more than %d different conditions", CS_CHARGE_WHENS);
	for (int root = 0; root < 2 && rc == 0 && m->when_text.n != before; root++) {
		env.head = root ? &m->root_head : r->contacts->env.head;
		m->when[root][*when] = cs_expr_compile_filter(&m->arena, text, &env, e);
		if (m->when[root][*when] == NULL)
			rc = -1;
	}
	if (rc != 0)
		e->status = CS_EXIT_DATA;
	cs_buf_finish(&plain);
	return rc;
}

static void
key_add(struct cs_buf *key, uint32_t v)
{
	cs_buf_add(key, &v, sizeof v);
}

/* There is one more than CS_CHARGE_SHAPES at most: then it is an error. */
static uint32_t
shape_of(struct cs_charge_map *m, const struct cs_charge_shape *s)
{
	for (size_t i = 0; i < m->nshape; i++) {
		if (m->shape[i].mask == s->mask && m->shape[i].repeat == s->repeat)
			return (uint32_t)i;
	}
	if (m->nshape > CS_CHARGE_SHAPES)
		return CS_CHARGE_SHAPES;
	m->shape = cs_mem_grow(m->shape, &m->shape_cap, m->nshape + 1, sizeof *m->shape);
	m->shape[m->nshape] = *s;
	return (uint32_t)m->nshape++;
}

/* What no contact can have in a column would never hold, and nobody would know. Whole numbers are
 * put as they are written, in text. */
static int
check_value(const struct reading *r, unsigned column, struct cs_str *raw, char text[CS_NUM_I64_MAX],
    struct cs_err *e)
{
	const struct cs_head *head = r->m->head;
	const unsigned own = r->m->column[column].own;
	const enum cs_type type = cs_head_type(head, own);
	const char *wanted = NULL;
	int64_t v;

	if (type == CS_BOOL && !cs_str_eqz(*raw, "t") && !cs_str_eqz(*raw, "f")) {
		wanted = "t or f";
	} else if (type == CS_LIST && cs_str_find(*raw, ',') != raw->n) {
		wanted = "one value of a list";
	} else if (type == CS_INT) {
		if (cs_num_i64(*raw, &v))
			*raw = cs_str(text, cs_num_i64_text(text, v));
		else
			wanted = "a whole number";
	}
	if (wanted == NULL)
		return 0;
	(void)cs_err_set(e, CS_EXIT_DATA, "column %.*s: '%.*s' is not %s",
	    CS_STR_ARG(head->col[own].name), CS_STR_ARG(cs_str_head(*raw, 100)), wanted);
	return type == CS_LIST
		   ? cs_err_hint(e, "for contacts that have several, write a condition, "
				    "in the column when")
		   : -1;
}

/* Which values the row names; its cause, when it says none, is them. */
static int
read_values(struct reading *r, bool repeat, struct cs_buf *cause, uint32_t *found, struct cs_err *e)
{
	struct cs_charge_map *m = r->m;
	struct cs_charge_shape s = {.repeat = repeat};
	uint32_t id[CS_CHARGE_COLUMNS], entry;
	size_t before = m->entry.n;
	char text[CS_NUM_I64_MAX];

	for (unsigned c = 0; c < m->ncolumn; c++) {
		struct cs_str raw = cell(r, r->cols.col[c]);

		if (raw.n == 0)
			continue;
		if (check_value(r, c, &raw, text, e) != 0)
			return -1;
		if (cause->n != 0)
			cs_buf_z(cause, " / ");
		cs_buf_str(cause, raw);
		s.mask |= UINT64_C(1) << c;
		s.list |= m->column[c].list;
		id[s.n] = cs_map_add(&m->column[c].value, raw) + 1;
		s.col[s.n++] = (uint8_t)c;
	}
	cs_buf_reset(&r->key);
	key_add(&r->key, shape_of(m, &s));
	if (m->nshape > CS_CHARGE_SHAPES)
		return cs_err_set(
		    e, CS_EXIT_DATA, "more than %d different sets of columns", CS_CHARGE_SHAPES);
	for (unsigned i = 0; i < s.n; i++)
		key_add(&r->key, id[i]);
	entry = cs_map_add(&m->entry, cs_buf_all(&r->key));
	m->entry_shape =
	    cs_mem_grow(m->entry_shape, &r->entry_cap, m->entry.n, sizeof *m->entry_shape);
	if (m->entry.n != before)
		memcpy(&m->entry_shape[entry], r->key.p, sizeof *m->entry_shape);
	*found = entry;
	return 0;
}

static uint32_t
cond_of(struct reading *r, uint32_t entry, uint32_t when)
{
	struct cs_charge_map *m = r->m;
	uint32_t cond;

	cs_buf_reset(&r->key);
	key_add(&r->key, entry);
	key_add(&r->key, when);
	cond = cs_map_add(&m->cond_key, cs_buf_all(&r->key));
	m->cond = cs_mem_grow(m->cond, &r->cond_cap, m->cond_key.n, sizeof *m->cond);
	m->cond[cond] = (struct cs_charge_cond){.entry = entry, .when = when};
	return cond;
}

/* Whose it is and since when; not yet for which contacts. */
static int
read_what(struct reading *r, struct cs_charge_row *row, int *repeat, struct cs_err *e)
{
	static const struct two_words demand = {
	    CS_CHARGE_DEMAND, {"value", "failure"}, "value or failure"};
	static const struct two_words preventable = {CS_CHARGE_PREVENTABLE, {"f", "t"}, "t or f"};
	static const struct two_words repeats = {CS_CHARGE_REPEAT, {"f", "t"}, "t or f"};
	int d;

	row->share.owner = kept(r, cell(r, r->cols.word[CS_CHARGE_OWNER]));
	if (row->share.owner.n == 0) {
		(void)cs_err_set(
		    e, CS_EXIT_DATA, "column owner: there is none, so the rule charges nobody");
		return cs_err_hint(e, "leave the row out: its contacts are shown as unmapped");
	}
	if (read_share(r, row, e) != 0 || read_word(r, &demand, &d, e) != 0 ||
	    read_word(r, &preventable, &row->share.preventable, e) != 0 ||
	    read_word(r, &repeats, repeat, e) != 0)
		return -1;
	row->share.demand = (enum cs_demand)(d + 1);
	row->from = CS_INSTANT_MIN;
	row->to = CS_INSTANT_MAX;
	if (read_time(r, CS_CHARGE_FROM, &row->from, e) != 0 ||
	    read_time(r, CS_CHARGE_TO, &row->to, e) != 0)
		return -1;
	if (row->from >= row->to)
		return cs_err_set(e, CS_EXIT_DATA, "valid_to_at is not later than valid_from_at");
	return 0;
}

/* What a row needs of the contacts. */
static int
check_row(
    const struct cs_charge_map *m, const struct cs_charge_row *row, bool repeat, struct cs_err *e)
{
	if (repeat && m->repeats == CS_CHARGE_NONE) {
		(void)cs_err_set(e, CS_EXIT_DATA,
		    "a rule for repeats, and no column of the contacts says which are repeats");
		return cs_err_hint(e, "cs-kpi --add chain_n_reason_7d adds one");
	}
	if ((row->from != CS_INSTANT_MIN || row->to != CS_INSTANT_MAX) &&
	    m->started == CS_CHARGE_NONE)
		return cs_err_set(e, CS_EXIT_DATA,
		    "the rule holds for a time, and the contacts have no column started_at");
	return 0;
}

static int
read_row(struct reading *r, struct cs_err *e)
{
	struct cs_charge_row row = {.file = (uint32_t)(r->m->nfile - 1),
	    .line = (uint32_t)cs_batch_line(&r->in.batch, r->in.row)};
	struct cs_buf names = CS_BUF_INIT;
	struct cs_str cause;
	uint32_t when, entry;
	int repeat;

	if (read_what(r, &row, &repeat, e) != 0 || read_when(r, &when, e) != 0 ||
	    check_row(r->m, &row, repeat > 0, e) != 0)
		return -1;
	if (read_values(r, repeat > 0, &names, &entry, e) != 0) {
		cs_buf_finish(&names);
		return -1;
	}
	cause = cell(r, r->cols.word[CS_CHARGE_CAUSE]);
	if (cause.n == 0)
		cause = names.n != 0 ? cs_buf_all(&names) : cell(r, r->cols.word[CS_CHARGE_WHEN]);
	row.share.cause = cause.n != 0 ? kept(r, cause) : row.share.owner;
	cs_buf_finish(&names);
	row.cond = cond_of(r, entry, when);
	r->m->for_repeats |= repeat > 0;
	r->m->dated |= row.from != CS_INSTANT_MIN || row.to != CS_INSTANT_MAX;
	r->row = cs_mem_grow(r->row, &r->cap, r->n + 1, sizeof *r->row);
	r->row[r->n++] = row;
	return 0;
}

/* All rows, and then the rules. */
static int
read_all(struct reading *r, char *const *file, int nfile, struct cs_err *e)
{
	struct cs_charge_map *m = r->m;
	const char *last = NULL;
	int got;

	if (cs_each_open(&r->in, file, nfile, CS_READER_UNION, e) != 0 ||
	    cs_charge_map_bind(m, &r->cols, r->in.head, r->contacts, cs_reader_name(r->in.in), e) !=
		0)
		return -1;
	while ((got = cs_each_next(&r->in, e)) > 0) {
		if (r->in.batch.file != last) {
			last = r->in.batch.file;
			m->file = cs_mem_grow(m->file, &m->file_cap, m->nfile + 1, sizeof *m->file);
			m->file[m->nfile++] = cs_arena_printf(&m->arena, "%s", last);
		}
		if (read_row(r, e) != 0)
			return at_row(r, e);
	}
	return got < 0 ? -1 : cs_charge_map_rules_make(m, r->row, r->n, e);
}

struct cs_charge_map *
cs_charge_map_read(
    char *const *file, int nfile, const struct cs_charge_contacts *contacts, struct cs_err *e)
{
	struct cs_charge_map *m = cs_mem_new0(1, sizeof *m);
	struct reading r = {.m = m, .contacts = contacts};
	int rc;

	m->when[0] = cs_arena_new(&m->arena, CS_CHARGE_WHENS + 1, sizeof *m->when[0]);
	m->when[1] = cs_arena_new(&m->arena, CS_CHARGE_WHENS + 1, sizeof *m->when[1]);
	(void)cs_charge_splits_add(&m->splits, NULL, 0, false);
	rc = read_all(&r, file, nfile, e);
	cs_each_close(&r.in);
	free(r.row);
	cs_buf_finish(&r.scratch);
	cs_buf_finish(&r.key);
	cs_map_finish(&r.texts);
	if (rc == 0)
		return m;
	cs_charge_map_destroy(m);
	return NULL;
}

void
cs_charge_map_destroy(struct cs_charge_map *m)
{
	if (m == NULL)
		return;
	for (unsigned i = 0; i < m->ncolumn; i++)
		cs_map_finish(&m->column[i].value);
	cs_charge_splits_finish(&m->splits);
	cs_map_finish(&m->when_text);
	cs_map_finish(&m->entry);
	cs_map_finish(&m->cond_key);
	cs_head_finish(&m->root_head);
	free(m->file);
	free(m->shape);
	free(m->entry_shape);
	free(m->entry_first);
	free(m->entry_cond);
	free(m->cond);
	free(m->rule);
	cs_arena_finish(&m->arena);
	free(m);
}
