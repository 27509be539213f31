/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whole numbers as text, strictly: an optional minus, digits, nothing else. No blanks, no plus,
 * no locale, no base but ten; leading zeros are fine. What does not fit is refused, never cut.
 */
#ifndef CS_BASE_NUM_H
#define CS_BASE_NUM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

typedef __int128 cs_i128;
typedef unsigned __int128 cs_u128;

/* Digits of a checksum of 32 bits: hexadecimal, small letters. */
enum { CS_NUM_HEX32 = 8 };

/* Longest texts, without NUL: -9223372036854775808 and the same for 128 bits. */
#define CS_NUM_I64_MAX	20
#define CS_NUM_I128_MAX 40

/* True and *v set, or false and *v untouched. */
bool cs_num_i64(struct cs_str s, int64_t *v);
bool cs_num_i128(struct cs_str s, cs_i128 *v);

/* The same for exactly CS_NUM_HEX32 digits, as crc32 tools print them. */
bool cs_num_hex32(struct cs_str s, uint32_t *v);

/* Writes v to p, which has room for the longest text; gives the number of bytes. No NUL. */
size_t cs_num_i64_text(char *p, int64_t v);
size_t cs_num_i128_text(char *p, cs_i128 v);

/* Floor of a / b and the remainder that is never negative, for b > 0. */
static inline int64_t
cs_num_floordiv(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static inline int64_t
cs_num_floormod(int64_t a, int64_t b)
{
	int64_t r = a % b;

	return r < 0 ? r + b : r;
}

#endif
