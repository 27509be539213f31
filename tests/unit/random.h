/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random numbers that are the same in every run: xorshift (Marsaglia 2003). */
#ifndef CS_TESTS_RANDOM_H
#define CS_TESTS_RANDOM_H

#include <stdint.h>

static uint64_t seed; /* not 0: main() sets it */

/* 0 .. n - 1. */
static int
below(int n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (int)(seed % (uint64_t)n);
}

#endif
