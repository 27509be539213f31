/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statistics by group: see store.h. */
#include "cell/store.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"

static const size_t size_of[CS_ACC_KINDS] = {
    [CS_ACC_COUNT] = sizeof(int64_t),
    [CS_ACC_SHARE] = sizeof(struct cs_of_n),
    [CS_ACC_MOMENTS] = sizeof(struct cs_moments),
    [CS_ACC_HIST] = sizeof(struct cs_hist),
    [CS_ACC_DISTINCT] = sizeof(int64_t),
    [CS_ACC_SKETCH] = sizeof(struct cs_sketch),
    [CS_ACC_NPS] = sizeof(struct cs_scores),
    [CS_ACC_REPEAT] = sizeof(struct cs_follow),
    [CS_ACC_SURVIVAL] = sizeof(struct cs_km),
    [CS_ACC_PER] = sizeof(int64_t),
    [CS_ACC_STOCK] = sizeof(struct cs_stock),
    [CS_ACC_SPENT] = sizeof(cs_i128),
    [CS_ACC_OVERLAP] = sizeof(cs_i128),
};

void
cs_store_init(struct cs_store *s, const struct cs_scheme *scheme)
{
	*s = (struct cs_store){.scheme = scheme};
	s->acc = cs_mem_new0((size_t)scheme->nacc + 1, sizeof *s->acc);
	for (unsigned i = 0; i < scheme->nacc; i++)
		cs_per_init(&s->acc[i].per, scheme->acc[i].per);
}

void
cs_store_finish(struct cs_store *s)
{
	for (unsigned i = 0; s->scheme != NULL && i < s->scheme->nacc; i++) {
		for (size_t g = 0; g < s->n && s->scheme->acc[i].kind == CS_ACC_HIST; g++)
			cs_hist_finish(&s->acc[i].hist[g]);
		for (size_t g = 0; g < s->n && s->scheme->acc[i].kind == CS_ACC_SKETCH; g++)
			cs_sketch_finish(&s->acc[i].sketch[g]);
		for (size_t g = 0; g < s->n && s->scheme->acc[i].kind == CS_ACC_SURVIVAL; g++)
			cs_km_finish(&s->acc[i].km[g]);
		for (size_t g = 0; g < s->n && s->scheme->acc[i].kind == CS_ACC_STOCK; g++)
			cs_stock_finish(&s->acc[i].stock[g]);
		cs_map_finish(&s->acc[i].set);
		cs_per_finish(&s->acc[i].per);
		free(s->acc[i].any);
		free(s->acc[i].currency);
	}
	free(s->acc);
	free(s->rows);
	*s = (struct cs_store){0};
}

bool
cs_store_sound(const struct cs_store *s, unsigned *acc)
{
	for (*acc = 0; *acc < s->scheme->nacc; ++*acc) {
		enum cs_acc_kind kind = s->scheme->acc[*acc].kind;

		if (kind == CS_ACC_PER && !cs_per_sound(&s->acc[*acc].per))
			return false;
		for (size_t g = 0; g < s->n && kind == CS_ACC_SKETCH; g++) {
			if (!cs_sketch_sound(&s->acc[*acc].sketch[g]))
				return false;
		}
		for (size_t g = 0; g < s->n && kind == CS_ACC_SHARE; g++) {
			if (s->acc[*acc].share[g].x > s->acc[*acc].share[g].n)
				return false;
		}
		for (size_t g = 0; g < s->n && kind == CS_ACC_REPEAT; g++) {
			if (s->acc[*acc].repeat[g].x > s->acc[*acc].repeat[g].n)
				return false;
		}
	}
	return true;
}

void
cs_store_room(struct cs_store *s, size_t n)
{
	size_t old = s->n, cap = s->cap;

	if (n <= s->n)
		return;
	s->rows = cs_mem_grow(s->rows, &cap, n, sizeof *s->rows);
	memset(s->rows + old, 0, (n - old) * sizeof *s->rows);
	for (unsigned i = 0; i < s->scheme->nacc; i++) {
		size_t size = size_of[s->scheme->acc[i].kind];

		if (cap != s->cap)
			s->acc[i].any = cs_mem_resize(s->acc[i].any, cap, size);
		memset((char *)s->acc[i].any + old * size, 0, (n - old) * size);
		if (cap != s->cap && s->scheme->acc[i].money)
			cs_store_money_room(&s->acc[i], s->cap, cap);
	}
	s->n = n;
	s->cap = cap;
}

size_t
cs_store_bytes(const struct cs_store *s)
{
	size_t sum = s->n * sizeof *s->rows;

	for (unsigned i = 0; i < s->scheme->nacc; i++) {
		const struct cs_acc *a = &s->acc[i];

		sum += s->n * size_of[s->scheme->acc[i].kind] + cs_map_bytes(&a->set);
		for (size_t g = 0; g < s->n && s->scheme->acc[i].kind == CS_ACC_HIST; g++)
			sum += cs_hist_bytes(&a->hist[g]);
		for (size_t g = 0; g < s->n && s->scheme->acc[i].kind == CS_ACC_SKETCH; g++)
			sum += cs_sketch_bytes(&a->sketch[g]);
		for (size_t g = 0; g < s->n && s->scheme->acc[i].kind == CS_ACC_SURVIVAL; g++)
			sum += cs_hist_bytes(&a->km[g].event) + cs_hist_bytes(&a->km[g].censored);
		for (size_t g = 0; g < s->n && s->scheme->acc[i].kind == CS_ACC_STOCK; g++)
			sum +=
			    cs_hist_bytes(&a->stock[g].entered) + cs_hist_bytes(&a->stock[g].left);
		if (s->scheme->acc[i].kind == CS_ACC_PER)
			sum += cs_per_bytes(&a->per);
	}
	return sum;
}

void
cs_store_warm(const struct cs_store *s, unsigned acc, const uint32_t *group, size_t n)
{
	enum { CACHE = 256 * 1024 };
	const size_t size = size_of[s->scheme->acc[acc].kind];
	const char *p = s->acc[acc].any;

	if (s->n * size < CACHE)
		return;
	for (size_t k = 0; k < n; k++)
		__builtin_prefetch(p + group[k] * size, 1, 2);
}

void
cs_store_distinct(struct cs_acc *acc, uint32_t group, struct cs_str value, struct cs_buf *key)
{
	size_t before = acc->set.n;

	cs_buf_reset(key);
	cs_buf_add(key, &group, sizeof group);
	cs_buf_str(key, value);
	(void)cs_map_add(&acc->set, cs_buf_all(key));
	acc->count[group] += acc->set.n != before;
}

/* What a part is called, and where its number lies in the statistic of a kind. */
struct field {
	const char *name;
	size_t at;
};

static const struct field count_fields[] = {{"n", 0}, {NULL, 0}};
static const struct field share_fields[] = {
    {"n", offsetof(struct cs_of_n, n)}, {"x", offsetof(struct cs_of_n, x)}, {NULL, 0}};
static const struct field nps_fields[] = {{"up", offsetof(struct cs_scores, up)},
    {"mid", offsetof(struct cs_scores, mid)}, {"down", offsetof(struct cs_scores, down)},
    {NULL, 0}};
static const struct field repeat_fields[] = {{"n", offsetof(struct cs_follow, n)},
    {"x", offsetof(struct cs_follow, x)}, {"early", offsetof(struct cs_follow, early)}, {NULL, 0}};

static const struct field per_fields[] = {{"null", 0}, {NULL, 0}};

static const struct field *const fields_of[CS_ACC_KINDS] = {
    [CS_ACC_COUNT] = count_fields,
    [CS_ACC_SHARE] = share_fields,
    [CS_ACC_NPS] = nps_fields,
    [CS_ACC_REPEAT] = repeat_fields,
    [CS_ACC_PER] = per_fields,
};

static char *
element(const struct cs_store *s, unsigned acc, uint32_t group)
{
	return (char *)s->acc[acc].any + group * size_of[s->scheme->acc[acc].kind];
}

typedef void part_fn(void *arg, const char *name, struct cs_str value);

static void
number_part(const char *name, cs_i128 v, part_fn *part, void *arg)
{
	char text[CS_NUM_I128_MAX];

	part(arg, name, cs_str(text, cs_num_i128_text(text, v)));
}

static void
moments_parts(const struct cs_moments *m, part_fn *part, void *arg)
{
	if (m->n == 0)
		return;
	number_part("n", m->n, part, arg);
	number_part("sum", m->sum, part, arg);
	if (m->wide)
		number_part("wide", 1, part, arg);
	else
		number_part("sumsq", m->sumsq, part, arg);
	number_part("min", m->min, part, arg);
	number_part("max", m->max, part, arg);
}

/* A histogram in pieces that stay well below the longest cell a reader takes. */
static void
hist_parts(const char *name, const struct cs_hist *h, part_fn *part, void *arg)
{
	enum { PIECE = 32768 };
	struct cs_buf b = CS_BUF_INIT;
	struct cs_str rest;
	size_t cut;

	cs_hist_text(h, &b);
	rest = cs_buf_all(&b);
	while (rest.n != 0) {
		cut = rest.n;
		if (cut > PIECE)
			cut = PIECE + cs_str_find(cs_str_skip(rest, PIECE), ',');
		part(arg, name, cs_str_head(rest, cut));
		rest = cs_str_skip(rest, cut + 1);
	}
	cs_buf_finish(&b);
}

void
cs_store_parts(const struct cs_store *s, unsigned acc, uint32_t group, part_fn *part, void *arg)
{
	const struct field *f = fields_of[s->scheme->acc[acc].kind];
	const char *p = element(s, acc, group);
	struct cs_str code = cs_store_currency(s, acc, group);
	int64_t v;

	if (code.p != NULL)
		part(arg, "currency", code);
	switch (s->scheme->acc[acc].kind) {
	case CS_ACC_MOMENTS:
		moments_parts(&s->acc[acc].moments[group], part, arg);
		return;
	case CS_ACC_HIST:
		hist_parts("hist", &s->acc[acc].hist[group], part, arg);
		return;
	case CS_ACC_SKETCH:
		cs_sketch_parts(&s->acc[acc].sketch[group], part, arg);
		return;
	case CS_ACC_SURVIVAL:
		hist_parts("event", &s->acc[acc].km[group].event, part, arg);
		hist_parts("quit", &s->acc[acc].km[group].censored, part, arg);
		return;
	case CS_ACC_STOCK:
		cs_stock_parts(&s->acc[acc].stock[group], part, arg);
		hist_parts("entered", &s->acc[acc].stock[group].entered, part, arg);
		hist_parts("left", &s->acc[acc].stock[group].left, part, arg);
		return;
	case CS_ACC_SPENT:
	case CS_ACC_OVERLAP:
		if (s->acc[acc].time[group] != 0)
			number_part("us", s->acc[acc].time[group], part, arg);
		return;
	default:
		break;
	}
	for (; f != NULL && f->name != NULL; f++) {
		memcpy(&v, p + f->at, sizeof v);
		if (v != 0)
			number_part(f->name, v, part, arg);
	}
}

struct sorting {
	const struct cs_map *set;
};

static int
compare_items(const void *pa, const void *pb, void *arg)
{
	const struct sorting *sorting = arg;
	struct cs_group_item a = cs_group_item(sorting->set, *(const uint32_t *)pa);
	struct cs_group_item b = cs_group_item(sorting->set, *(const uint32_t *)pb);

	if (a.group != b.group)
		return a.group < b.group ? -1 : 1;
	return cs_str_cmp(a.value, b.value);
}

uint32_t *
cs_store_items(const struct cs_acc *acc, size_t *n)
{
	uint32_t *id = cs_mem_new(acc->set.n, sizeof *id);
	struct sorting sorting = {&acc->set};

	*n = acc->set.n;
	for (uint32_t i = 0; i < acc->set.n; i++)
		id[i] = i;
	qsort_r(id, acc->set.n, sizeof *id, compare_items, &sorting);
	return id;
}

static bool
read_moments(struct cs_open_moments *open, struct cs_str name, struct cs_str value)
{
	struct cs_moments *m = &open->m;
	cs_i128 v;

	if (!cs_num_i128(value, &v))
		return false;
	if (cs_str_eqz(name, "sum")) {
		open->sum = true;
		return !__builtin_add_overflow(m->sum, v, &m->sum);
	}
	if (cs_str_eqz(name, "sumsq")) {
		open->sumsq = true;
		return v >= 0 && !__builtin_add_overflow(m->sumsq, v, &m->sumsq);
	}
	if (cs_str_eqz(name, "wide")) {
		m->wide = true;
		return v > 0;
	}
	if ((int64_t)v != v)
		return false;
	if (cs_str_eqz(name, "n")) {
		open->n = true;
		return v > 0 && !__builtin_add_overflow(m->n, (int64_t)v, &m->n);
	}
	if (cs_str_eqz(name, "min")) {
		m->min = !open->min || v < m->min ? (int64_t)v : m->min;
		open->min = true;
		return true;
	}
	if (!cs_str_eqz(name, "max"))
		return false;
	m->max = !open->max || v > m->max ? (int64_t)v : m->max;
	open->max = true;
	return true;
}

bool
cs_store_close(struct cs_store *s, unsigned acc, uint32_t group, struct cs_open_moments *open)
{
	bool squares = open->sumsq || open->m.wide;
	bool any = open->n || open->sum || squares || open->min || open->max;
	bool all = open->n && open->sum && squares && open->min && open->max;
	cs_i128 sum;
	int64_t n;

	if (all) {
		/* Only then is the statistic sure to be one of moments. */
		struct cs_moments *m = &s->acc[acc].moments[group];

		all = !__builtin_add_overflow(m->n, open->m.n, &n) &&
		      !__builtin_add_overflow(m->sum, open->m.sum, &sum);
		if (all)
			cs_moments_merge(m, &open->m);
	}
	*open = (struct cs_open_moments){0};
	return any == all;
}

bool
cs_store_read(struct cs_store *s, unsigned acc, uint32_t group, struct cs_str name,
    struct cs_str value, struct cs_open_moments *open)
{
	const struct field *f = fields_of[s->scheme->acc[acc].kind];
	struct cs_acc *a = &s->acc[acc];
	struct cs_buf key = CS_BUF_INIT;
	int64_t v, old;
	cs_i128 time;

	switch (s->scheme->acc[acc].kind) {
	case CS_ACC_MOMENTS:
		return read_moments(open, name, value);
	case CS_ACC_HIST:
		if (!cs_str_eqz(name, "hist"))
			return false;
		return s->scheme->acc[acc].approx
			   ? cs_hist_parse_loglin(&a->hist[group], value, CS_LOGLIN_SUB)
			   : cs_hist_parse(&a->hist[group], value);
	case CS_ACC_SKETCH:
		return cs_sketch_read(&a->sketch[group], name, value);
	case CS_ACC_SURVIVAL:
		if (cs_str_eqz(name, "event"))
			return cs_hist_parse(&a->km[group].event, value);
		return cs_str_eqz(name, "quit") && cs_hist_parse(&a->km[group].censored, value);
	case CS_ACC_STOCK:
		return cs_stock_read(&a->stock[group], name, value);
	case CS_ACC_SPENT:
	case CS_ACC_OVERLAP:
		return cs_str_eqz(name, "us") && cs_num_i128(value, &time) && time >= 0 &&
		       !__builtin_add_overflow(a->time[group], time, &a->time[group]);
	case CS_ACC_PER:
		if (cs_str_eqz(name, "per"))
			return cs_per_read(&a->per, group, value);
		break;
	case CS_ACC_DISTINCT:
		if (!cs_str_eqz(name, "item"))
			return false;
		cs_store_distinct(a, group, value, &key);
		cs_buf_finish(&key);
		return true;
	default:
		break;
	}
	while (f != NULL && f->name != NULL && !cs_str_eqz(name, f->name))
		f++;
	if (f == NULL || f->name == NULL || !cs_num_i64(value, &v) || v < 0)
		return false;
	memcpy(&old, element(s, acc, group) + f->at, sizeof old);
	if (__builtin_add_overflow(old, v, &v))
		return false;
	memcpy(element(s, acc, group) + f->at, &v, sizeof v);
	return true;
}
