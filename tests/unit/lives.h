/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Histories without a process: records as text in, lives out. Records are dealt in batches of any
 * size to any number of adders, which are merged, so that every test can ask whether that makes a
 * difference.
 */
#ifndef CS_TESTS_LIVES_H
#define CS_TESTS_LIVES_H

#include "../tap.h"
#include "base/mem.h"
#include "retain/historyadd.h"
#include "retain/historylook.h"

enum { LIVES_WORKERS = 3 };

struct lives {
	struct cs_arena arena;
	struct cs_env env;
	struct cs_history h;
	struct cs_head head[CS_FACTS];
	const char *text[CS_FACTS]; /* records behind the head */
	struct cs_scratch *scratch;
	struct cs_history_adder adder[LIVES_WORKERS];
	struct cs_err e;
};

__attribute__((unused)) static void
lives_begin(struct lives *l)
{
	*l = (struct lives){.env = {.source = "test"}};
	cs_history_init(&l->h, &l->arena, CS_STR("started_at"));
	l->h.names = true;
	l->scratch = cs_scratch_new("/tmp");
}

/* Records of a kind, header first. */
__attribute__((unused)) static void
lives_input(struct lives *l, enum cs_fact_kind kind, const char *text)
{
	size_t n = strcspn(text, "\n");

	l->head[kind] = (struct cs_head)CS_HEAD_INIT;
	if (cs_head_parse(&l->head[kind], cs_str(text, n), &l->e) != 0)
		printf("Bail out! %s\n", l->e.msg), exit(1);
	l->text[kind] = text + n + 1;
	cs_history_source(&l->h, kind, &l->head[kind]);
}

/* Adds all records, so many a batch, to so many adders in turn; mem: bytes before facts go to disk.
 * cs_history_bind was called. */
__attribute__((unused)) static int
lives_read(struct lives *l, size_t rows, unsigned workers, size_t mem)
{
	struct cs_batch b = {0};
	unsigned next = 0;
	int r = 0;

	for (unsigned w = 0; w < workers; w++)
		cs_history_adder_init(&l->adder[w], &l->h, mem, l->scratch);
	for (int k = 0; k < CS_FACTS && r == 0; k++) {
		const char *at = l->text[k], *end;

		b.row0 = 1;
		for (; at != NULL && *at != '\0' && r == 0; at = end) {
			end = at;
			for (size_t i = 0; i < rows && *end != '\0'; i++)
				end += strcspn(end, "\n") + 1;
			cs_buf_reset(&b.bytes);
			cs_buf_add(&b.bytes, at, (size_t)(end - at));
			cs_buf_reserve(&b.bytes, CS_BATCH_BEYOND);
			b.ncol = l->head[k].ncol;
			b.file = cs_fact_name[k];
			r = cs_batch_split(&b, &l->e);
			if (r == 0)
				r = cs_history_add(&l->adder[next++ % workers],
				    (enum cs_fact_kind)k, &b, NULL, &l->e);
			b.row0 += b.nrow;
			b.seq++;
		}
	}
	for (unsigned w = 1; w < workers; w++)
		cs_history_adder_merge(&l->adder[0], &l->adder[w]);
	cs_batch_finish(&b);
	l->h.as_of = l->adder[0].last;
	return r;
}

/* After lives_read: the lives; look may be NULL for none. */
__attribute__((unused)) static int
lives_look(struct lives *l, unsigned threads, size_t mem, void *ctx,
    int (*look)(void *, unsigned, const struct cs_life *, struct cs_err *))
{
	struct cs_history_look k = {
	    .history = &l->h, .most = mem, .threads = threads, .ctx = ctx, .look = look};

	cs_history_take(&l->h, &l->adder[0]);
	return cs_history_look(&k, &l->e);
}

__attribute__((unused)) static void
lives_end(struct lives *l)
{
	for (unsigned w = 0; w < LIVES_WORKERS; w++) {
		if (l->adder[w].h != NULL)
			cs_history_adder_finish(&l->adder[w]);
	}
	cs_history_finish(&l->h);
	for (int k = 0; k < CS_FACTS; k++)
		cs_head_finish(&l->head[k]);
	cs_scratch_free(l->scratch);
	cs_arena_finish(&l->arena);
}

#endif
