/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pieces of the input that cells are of: which go together, and whether a manifest has them. */
#include "cell/shard.h"

#include "../tap.h"

enum { DAY = 1000000 }; /* of no length that matters */

/* A piece by letter, of a period by its first and last number; 0 0 is open. */
static struct cs_shard
piece(const char *name, int from, int to, int rows)
{
	return (struct cs_shard){cs_str_z(name), (uint64_t)rows,
	    from != 0 ? (int64_t)from * DAY : CS_INSTANT_MIN,
	    to != 0 ? (int64_t)to * DAY : CS_INSTANT_MAX};
}

static void
together(void)
{
	static const struct {
		struct {
			const char *name;
			int from, to;
		} a, b;
		const char *says; /* NULL: they add up */
	} cases[] = {
	    {{"a", 0, 0}, {"b", 0, 0}, NULL},
	    {{"a", 0, 0}, {"a", 0, 0}, "the shard 'a' is there twice"},
	    {{"a", 1, 2}, {"b", 1, 2}, NULL},
	    {{"a", 1, 2}, {"a", 1, 2}, "the shard 'a' is there twice"},
	    {{"a", 1, 2}, {"a", 2, 3}, NULL},
	    {{"a", 2, 3}, {"a", 1, 2}, NULL},
	    {{"a", 1, 2}, {"a", 5, 6}, NULL},
	    {{"a", 0, 2}, {"a", 2, 0}, NULL},
	    {{"a", 1, 3}, {"b", 2, 4}, "the period is"},
	    {{"a", 2, 4}, {"b", 1, 3}, "the period is"},
	    {{"a", 1, 4}, {"b", 2, 3}, "the period is"},
	    {{"a", 1, 3}, {"b", 1, 2}, "the period is"},
	    {{"a", 0, 0}, {"b", 1, 2},
		"of these cells the period is 1970-01-01T00:00:01Z.."
		"1970-01-01T00:00:02Z, of those before none"},
	    {{"a", 0, 3}, {"b", 2, 0}, "the period is"},
	};
	struct cs_arena arena = CS_ARENA_INIT;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cs_shard a = piece(cases[i].a.name, cases[i].a.from, cases[i].a.to, 1);
		struct cs_shard b = piece(cases[i].b.name, cases[i].b.from, cases[i].b.to, 1);
		struct cs_shards s = {0};
		struct cs_err e = CS_ERR_INIT;
		int r = cs_shards_add(&s, &arena, &a, &e);

		if (r == 0)
			r = cs_shards_add(&s, &arena, &b, &e);
		is_int(r, cases[i].says != NULL ? -1 : 0, "case %zu", i);
		ok(cases[i].says == NULL ||
			(e.status == CS_EXIT_DATA && strstr(e.msg, cases[i].says) != NULL),
		    "and what it says");
		cs_shards_finish(&s);
	}
	cs_arena_finish(&arena);
}

static void
periods(void)
{
	static const char *const good[] = {"", "2026-10-05T00:00:00Z..2026-10-06T00:00:00Z",
	    "..2026-10-06T00:00:00Z", "2026-10-05T00:00:00Z.."};
	static const char *const bad[] = {"2026-10-05T00:00:00Z", "never", "x..", "..x",
	    "2026-10-06T00:00:00Z..2026-10-05T00:00:00Z"};
	struct cs_buf b = CS_BUF_INIT;
	struct cs_shard s;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		ok(cs_shard_period_parse(cs_str_z(good[i]), &s), "'%s' is a period", good[i]);
		cs_buf_reset(&b);
		cs_shard_period_text(&b, &s);
		is_slice(cs_buf_all(&b), good[i], "and is written so");
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(!cs_shard_period_parse(cs_str_z(bad[i]), &s), "'%s' is none", bad[i]);
	cs_buf_finish(&b);
}

static void
manifest(void)
{
	static const struct {
		const char *names; /* of the pieces: a letter each, a digit before it is its day */
		int rows;
		const char *says;
	} cases[] = {
	    {"a b", 7, NULL},
	    {"b a", 7, NULL},
	    {"a", 7, "m: missing: 'b'"},
	    {"", 7, "m: missing: 'a', 'b'"},
	    {"a b x", 7, "m: not in the manifest: 'x'"},
	    {"a x/a b", 7, "m: there twice: 'x/a'"},
	    {"d/a d/b", 7, NULL},
	    {"a b", 8, "m: of other rows than it says: 'a'"},
	    {"x", 7, "m: not in the manifest: 'x'; missing: 'a', 'b'"},
	};
	struct cs_manifest_part part[] = {
	    {CS_STR_INIT("a"), 7, -1, -1}, {CS_STR_INIT("b"), -1, -1, -1}};
	struct cs_manifest m = {.part = part, .n = 2};
	struct cs_arena arena = CS_ARENA_INIT;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cs_str rest = cs_str_z(cases[i].names), name;
		struct cs_shards s = {0};
		struct cs_err e = CS_ERR_INIT;
		int r;

		while (rest.n != 0 && cs_str_split(&rest, ' ', &name)) {
			struct cs_shard x = piece("", 0, 0, cases[i].rows);

			x.name = name;
			(void)cs_shards_add(&s, &arena, &x, &e);
		}
		r = cs_shards_check(&s, &m, "m", &e);
		is_int(r, cases[i].says != NULL ? -1 : 0, "pieces '%s'", cases[i].names);
		is_str(e.msg, cases[i].says != NULL ? cases[i].says : "", "and what it says");
		cs_shards_finish(&s);
	}
	cs_arena_finish(&arena);
}

/* Of two nights each must have all parts. */
static void
nights(void)
{
	struct cs_manifest_part part[] = {
	    {CS_STR_INIT("a"), -1, -1, -1}, {CS_STR_INIT("b"), -1, -1, -1}};
	struct cs_manifest m = {.part = part, .n = 2};
	struct cs_shard x[] = {piece("a", 1, 2, 1), piece("b", 1, 2, 1), piece("a", 2, 3, 1)};
	struct cs_arena arena = CS_ARENA_INIT;
	struct cs_shards s = {0};
	struct cs_err e = CS_ERR_INIT;

	for (size_t i = 0; i < 3; i++)
		(void)cs_shards_add(&s, &arena, &x[i], &e);
	is_int(cs_shards_check(&s, &m, "m", &e), -1, "a night without one of the parts");
	is_str(e.msg, "m: missing: 'b' of 1970-01-01T00:00:02Z..1970-01-01T00:00:03Z", "is named");
	cs_shards_finish(&s);
	cs_arena_finish(&arena);
}

/* What was counted, cut to a stretch: pieces by their first and last number, "1-3 3-4". */
static void
counted(void)
{
	static const struct {
		const char *pieces;
		int from, to; /* 0: open */
		const char *want;
	} cases[] = {
	    {"", 0, 0, "0-0"},
	    {"", 2, 5, "2-5"},
	    {"0-0", 0, 0, "0-0"},
	    {"0-0 0-0", 2, 0, "2-0"},
	    {"2-5 2-5", 0, 0, "2-5"},
	    {"2-5", 1, 9, "2-5"},
	    {"2-5", 3, 4, "3-4"},
	    {"2-5", 5, 9, ""},
	    {"2-5", 1, 2, ""},
	    {"5-6 2-3 3-5", 0, 0, "2-6"},
	    {"7-8 2-3 3-5 2-3", 0, 0, "2-5 7-8"},
	    {"7-0 0-3", 0, 0, "0-3 7-0"},
	    {"7-0 0-3", 2, 9, "2-3 7-9"},
	    {"0-3 3-0", 0, 0, "0-0"},
	};
	struct cs_arena arena = CS_ARENA_INIT;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cs_shard all = piece("", cases[i].from, cases[i].to, 0);
		struct cs_str rest = cs_str_z(cases[i].pieces), one;
		struct cs_shards s = {0};
		struct cs_err e = CS_ERR_INIT;
		struct cs_buf b = CS_BUF_INIT;
		struct cs_counted *c;
		size_t n;

		for (int k = 0; rest.n != 0 && cs_str_split(&rest, ' ', &one); k++) {
			struct cs_shard x = piece("", one.p[0] - '0', one.p[2] - '0', 1);

			x.name = cs_str_z(cs_arena_printf(&arena, "%d", k));
			is_int(cs_shards_add(&s, &arena, &x, &e), 0, "a piece");
		}
		c = cs_shards_counted(&s, all.from, all.to, &n);
		for (size_t k = 0; k < n; k++)
			cs_buf_printf(&b, "%s%d-%d", k != 0 ? " " : "",
			    c[k].from != CS_INSTANT_MIN ? (int)(c[k].from / DAY) : 0,
			    c[k].to != CS_INSTANT_MAX ? (int)(c[k].to / DAY) : 0);
		is_str(cs_buf_cstr(&b), cases[i].want, "of '%s' in %d-%d", cases[i].pieces,
		    cases[i].from, cases[i].to);
		free(c);
		cs_buf_finish(&b);
		cs_shards_finish(&s);
	}
	cs_arena_finish(&arena);
}

int
main(void)
{
	counted();
	together();
	periods();
	manifest();
	nights();
	return done();
}
