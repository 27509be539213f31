/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What rows add up to for each key, as parts of cells and back: see per.h. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "cell/per.h"
#include "rec/esc.h"

/* Sets are cut into parts that stay well below the longest cell that a reader takes. */
enum { PIECE = 32768 };

/* What the numbers of each kind are called; NULL: it has no such number. */
static const struct {
	const char *n, *v;
} names[CS_PER_KINDS] = {
    [CS_PER_COUNT] = {"n", NULL},
    [CS_PER_SHARE] = {"n", "x"},
    [CS_PER_SUM] = {"n", "sum"},
    [CS_PER_LEAST] = {NULL, "min"},
    [CS_PER_GREATEST] = {NULL, "max"},
    [CS_PER_DISTINCT] = {NULL, NULL},
};

struct parts {
	struct cs_per *p;
	void (*part)(void *arg, struct cs_str value);
	void *arg;
	struct cs_buf b;
};

static void
number(struct cs_buf *b, unsigned item, const char *name, int64_t v)
{
	cs_buf_printf(b, "\t%u.%s=", item + 1, name);
	cs_buf_i64(b, v);
}

static void
begin(struct parts *w, uint32_t pair)
{
	cs_buf_reset(&w->b);
	cs_esc_add(&w->b, cs_per_key(w->p, pair));
}

static int
compare_members(const void *pa, const void *pb, void *arg)
{
	const struct cs_per *p = arg;
	struct cs_per_member a = cs_per_member(p, *(const uint32_t *)pa);
	struct cs_per_member b = cs_per_member(p, *(const uint32_t *)pb);

	if (a.pair != b.pair)
		return a.pair < b.pair ? -1 : 1;
	if (a.item != b.item)
		return a.item < b.item ? -1 : 1;
	return cs_str_cmp(a.value, b.value);
}

static void
sort_members(struct cs_per *p)
{
	if (p->nmember == p->set.n)
		return;
	p->nmember = p->set.n;
	p->member = cs_mem_resize(p->member, p->nmember, sizeof *p->member);
	for (uint32_t i = 0; i < p->nmember; i++)
		p->member[i] = i;
	qsort_r(p->member, p->nmember, sizeof *p->member, compare_members, p);
}

/* The first member of a pair's sets, or of what follows it. */
static size_t
first_member(const struct cs_per *p, uint32_t pair)
{
	size_t low = 0, high = p->nmember;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (cs_per_member(p, p->member[mid]).pair < pair)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static void
members(struct parts *w, uint32_t pair)
{
	for (size_t i = first_member(w->p, pair); i < w->p->nmember; i++) {
		struct cs_per_member m = cs_per_member(w->p, w->p->member[i]);

		if (m.pair != pair)
			break;
		if (w->b.n > PIECE) {
			w->part(w->arg, cs_buf_all(&w->b));
			begin(w, pair);
		}
		cs_buf_printf(&w->b, "\t%u.item=", m.item + 1);
		cs_esc_add(&w->b, m.value);
	}
}

static void
one_pair(struct parts *w, uint32_t pair)
{
	const struct cs_per_def *d = w->p->def;
	const struct cs_per_sum *s = cs_per_sums(w->p, pair);

	begin(w, pair);
	for (unsigned k = 0; k < d->n; k++) {
		enum cs_per_kind kind = d->item[k].kind;

		if (s[k].n != 0 && names[kind].n != NULL)
			number(&w->b, k, names[kind].n, s[k].n);
		if (s[k].n != 0 && names[kind].v != NULL)
			number(&w->b, k, names[kind].v, s[k].v);
	}
	members(w, pair);
	w->part(w->arg, cs_buf_all(&w->b));
}

static int
compare_pairs(const void *pa, const void *pb, void *arg)
{
	const struct cs_per *p = arg;

	return cs_str_cmp(
	    cs_per_key(p, *(const uint32_t *)pa), cs_per_key(p, *(const uint32_t *)pb));
}

void
cs_per_parts(
    struct cs_per *p, uint32_t group, void (*part)(void *arg, struct cs_str value), void *arg)
{
	struct parts w = {.p = p, .part = part, .arg = arg};
	size_t n = p->begin[group + 1] - p->begin[group];
	uint32_t *order = &p->order[p->begin[group]];

	qsort_r(order, n, sizeof *order, compare_pairs, p);
	sort_members(p);
	for (size_t i = 0; i < n; i++)
		one_pair(&w, order[i]);
	cs_buf_finish(&w.b);
}

/* One piece of a part, "ITEM.PART=VALUE", raw. */
static bool
read_piece(
    struct cs_per *p, uint32_t pair, struct cs_str piece, struct cs_buf *text, struct cs_buf *key)
{
	size_t dot = cs_str_find(piece, '.'), eq = cs_str_find(piece, '=');
	struct cs_str name, value = cs_str_skip(piece, eq + 1);
	enum cs_per_kind kind;
	struct cs_per_sum *s;
	int64_t item, v;

	if (dot >= eq || eq == piece.n || !cs_num_i64(cs_str_head(piece, dot), &item) || item < 1 ||
	    item > p->def->n)
		return false;
	name = cs_str_head(cs_str_skip(piece, dot + 1), eq - dot - 1);
	kind = p->def->item[--item].kind;
	if (kind == CS_PER_DISTINCT && cs_str_eqz(name, "item")) {
		cs_buf_reset(text);
		if (!cs_esc_decode(value, text, &value))
			return false;
		cs_per_distinct(p, pair, (unsigned)item, value, key);
		return true;
	}
	if (!cs_num_i64(value, &v))
		return false;
	s = &cs_per_sums(p, pair)[item];
	if (names[kind].n != NULL && cs_str_eqz(name, names[kind].n))
		return v > 0 && !__builtin_add_overflow(s->n, v, &s->n);
	if (names[kind].v == NULL || !cs_str_eqz(name, names[kind].v))
		return false;
	if (kind == CS_PER_LEAST || kind == CS_PER_GREATEST)
		return cs_per_take(p, pair, (unsigned)item, v);
	return (kind != CS_PER_SHARE || v >= 0) && !__builtin_add_overflow(s->v, v, &s->v);
}

bool
cs_per_read(struct cs_per *p, uint32_t group, struct cs_str value)
{
	struct cs_buf text = CS_BUF_INIT, key = CS_BUF_INIT;
	struct cs_str piece;
	uint32_t pair;
	bool good = cs_str_split(&value, '\t', &piece) && cs_esc_decode(piece, &text, &piece);

	if (good) {
		pair = cs_per_pair(p, group, piece, &key);
		while (good && cs_str_split(&value, '\t', &piece))
			good = read_piece(p, pair, piece, &text, &key);
	}
	cs_buf_finish(&text);
	cs_buf_finish(&key);
	return good;
}
