/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How an index begins: what it is of, and where its parts are. See index.h.
 *
 *	bytes	what
 *	8	"csindex1"
 *	80	ten numbers of eight bytes: enum cs_index_number
 *	4	CRC-32 of these 80 bytes and of the name behind
 *	n	the canonical name of the key's column
 *	then	the directory: for each bucket, and for the end, the number of its first entry in
 *		eight bytes and the CRC-32 of its entries in four
 *	then	the entries
 *
 * Private to rec/index*.c.
 */
#ifndef CS_REC_INDEXHEAD_H
#define CS_REC_INDEXHEAD_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

enum cs_index_number {
	CS_INDEX_BYTES, /* of the file */
	CS_INDEX_ROWS,	/* of the file */
	CS_INDEX_NULL,	/* of these, how many have no key */
	CS_INDEX_ENTRIES,
	CS_INDEX_BITS,	    /* of the number of a bucket */
	CS_INDEX_HEAD,	    /* CRC-32 of the first bytes of the file, at most CS_INDEX_LOOKED */
	CS_INDEX_TAIL,	    /* of its last bytes */
	CS_INDEX_NAME,	    /* bytes of the name of the column */
	CS_INDEX_DIRECTORY, /* offset */
	CS_INDEX_FIRST,	    /* offset of the entries */
	CS_INDEX_NUMBERS,
};

enum {
	CS_INDEX_LOOKED = 4096,
	CS_INDEX_SLOT = 12, /* bytes of the directory by bucket */
	CS_INDEX_ENTRY = 8,
	CS_INDEX_OFFSET_BITS = 40,
	CS_INDEX_LOW_BITS = 64 - CS_INDEX_OFFSET_BITS, /* of the CRC in an entry */
	CS_INDEX_PILE_BITS = 10,		       /* least of CS_INDEX_BITS */
	CS_INDEX_MOST_BITS = 22,
};

/* The bytes before the directory, as they stand in the file. */
void cs_index_head_text(
    const uint64_t number[CS_INDEX_NUMBERS], struct cs_str column, struct cs_buf *b);

/*
 * Reads them from an open file. 1, with the name appended to column; 0 it is no index, or of
 * another version; -1 with *e: it is damaged (65) or cannot be read (74).
 */
int cs_index_head_read(int fd, const char *name, uint64_t number[CS_INDEX_NUMBERS],
    struct cs_buf *column, struct cs_err *e);

/* The checksums of the first and the last bytes of the file of that size. -1 with *e (74). */
int cs_index_ends(
    int fd, const char *name, uint64_t bytes, uint64_t *head, uint64_t *tail, struct cs_err *e);

/* Reads exactly n bytes at an offset. 1; 0: the file ends before; -1 with *e (74). */
int cs_index_get(int fd, const char *name, uint64_t at, void *p, size_t n, struct cs_err *e);

/* Opens a file for reading. -1 with *e (74). */
int cs_index_open_file(const char *path, struct cs_err *e);

/* Numbers, little-endian. */
static inline uint64_t
cs_index_number_at(const unsigned char *p, unsigned bytes)
{
	uint64_t v = 0;

	for (unsigned i = 0; i < bytes; i++)
		v |= (uint64_t)p[i] << (8 * i);
	return v;
}

static inline void
cs_index_number_put(unsigned char *p, uint64_t v, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		p[i] = (unsigned char)(v >> (8 * i));
}

#endif
