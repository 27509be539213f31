/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums as records come back as they were, in pieces of any size; streams add up; damage shows. */
#include "retain/sumcells.h"

#include <stdlib.h>
#include <sys/mman.h>

#include "../feed.h"
#include "../tap.h"

static const char *const counts[] = {"read", "odd"};
static const struct cs_sumcells_instant instants[] = {
    {"first", false}, {"last", true}, {"newest", true}};
static const struct cs_sumcells_kind kind = {"cs-test", 1, instants, 3, counts, 2};
static const char *const parts[] = {"n", "s"};
static struct cs_key_def keys[] = {
    {.name = CS_STR_INIT("vendor"), .type = CS_ID}, {.name = CS_STR_INIT("day"), .type = CS_TIME}};
static const struct cs_sums_form form = {keys, 2, parts, 2};

/* The cells of one shard, as text; to be freed. */
static char *
make_text(const char *shard, int64_t v, size_t *n)
{
	uint64_t count[2] = {(uint64_t)v, 0};
	struct cs_sumcells_run run = {
	    .at = {v * CS_USEC, 9 * CS_USEC, v * CS_USEC}, .count = count};
	struct cs_shard piece = {
	    .name = cs_str_z(shard), .rows = 5, .from = CS_INSTANT_MIN, .to = CS_INSTANT_MAX};
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_writer out;
	struct cs_sumstore all;
	struct cs_sums s;
	int fd = memfd_create("cells", 0);
	uint32_t g;
	char *text;

	cs_sums_init(&s, &form);
	g = cs_sums_step(&s, 1, cs_sums_step(&s, 0, 0, CS_STR("A\\tB")), CS_STR("\\N"));
	cs_sums_add(&s, g, 0, 0, v);
	cs_sums_add128(&s, g, 1, -7, (cs_i128)INT64_MAX * 4);
	(void)cs_sums_sort(&s, &e);
	cs_sumstore_of(&all, &s);
	cs_sumcells_say(&run, "zone", CS_STR("UTC"));
	cs_sumcells_say(&run, "item", CS_STR("vendor"));
	cs_sumcells_say(&run, "item", CS_STR(""));
	(void)cs_shards_add(&run.shards, &a, &piece, &e);
	cs_writer_init(&out, fd, "cells");
	ok(cs_sumcells_write(&kind, &run, &all, &out, &e) == 0 && cs_writer_finish(&out, &e) == 0,
	    "written: %s", e.msg);
	*n = (size_t)lseek(fd, 0, SEEK_END);
	text = calloc(*n + 1, 1);
	if (text == NULL || pread(fd, text, *n, 0) != (ssize_t)*n)
		abort();
	(void)close(fd);
	cs_writer_free(&out);
	cs_sumcells_run_finish(&run);
	cs_sums_finish(&s);
	cs_arena_finish(&a);
	return text;
}

struct got {
	struct cs_arena arena;
	struct cs_sumcells c;
	struct cs_sums s;
	struct cs_err e;
};

static int
read_text(struct got *g, const char *text, size_t n, size_t piece)
{
	struct feed f;
	char *file[1] = {f.path};
	int r;

	*g = (struct got){.e = CS_ERR_INIT};
	feed_start(&f, text, n, piece);
	cs_sums_init(&g->s, &form);
	r = cs_sumcells_open(&g->c, &kind, &g->arena, file, 1, &g->e);
	if (r == 0)
		r = cs_sumcells_read(&g->c, &g->s, &g->e);
	if (r == 0)
		r = cs_sums_sort(&g->s, &g->e);
	feed_stop(&f);
	return r;
}

static void
finish(struct got *g)
{
	cs_sumcells_close(&g->c);
	cs_sums_finish(&g->s);
	cs_arena_finish(&g->arena);
}

static void
check_back(const char *text, size_t n, size_t piece, int64_t sum, size_t shards)
{
	const struct cs_sumcells_run *run;
	struct got g;

	ok(read_text(&g, text, n, piece) == 0, "read in pieces of %zu: %s", piece, g.e.msg);
	run = &g.c.run;
	ok(g.s.ngroup == 1 && cs_sums_get(&g.s, 0, 0, 0) == sum &&
		cs_sums_get(&g.s, 0, 1, -7) == (cs_i128)INT64_MAX * 4 * (cs_i128)shards,
	    "sums");
	is_slice(cs_sums_key(&g.s, 0, 0), "A\\tB", "a key as it is");
	is_slice(cs_sumcells_said_of(run, "item", 0), "vendor", "what is said");
	is_slice(cs_sumcells_said_of(run, "item", 1), "", "twice under one name");
	ok(cs_sumcells_said_of(run, "item", 2).p == NULL, "and no more");
	ok(run->at[0] == CS_USEC && run->at[1] == 9 * CS_USEC, "oldest and newest");
	ok(run->count[0] == (uint64_t)sum && run->shards.n == shards, "counts and shards");
	ok(g.c.key[0].type == CS_ID && g.c.key[1].type == CS_TIME, "types of keys");
	finish(&g);
}

int
main(void)
{
	size_t n, m, end;
	char *one = make_text("a", 1, &n), *two = make_text("b", 3, &m), *both = malloc(n + m);
	struct got g;

	if (both == NULL)
		abort();
	memcpy(both, one, n);
	memcpy(both + n, two, m);
	for (size_t piece = 1; piece < 60; piece += piece < 5 ? 1 : 17) {
		check_back(one, n, piece, 1, 1);
		check_back(both, n + m, piece, 4, 2);
	}
	for (size_t cut = 1; cut < n; cut += 9) {
		ok(read_text(&g, one, n - cut, 4096) != 0, "cut by %zu: %s", cut, g.e.msg);
		finish(&g);
	}
	/* Up to the checksum, whose record has cells that say nothing. */
	end = (size_t)((const char *)memrchr(one, '\n', n - 1) - one);
	for (size_t i = 0; i < end; i += 3) {
		char *bad = strndup(one, n);

		if (bad == NULL)
			abort();
		bad[i] = bad[i] == '8' ? '9' : '8';
		ok(read_text(&g, bad, n, 4096) != 0, "byte %zu changed: %s", i, g.e.msg);
		finish(&g);
		free(bad);
	}
	free(both);
	free(two);
	free(one);
	return done();
}
