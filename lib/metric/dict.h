/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The metric dictionary as a file: lib/data/metrics, whose head says how it is written. Who wants
 * metrics reads metric/metric.h; this is for those who read dictionaries.
 */
#ifndef CS_METRIC_DICT_H
#define CS_METRIC_DICT_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "metric/metric.h"

/* A word that formulas may use for a condition. */
struct cs_word {
	struct cs_str name;
	struct cs_str text;	 /* the condition */
	struct cs_str otherwise; /* when a column of the condition is absent; empty: an error */
	struct cs_str meaning;
};

struct cs_dict {
	struct cs_metric *metric; /* families written out; formula and sentence as they stand */
	size_t n, cap;
	struct cs_word *word;
	size_t nword, word_cap;
	struct cs_str *standard; /* [default]: each "name", "name / name" or "+ name" */
	size_t nstandard, standard_cap;
	struct cs_arena arena;
};

#define CS_DICT_INIT                                                                               \
	{                                                                                          \
		NULL, 0, 0, NULL, 0, 0, NULL, 0, 0, CS_ARENA_INIT                                  \
	}

/*
 * Reads a dictionary's text into an empty d, which holds no slices of it afterwards. -1 with *e (2)
 * "source:line: ...": a key that is not one, a missing or double one, a placeholder that stands for
 * nothing. Formulas are not looked into. Finish d in both cases.
 */
int cs_dict_parse(struct cs_dict *d, const char *source, struct cs_str text, struct cs_err *e);
void cs_dict_finish(struct cs_dict *d);

/* The dictionary that is built in. Parsed once, thread-safe, never freed. */
const struct cs_dict *cs_dict(void);

const struct cs_metric *cs_dict_metric(const struct cs_dict *d, struct cs_str name);
const struct cs_word *cs_dict_word(const struct cs_dict *d, struct cs_str name);

/*
 * Appends text with each {name} replaced by the value of that parameter of m: seconds as a number,
 * durations as they are written (1d). Gives false, with *unknown, for a name that is none.
 */
bool cs_dict_fill(
    struct cs_buf *out, struct cs_str text, const struct cs_metric *m, struct cs_str *unknown);

/* Appends a number of seconds as the shortest duration: 1d 12h 90m 45s. */
void cs_dict_duration(struct cs_buf *out, int64_t s);

#endif
