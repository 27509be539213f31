/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * About how many different things there are, in 16 KiB however many there are (HyperLogLog,
 * Flajolet et al. 2007, with Ertl's estimator of 2017, which needs no bias tables). The standard
 * error is .81 % at 14 bits. Merging is the greater of each register, and gives what one stream
 * would have given, so that shards may be cut anywhere.
 *
 * Most groups of a table are small, so registers are kept one by one until the table of those that
 * are set would take half the memory of all: 32 bytes for up to 6, 1 KiB for 192. Which of the two
 * it is depends on the number of registers set, not on the order of things, and shows nowhere.
 *
 * Estimates only ever answer to a name that says so (distinct_approx). Never intersect two of them.
 */
#ifndef CS_STAT_HLL_H
#define CS_STAT_HLL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

enum { CS_HLL_BITS = 14, CS_HLL_BITS_MIN = 4, CS_HLL_BITS_MAX = 18 };

struct cs_hll {
	uint8_t *reg;  /* 2^bits registers, or NULL: then there are few, */
	uint32_t *few; /* in a table of 2^few_bits, by register: << 8 | value; 0: free; or NULL */
	uint32_t nfew; /* how many are in it */
	uint8_t few_bits;
	uint8_t bits;
};

/* bits: CS_HLL_BITS_MIN .. MAX, CS_HLL_BITS as a rule. Memory comes with the first addition. */
static inline struct cs_hll
cs_hll(int bits)
{
	return (struct cs_hll){.bits = (uint8_t)bits};
}

void cs_hll_finish(struct cs_hll *h);

/*
 * The hash that registers are made of. It is part of the format of cells: the same on every
 * machine and in every version (FNV-1a of the bytes, then the finaliser of splitmix64).
 */
uint64_t cs_hll_hash(struct cs_str key);

/* The finaliser alone, of i plus the golden ratio: the i-th output of splitmix64 from seed 0. */
uint64_t cs_hll_mix(uint64_t i);

void cs_hll_add_hash(struct cs_hll *h, uint64_t hash);

static inline void
cs_hll_add(struct cs_hll *h, struct cs_str key)
{
	cs_hll_add_hash(h, cs_hll_hash(key));
}

/* False when the bits differ. */
bool cs_hll_merge(struct cs_hll *h, const struct cs_hll *from);

/* The value of register i < 2^bits; 0: not set. */
uint8_t cs_hll_register(const struct cs_hll *h, uint32_t i);

/* How many registers are set: there are at least as many different things. */
uint32_t cs_hll_set(const struct cs_hll *h);

/*
 * The estimate, not rounded; 0 for none. Infinite when every register has the greatest value, which
 * no stream gives that anybody could read.
 */
double cs_hll_count(const struct cs_hll *h);

/* The standard error of the estimate, as a share of it: sqrt((3 ln 2 - 1) / 2^bits), that of many
 * things (Ertl 2017); of few it is less. */
double cs_hll_error(int bits);

/* Bytes held besides h itself. */
size_t cs_hll_bytes(const struct cs_hll *h);

/*
 * Text for a cell: a register a character, '0' + value (values are 0 .. 61), runs of four or more
 * zeros as '*' and their number and ';'; nothing for nothing. Canonical. Parsing replaces what h
 * holds; false, and h good only to be finished, when the text is not exactly that for h's bits.
 */
void cs_hll_text(const struct cs_hll *h, struct cs_buf *out);
bool cs_hll_parse(struct cs_hll *h, struct cs_str text);

#endif
