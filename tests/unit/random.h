/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random numbers that are the same in every run: xorshift (Marsaglia 2003). */
#ifndef CS_TESTS_RANDOM_H
#define CS_TESTS_RANDOM_H

#include <stdint.h>

static uint64_t seed = UINT64_C(88172645463325252); /* a test may set another one, but 0 */

static inline uint64_t
random_bits(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

/* 0 .. n - 1. */
static inline int
below(int n)
{
	return (int)(random_bits() % (uint64_t)n);
}

static inline int64_t
below64(int64_t n)
{
	return (int64_t)(random_bits() % (uint64_t)n);
}

#endif
