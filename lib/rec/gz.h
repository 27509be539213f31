/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gunzip, strictly. The one user of zlib and, where it was there at build, ISA-L, which unpacks
 * more than twice as fast; either only does the raw inflating. Members, their headers and
 * checksums are judged by a state machine of ours, because the libraries' own let pass what must
 * not: a truncated file, or garbage after the end.
 *
 * Members may follow one another, and zeros may fill the end. A member cut short, a wrong checksum
 * or length, a damaged block, or anything else behind the last member is an error.
 *
 * The decoder takes its input in pieces of any size and does no I/O. Packing is rec/gzpack.
 */
#ifndef CS_REC_GZ_H
#define CS_REC_GZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct cs_gz;

/* True when text that begins so is gzip: 1f 8b. With n < 2 it can only be guessed from 1f. */
bool cs_gz_magic(const void *p, size_t n);

struct cs_gz *cs_gz_new(void);
void cs_gz_free(struct cs_gz *gz);

/*
 * Unpacks from in[0 .. *nin) to out[0 .. *nout), sets *nin to what it took and *nout to what it
 * gave. It takes all of the input or fills all of the output, if it does not fail. Errors (65) say
 * what and how far, without the file's name.
 */
int cs_gz_feed(struct cs_gz *gz, const unsigned char *in, size_t *nin, unsigned char *out,
    size_t *nout, struct cs_err *e);

/* The input is at its end: 0, or an error (65) if that is in the middle of a member. */
int cs_gz_end(const struct cs_gz *gz, struct cs_err *e);

/*
 * The checksum of gzip and zlib (CRC-32, polynomial 0x04c11db7 reflected) of n more bytes behind
 * those that crc is of; 0 is that of nothing. Values are those of any other crc32: they may be
 * written to files.
 */
uint32_t cs_gz_crc32(uint32_t crc, const void *p, size_t n);

#endif
