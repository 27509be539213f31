/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whole numbers in few bytes: 7 bits a byte, low ones first, the highest bit where there are more.
 * Of those that may be below 0 small ones become small ones without a sign first (fold), and back.
 * Those of 128 bits are written the same way; which of the two it was the reader must know.
 */
#ifndef CS_BASE_VARINT_H
#define CS_BASE_VARINT_H

#include <stdint.h>

#include "base/num.h"

/* Bytes at most. */
enum { CS_VARINT_MAX = 10, CS_VARINT_WIDE_MAX = 19 };

/* Writes v; gives the end. */
static inline uint8_t *
cs_varint_put(uint8_t *p, uint64_t v)
{
	for (; v >= 128; v >>= 7)
		*p++ = (uint8_t)(v | 128);
	*p++ = (uint8_t)v;
	return p;
}

/* Reads *v, which is whole; gives the end. */
static inline const uint8_t *
cs_varint_get(const uint8_t *p, uint64_t *v)
{
	uint64_t x = 0;
	int shift = 0;

	for (; *p >= 128; p++, shift += 7)
		x |= (uint64_t)(*p & 127) << shift;
	*v = x | (uint64_t)*p << shift;
	return p + 1;
}

static inline uint64_t
cs_varint_fold(int64_t v)
{
	return (uint64_t)v << 1 ^ (uint64_t)(v >> 63);
}

static inline int64_t
cs_varint_unfold(uint64_t v)
{
	return (int64_t)(v >> 1 ^ (0 - (v & 1)));
}

/* The same with 128 bits. */
static inline uint8_t *
cs_varint_put_wide(uint8_t *p, cs_u128 v)
{
	for (; v > UINT64_MAX; v >>= 7)
		*p++ = (uint8_t)(v | 128);
	return cs_varint_put(p, (uint64_t)v);
}

static inline const uint8_t *
cs_varint_get_wide(const uint8_t *p, cs_u128 *v)
{
	cs_u128 x = 0;
	int shift = 0;

	for (; *p >= 128; p++, shift += 7)
		x |= (cs_u128)(*p & 127) << shift;
	*v = x | (cs_u128)*p << shift;
	return p + 1;
}

static inline cs_u128
cs_varint_fold_wide(cs_i128 v)
{
	return (cs_u128)v << 1 ^ (cs_u128)(v >> 127);
}

static inline cs_i128
cs_varint_unfold_wide(cs_u128 v)
{
	return (cs_i128)(v >> 1 ^ (0 - (v & 1)));
}

#endif
