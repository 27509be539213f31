/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an audit counts without a process: rules and records as text in, counts out. The rows are
 * dealt in batches of any size to any number of folds, which are merged or share their counts.
 */
#ifndef CS_TESTS_AUDITFEED_H
#define CS_TESTS_AUDITFEED_H

#include "../tap.h"
#include "audit/auditfold.h"
#include "base/mem.h"

enum { FEED_FOLDS = 3, FEED_RULES = 8, FEED_KEYS = 8 };

struct feed {
	struct cs_arena arena;
	struct cs_head head;
	struct cs_audit_rules rules;
	struct cs_audit_asked asked[FEED_RULES];
	struct cs_str column[FEED_KEYS];
	struct cs_audit_question question;
	struct cs_scheme scheme;
	struct cs_by by;
	struct cs_audit_layout layout;
	struct cs_audit_fold fold[FEED_FOLDS];
	struct cs_audit_count shared;
};

/* Items of a list, into the arena. */
__attribute__((unused)) static unsigned
feed_list(struct feed *f, const char *text, struct cs_str *item)
{
	struct cs_str rest = cs_arena_str(&f->arena, cs_str_z(text));
	unsigned n = 0;

	while (n < FEED_KEYS && cs_str_split(&rest, ',', &item[n]))
		n++;
	return n;
}

static void
feed_need(bool good, const struct cs_err *e)
{
	if (good)
		return;
	ok(false, "%s", e->msg);
	exit(done());
}

/* All rules of a text over records with such a head; columns of units; keys as --by has them. */
__attribute__((unused)) static void
feed_bind(
    struct feed *f, const char *rules, const char *head, const char *columns, const char *keys)
{
	struct cs_err e = CS_ERR_INIT;
	struct cs_env env = {.head = &f->head, .source = "test"};
	struct cs_metric_env names = {.env = &env};
	struct cs_metric_list metrics;
	struct cs_buf list = CS_BUF_INIT;
	struct cs_str item[FEED_KEYS];
	struct cs_by_ask ask = {.item = item, .time = CS_STR("started_at")};
	size_t metric = 0;

	*f = (struct feed){.arena = CS_ARENA_INIT, .head = CS_HEAD_INIT};
	ask.n = feed_list(f, keys, item);
	feed_need(cs_head_parse(&f->head, cs_str_z(head), &e) == 0, &e);
	feed_need(
	    cs_audit_rules_parse(&f->rules, &f->arena, "r", cs_str_z(rules), true, &e) == 0, &e);
	f->question = (struct cs_audit_question){
	    f->asked, f->rules.n, f->column, feed_list(f, columns, f->column)};
	for (size_t i = 0; i < f->rules.n; i++) {
		struct cs_metric_list mine;
		size_t before = list.n;

		f->rules.rule[i].test->metrics(&f->rules.rule[i], &list);
		feed_need(cs_metric_parse(&f->arena,
			      cs_str_skip(cs_buf_all(&list), before != 0 ? before + 2 : 0), &names,
			      &mine, &e) == 0,
		    &e);
		f->asked[i] = (struct cs_audit_asked){.rule = &f->rules.rule[i],
		    .metric = metric,
		    .nmetric = (unsigned)mine.n,
		    .units = (1U << f->question.ncolumn) - 1};
		metric += mine.n;
	}
	feed_need(cs_metric_parse(&f->arena, cs_arena_str(&f->arena, cs_buf_all(&list)), &names,
		      &metrics, &e) == 0 &&
		      cs_scheme_make(&f->scheme, &f->arena, &metrics, &env, false, &e) == 0 &&
		      cs_by_bind(&f->by, &f->arena, &ask, &env, &e) == 0,
	    &e);
	cs_buf_finish(&list);
	cs_audit_layout_make(&f->layout, &f->arena, &f->scheme, &f->by, &f->question);
}

/* A batch of lines, to a fold. */
__attribute__((unused)) static void
feed_batch(struct cs_audit_fold *to, struct cs_batch *b, uint32_t rows)
{
	uint8_t *mark = cs_mem_new(rows + 1, 1);
	struct cs_err e = CS_ERR_INIT;

	memset(mark, 3, rows);
	feed_need(cs_batch_split(b, &e) == 0 && cs_audit_fold_read(to, b, mark, &e) == 0 &&
		      cs_audit_fold_count(to, b, &e) == 0,
	    &e);
	free(mark);
}

/* The counts of records (without their head) in batches of so many rows, by so many folds, which
 * share their counts from the start or are merged at the end. feed_finish afterwards. */
__attribute__((unused)) static struct cs_audit_count *
feed_count(struct feed *f, struct cs_str text, uint32_t rows, unsigned folds, bool share)
{
	struct cs_batch b = {.ncol = f->head.ncol, .file = "test", .row0 = 1};
	struct cs_str line;
	uint32_t n;

	if (share)
		cs_audit_count_init(&f->shared, &f->layout);
	for (unsigned i = 0; i < folds; i++) {
		cs_audit_fold_init(&f->fold[i], &f->layout, NULL);
		if (share)
			cs_audit_fold_join(&f->fold[i], &f->shared);
	}
	for (unsigned at = 0; text.n != 0; at = (at + 1) % folds) {
		cs_buf_reset(&b.bytes);
		for (n = 0; n < rows && text.n != 0 && cs_str_split(&text, '\n', &line); n++) {
			cs_buf_str(&b.bytes, line);
			cs_buf_c(&b.bytes, '\n');
		}
		feed_batch(&f->fold[at], &b, n);
	}
	for (unsigned i = 1; i < folds; i++)
		cs_audit_fold_merge(&f->fold[0], &f->fold[i]);
	cs_batch_finish(&b);
	return f->fold[0].count;
}

/* After feed_count, before the next. */
__attribute__((unused)) static void
feed_forget(struct feed *f)
{
	for (unsigned i = 0; i < FEED_FOLDS; i++)
		cs_audit_fold_finish(&f->fold[i]);
	cs_audit_count_finish(&f->shared);
}

__attribute__((unused)) static void
feed_finish(struct feed *f)
{
	feed_forget(f);
	cs_head_finish(&f->head);
	cs_arena_finish(&f->arena);
}

#endif
