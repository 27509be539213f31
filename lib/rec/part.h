/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A record stream cut into parts by a key, so that all records of a customer are in one of them:
 * what needs all of them (repeats) can then be counted part by part.
 *
 *	cs_part_bind		which columns are the key
 *	cs_part_buckets		the bucket of each row of a batch, by any thread
 *	cs_part_add		its records to their parts, in the order of reading
 *	cs_part_finish		then set.part[i] has the account
 *
 * The bucket is the low bits of the CRC-32 of the decoded key, so that anybody can compute it with
 * any crc32, and each of N parts is two of 2N. Several keys are taken as their cells with a tab
 * between; NULL is nothing there, and a record whose keys are all NULL goes to
 * bucket 0.
 *
 * Records go through as they are, in their order, each part with the head of the stream. A part is
 * written in large pieces: memory is a piece for each of them, whatever the input. Packed, each
 * piece is a gzip member; where pieces end depends on the records alone, so the same input gives
 * the same bytes.
 */
#ifndef CS_REC_PART_H
#define CS_REC_PART_H

#include <stdint.h>

#include "rec/batch.h"
#include "rec/gzpack.h"
#include "rec/head.h"

enum { CS_PART_MOST = 4096 };

struct cs_part_key {
	unsigned *col;
	size_t n;
};

/* Finds the columns, by name or alias. Lives in the arena. -1 with *e (2): no such column. */
int cs_part_bind(struct cs_part_key *key, struct cs_arena *a, const struct cs_str *name, size_t n,
    const struct cs_head *head, struct cs_err *e);

/* The bucket of each row of a split batch; nbucket is a power of two, at most CS_PART_MOST. */
void cs_part_buckets(const struct cs_part_key *key, const struct cs_batch *b, unsigned nbucket,
    struct cs_buf *scratch, uint16_t *bucket);

/*
 * The names of the files of n parts, part-000.tsv or, packed, part-000.tsv.gz, and behind them that
 * of their manifest: n + 1, in the arena. And whether a name may be one of such, or of the index of
 * a part.
 */
const char *const *cs_part_names(struct cs_arena *a, unsigned n, bool gz);
bool cs_part_named(const char *name);

/* One part. The descriptor is the caller's, who sets it and the name. */
struct cs_part {
	int fd;
	const char *name;  /* for messages */
	struct cs_buf buf; /* text that is not written yet */
	uint64_t rows;	   /* records so far, the head not counted */
	uint64_t bytes;	   /* written, as they stand in the file */
	uint32_t crc;	   /* of these */
};

struct cs_part_set {
	struct cs_part *part;
	unsigned n;
	size_t piece;		/* bytes of text that are written at once */
	struct cs_gzpack *pack; /* NULL: plain */
	struct cs_buf packed;
};

/* n parts with nothing but the head; gz: packed. Their descriptors are set afterwards. */
void cs_part_init(struct cs_part_set *s, unsigned n, const struct cs_head *head, bool gz);

/* Adds the records of a batch. -1 with *e (74) that names the part. */
int cs_part_add(
    struct cs_part_set *s, const struct cs_batch *b, const uint16_t *bucket, struct cs_err *e);

/* Writes what is left. -1 with *e (74). */
int cs_part_finish(struct cs_part_set *s, struct cs_err *e);

void cs_part_free(struct cs_part_set *s);

#endif
