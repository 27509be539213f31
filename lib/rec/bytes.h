/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An input of bytes: a file, a pipe or standard input, gzip known by its first bytes and unpacked
 * on the way (rec/gz.h). Everything that reads data stands on this: record streams and sources.
 *
 * One thread reads; cs_bytes_taken may be called by any.
 */
#ifndef CS_REC_BYTES_H
#define CS_REC_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* What a read is asked for: large enough for the disk, small enough for the cache. */
enum { CS_BYTES_BLOCK = 256 * 1024 };

struct cs_bytes;

/*
 * Opens path, kept by reference; NULL or "-" is standard input. Nothing is read yet, so a pipe is
 * not waited for. NULL with *e (74): it cannot be opened, or is a directory.
 */
struct cs_bytes *cs_bytes_open(const char *path, struct cs_err *e);

/* Frees it; NULL is fine. Standard input stays open. */
void cs_bytes_close(struct cs_bytes *in);

/* For messages: the path, or "stdin". */
const char *cs_bytes_name(const struct cs_bytes *in);

/*
 * Reads what there is, at most n bytes (n >= 2), waiting only if there is nothing: the number of
 * bytes, 0 at the end, -1 with *e, which names the input: 74 cannot be read, 65 the gzip data is
 * broken (truncated, damaged, followed by something else), with how far it was good.
 */
int64_t cs_bytes_read(struct cs_bytes *in, void *p, size_t n, struct cs_err *e);

/* True when the next read would have to wait. */
bool cs_bytes_would_block(const struct cs_bytes *in);

/* Its descriptor, for poll(). */
int cs_bytes_fd(const struct cs_bytes *in);

/* Bytes taken from the input so far, still packed if they are. */
uint64_t cs_bytes_taken(const struct cs_bytes *in);

/* The size of a regular file, 0 for anything else. */
uint64_t cs_bytes_size(const struct cs_bytes *in);

/* True for what can be opened and read once more from the start: a regular file. */
bool cs_bytes_again(const struct cs_bytes *in);

#endif
