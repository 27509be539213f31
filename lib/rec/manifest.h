/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A manifest: which parts a whole has, so that one that is missing, doubled or another is noticed.
 * It is a record stream, one part a record:
 *
 *	shard	rows	bytes	crc32	parts	by
 *	part-000.tsv	149	19113	5d1bc2a0	16	customer_id
 *
 * shard is the name of the part, within the folder where the manifest stands; rows are its records
 * without the head; bytes and crc32 (hexadecimal, as any crc32 tool prints it) are of the file as
 * it stands, packed or not; parts is how many records the manifest has, so that one that lost some
 * is no manifest. One that people write needs the first column alone, and NULL says nothing; but
 * where parts is, so are rows, bytes and crc32. by has the names of the columns that the parts were
 * dealt by, so that those of one key are looked for in one part. Further columns are not looked at.
 */
#ifndef CS_REC_MANIFEST_H
#define CS_REC_MANIFEST_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "rec/writer.h"

/* What the manifest of a folder of parts is called: "manifest.tsv". */
extern const char cs_manifest_name[];

struct cs_manifest_part {
	struct cs_str name; /* decoded */
	int64_t rows;	    /* -1: not said */
	int64_t bytes;	    /* -1: not said */
	int64_t crc;	    /* 0 .. 2^32 - 1; -1: not said */
};

struct cs_manifest {
	struct cs_manifest_part *part;
	size_t n;
	struct cs_str by; /* joined by commas, decoded; p NULL: not said */
};

/*
 * Reads the manifest at a path ("-": standard input) into the arena, in its order. -1 with *e: 74
 * it cannot be read; 65 a bad record, a part that is named twice, or no part at all; 2 there is no
 * column shard. 65 as well: the parts are not as many as it says.
 */
int cs_manifest_read(struct cs_manifest *m, struct cs_arena *a, const char *path, struct cs_err *e);

/* The same of a folder of parts, under its usual name there. */
int cs_manifest_read_in(
    struct cs_manifest *m, struct cs_arena *a, const char *folder, struct cs_err *e);

/* Writes it: the head and all parts. */
void cs_manifest_write(const struct cs_manifest *m, struct cs_writer *w);

/*
 * Is the part in the folder as the manifest says? Its bytes, their checksum and the number of its
 * records are compared, where they are said. 0, or -1 with *e: 65 it is another file, 74 it is not
 * there or cannot be read.
 */
int cs_manifest_verify(const struct cs_manifest_part *p, const char *folder, struct cs_err *e);

/*
 * The files of the folder that are called as cs-part calls parts and are none of the manifest's:
 * *n names in the arena, in the order of their bytes. -1 with *e (74): it cannot be read.
 */
int cs_manifest_unlisted(const struct cs_manifest *m, const char *folder, struct cs_arena *a,
    const char ***name, size_t *n, struct cs_err *e);

/* The name of a part within its folder: what is behind the last slash. */
struct cs_str cs_manifest_base(struct cs_str path);

#endif
