/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The records of one key in files and folders, by the shortest way there is:
 *
 *	a folder of cs-part by that key	one part is read: the manifest says which
 *	a file with an index		only the records are read (rec/index.h)
 *	any other record file		it is read, and split only where the key may be
 *
 * The way makes no difference to what is found. A folder without a manifest is an error; in one
 * that was cut by something else all parts are read.
 */
#ifndef CS_REC_LOOKUP_H
#define CS_REC_LOOKUP_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "rec/batch.h"
#include "rec/head.h"

struct cs_lookup {
	struct cs_str column; /* canonical name */
	struct cs_str key;    /* decoded */
	void *arg;

	/* A file begins: its head and name live in the arena. false: it is left out. */
	bool (*begin)(void *arg, const struct cs_head *head, const char *file);

	/* A record of the key, in a split batch. -1 with *e. */
	int (*take)(void *arg, const struct cs_batch *b, uint32_t row, struct cs_err *e);

	/* A file with an index that cannot be used, and why. NULL: not told. */
	void (*unused)(void *arg, const char *file, const char *why);
	struct cs_arena *arena;

	/* The account, counted on. */
	uint64_t found, read; /* records of the key, and those that were read to find them */
};

/* Looks in a file ("-": standard input) or folder. -1 with *e: 65, 74. */
int cs_lookup_path(struct cs_lookup *l, const char *path, struct cs_err *e);

#endif
