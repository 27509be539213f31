/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the records of a key are in a file: an index beside it, FILE.idx, so that those of one
 * customer are read without the others.
 *
 *	cs_index_make		reads a record file, writes its index
 *	cs_index_open		the index of a file, if there is one and it fits
 *	cs_index_fetch		the records of a key
 *
 * Nothing depends on an index but time: what it finds are records of the file, looked at again, and
 * a file without one, or one that is newer than its index, is read from end to end instead.
 *
 * Design. An entry of eight bytes for each record with a key: the low 24 bits of the CRC-32 of the
 * decoded key, and the offset of the record in 40 bits. The leading bits of the CRC are the number
 * of its bucket; a directory says where each bucket begins and what the checksum of its bytes is,
 * so that a look-up reads two numbers, some hundred entries, and the records. To make one, entries
 * are dealt to piles by those bits and each pile is sorted alone: memory is bounded, whatever the
 * file. Numbers are little-endian on every machine.
 *
 * Packed files have no index: cut them into parts by the key (rec/part.h), then one part is read.
 */
#ifndef CS_REC_INDEX_H
#define CS_REC_INDEX_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/scratch.h"
#include "rec/batch.h"
#include "rec/head.h"

/* What stands behind the name of a file in that of its index: ".idx". */
extern const char cs_index_suffix[];

/* Files larger than that have offsets that do not fit: 2^40 bytes. */
#define CS_INDEX_FILE_MAX (INT64_C(1) << 40)

struct cs_index_ask {
	const char *file;     /* records, not packed */
	struct cs_str column; /* the key, by name or alias */
	size_t mem;	      /* bytes of entries beyond which they go to scratch */
	struct cs_scratch *scratch;
	int fd;		  /* an empty regular file, open for writing: the index */
	const char *name; /* of that, for messages */
};

/* Of the file: its records, and how many of them have no key. */
struct cs_index_said {
	uint64_t rows, null;
};

/* Reads the file to its end and writes the index. -1 with *e: 2 no such column; 65 the file is
 * packed, too large, or broken; 74. */
int cs_index_make(const struct cs_index_ask *ask, struct cs_index_said *said, struct cs_err *e);

/* An index that is open. Zeroed is none. */
struct cs_index {
	int fd, file; /* of the index, and of the records */
	const char *name, *path;
	struct cs_head head;		     /* of the records */
	unsigned col;			     /* of the key */
	unsigned bits;			     /* of the number of a bucket */
	uint64_t directory, entries, nentry; /* offsets in the index */
	uint64_t bytes;			     /* of the file */
	const char *why; /* it cannot be used: "the file is newer"; NULL: there is none */
};

/*
 * Opens the index of a file for a column. 1: it can be used; 0: there is none, or it cannot be used
 * (why: it may not be read, is a folder, of another file), and nothing needs to be closed. -1 with
 * *e: 65 the index is damaged, 74. Texts live in the arena; path is kept.
 */
int cs_index_open(struct cs_index *x, struct cs_arena *arena, const char *path,
    struct cs_str column, struct cs_err *e);
void cs_index_close(struct cs_index *x);

/*
 * Fills the batch with the records of a key (decoded), split, in the order of the file; row0 is not
 * known and 0. -1 with *e: 65 the index is damaged or the file is not the one that it was made of,
 * 74.
 */
int cs_index_fetch(
    const struct cs_index *x, struct cs_str key, struct cs_batch *b, struct cs_err *e);

#endif
