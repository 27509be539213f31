/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Packing as gzip: each text becomes a member of its own, whole, so that one packer of 256 KiB
 * serves any number of files, and the bytes depend on nothing but the text and the version of zlib
 * (always zlib's deflate, so that a build with ISA-L writes the same). gunzip and rec/gz read
 * members that follow one another as one file.
 */
#ifndef CS_REC_GZPACK_H
#define CS_REC_GZPACK_H

#include "base/buf.h"

struct cs_gzpack;

/* level: 1 fast to 9 small. Never NULL. */
struct cs_gzpack *cs_gzpack_new(int level);

/* Frees it; NULL is fine. */
void cs_gzpack_free(struct cs_gzpack *g);

/* Appends the text to out as a member; no name and no time in its header. text.n <= 2^31. */
void cs_gzpack_member(struct cs_gzpack *g, struct cs_str text, struct cs_buf *out);

#endif
