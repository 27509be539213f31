/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pieces of the input that cells are of: see shard.h. */
#include "cell/shard.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"

void
cs_shards_finish(struct cs_shards *s)
{
	free(s->shard);
	*s = (struct cs_shards){0};
}

void
cs_shard_period_text(struct cs_buf *b, const struct cs_shard *shard)
{
	if (shard->from == CS_INSTANT_MIN && shard->to == CS_INSTANT_MAX)
		return;
	if (shard->from != CS_INSTANT_MIN)
		cs_time_text(b, shard->from);
	cs_buf_z(b, "..");
	if (shard->to != CS_INSTANT_MAX)
		cs_time_text(b, shard->to);
}

bool
cs_shard_period_parse(struct cs_str text, struct cs_shard *shard)
{
	size_t dots = cs_str_search(text, CS_STR(".."));
	struct cs_str from = cs_str_head(text, dots), to = cs_str_skip(text, dots + 2);

	shard->from = CS_INSTANT_MIN;
	shard->to = CS_INSTANT_MAX;
	if (text.n == 0)
		return true;
	return dots < text.n && (from.n == 0 || cs_time_parse(from, &shard->from)) &&
	       (to.n == 0 || cs_time_parse(to, &shard->to)) && shard->from <= shard->to;
}

static bool
same_period(const struct cs_shard *a, const struct cs_shard *b)
{
	return a->from == b->from && a->to == b->to;
}

bool
cs_shards_within(const struct cs_shards *s, int64_t from, int64_t to)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->shard[i].from < from || s->shard[i].to > to)
			return false;
	return s->n != 0;
}

bool
cs_shards_one_period(const struct cs_shards *s)
{
	for (size_t i = 1; i < s->n; i++) {
		if (!same_period(&s->shard[i], &s->shard[0]))
			return false;
	}
	return true;
}

static int
compare_from(const void *pa, const void *pb)
{
	const struct cs_counted *a = pa, *b = pb;

	return (a->from > b->from) - (a->from < b->from);
}

struct cs_counted *
cs_shards_counted(const struct cs_shards *s, int64_t from, int64_t to, size_t *n)
{
	struct cs_counted *all = cs_mem_new(s->n + 1, sizeof *all);
	size_t nall = 0;

	for (size_t i = 0; i < s->n; i++) {
		struct cs_counted c = {s->shard[i].from, s->shard[i].to};

		c.from = c.from > from ? c.from : from;
		c.to = c.to < to ? c.to : to;
		if (c.from < c.to)
			all[nall++] = c;
	}
	if (s->n == 0)
		all[nall++] = (struct cs_counted){from, to};
	qsort(all, nall, sizeof *all, compare_from);
	*n = 0;
	for (size_t i = 0; i < nall; i++) {
		if (*n == 0 || all[i].from > all[*n - 1].to)
			all[(*n)++] = all[i];
		else if (all[i].to > all[*n - 1].to)
			all[*n - 1].to = all[i].to;
	}
	return all;
}

static int
overlap(const struct cs_shard *now, const struct cs_shard *then, struct cs_err *e)
{
	struct cs_buf a = CS_BUF_INIT, b = CS_BUF_INIT;

	cs_shard_period_text(&a, now);
	cs_shard_period_text(&b, then);
	(void)cs_err_set(e, CS_EXIT_DATA, "of these cells the period is %s, of those before %s",
	    a.n != 0 ? cs_buf_cstr(&a) : "none", b.n != 0 ? cs_buf_cstr(&b) : "none");
	cs_buf_finish(&a);
	cs_buf_finish(&b);
	return cs_err_hint(e,
	    "periods that overlap would count contacts twice: choose the same one "
	    "from all shards, or such as lie apart");
}

int
cs_shards_add(
    struct cs_shards *s, struct cs_arena *a, const struct cs_shard *shard, struct cs_err *e)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct cs_shard *other = &s->shard[i];

		if (!same_period(shard, other)) {
			if (shard->from < other->to && other->from < shard->to)
				return overlap(shard, other, e);
		} else if (cs_str_eq(other->name, shard->name)) {
			(void)cs_err_set(e, CS_EXIT_DATA, "the shard '%.*s' is there twice",
			    CS_STR_ARG(shard->name));
			return cs_err_hint(e, "its rows would count double; name shards apart "
					      "with --shard");
		}
	}
	s->shard = cs_mem_grow(s->shard, &s->cap, s->n + 1, sizeof *s->shard);
	s->shard[s->n] = *shard;
	s->shard[s->n++].name = cs_arena_str(a, shard->name);
	return 0;
}

/* What the check has found so far, for one message about all of it. */
struct faults {
	struct cs_buf names;
	size_t n;
};

enum { FAULTS_NAMED = 8 };

static void
found(struct faults *f, struct cs_str name, const struct cs_shard *period)
{
	if (f->n++ >= FAULTS_NAMED)
		return;
	cs_buf_printf(&f->names, "%s'%.*s'", f->n > 1 ? ", " : "", CS_STR_ARG(name));
	if (period->from != CS_INSTANT_MIN || period->to != CS_INSTANT_MAX) {
		cs_buf_z(&f->names, " of ");
		cs_shard_period_text(&f->names, period);
	}
}

enum fault { UNKNOWN, DOUBLED, MISSING, ROWS, FAULTS };

/* The pieces of one period against the manifest. seen has an entry a part of it. */
static void
check_period(struct faults *fault, const struct cs_shards *s, const struct cs_manifest *m,
    const struct cs_map *ids, const struct cs_shard *period)
{
	bool *seen = cs_mem_new0(m->n, sizeof *seen);

	for (size_t i = 0; i < s->n; i++) {
		const struct cs_shard *x = &s->shard[i];
		uint32_t id = cs_map_find(ids, cs_manifest_base(x->name));

		if (!same_period(x, period))
			continue;
		if (id == CS_MAP_NONE) {
			found(&fault[UNKNOWN], x->name, x);
			continue;
		}
		if (seen[id])
			found(&fault[DOUBLED], x->name, x);
		else if (m->part[id].rows >= 0 && (uint64_t)m->part[id].rows != x->rows)
			found(&fault[ROWS], x->name, x);
		seen[id] = true;
	}
	for (size_t id = 0; id < m->n; id++) {
		if (!seen[id])
			found(&fault[MISSING], m->part[id].name, period);
	}
	free(seen);
}

/* One message of what was found: the kinds in their order. */
static int
report(const struct faults *fault, const char *path, struct cs_err *e)
{
	static const char *const says[FAULTS] = {[UNKNOWN] = "not in the manifest",
	    [DOUBLED] = "there twice",
	    [MISSING] = "missing",
	    [ROWS] = "of other rows than it says"};
	struct cs_buf b = CS_BUF_INIT;

	for (int k = 0; k < FAULTS; k++) {
		if (fault[k].n == 0)
			continue;
		cs_buf_printf(&b, "%s%s: %.*s", b.n != 0 ? "; " : "", says[k],
		    (int)fault[k].names.n, fault[k].names.p);
		if (fault[k].n > FAULTS_NAMED)
			cs_buf_printf(&b, " and %zu more", fault[k].n - FAULTS_NAMED);
	}
	if (b.n != 0) {
		(void)cs_err_set(e, CS_EXIT_DATA, "%s: %s", path, cs_buf_cstr(&b));
		(void)cs_err_hint(e, "%s",
		    fault[UNKNOWN].n + fault[DOUBLED].n + fault[MISSING].n != 0
			? "give the cells of each part of the manifest, once"
			: "is it the manifest of the files that were counted, as they are now?");
	}
	cs_buf_finish(&b);
	return e->status != 0 ? -1 : 0;
}

int
cs_shards_check(
    const struct cs_shards *s, const struct cs_manifest *m, const char *path, struct cs_err *e)
{
	static const struct cs_shard always = {.from = CS_INSTANT_MIN, .to = CS_INSTANT_MAX};
	struct faults fault[FAULTS] = {{CS_BUF_INIT, 0}};
	struct cs_map ids = CS_MAP_INIT;
	int r;

	for (size_t i = 0; i < m->n; i++)
		(void)cs_map_add(&ids, cs_manifest_base(m->part[i].name));
	for (size_t i = 0; i < s->n; i++) {
		size_t k = 0;

		/* Once for each period: when its first piece is met. */
		while (k < i && !same_period(&s->shard[k], &s->shard[i]))
			k++;
		if (k == i)
			check_period(fault, s, m, &ids, &s->shard[i]);
	}
	if (s->n == 0)
		check_period(fault, s, m, &ids, &always);
	r = report(fault, path, e);
	for (int k = 0; k < FAULTS; k++)
		cs_buf_finish(&fault[k].names);
	cs_map_finish(&ids);
	return r;
}

int
cs_shards_check_file(const struct cs_shards *s, const char *path, struct cs_err *e)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_manifest m;
	int r = cs_manifest_read(&m, &a, path, e);

	if (r == 0)
		r = cs_shards_check(s, &m, path, e);
	cs_arena_finish(&a);
	return r;
}
