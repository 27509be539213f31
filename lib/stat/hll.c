/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many different things there are, about: see hll.h. */
#include "stat/hll.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"

enum {
	RUN = 4, /* zeros that are written as a run */
	FEW = 3, /* bits of the smallest table of few */
};

static size_t
registers(const struct cs_hll *h)
{
	return (size_t)1 << h->bits;
}

/* Where a register is in the table of few, or would be. They are hashes: no other is needed. */
static uint32_t
place(const struct cs_hll *h, uint32_t i)
{
	uint32_t mask = ((uint32_t)1 << h->few_bits) - 1, at = i & mask;

	while (h->few[at] != 0 && h->few[at] >> 8 != i)
		at = (at + 1) & mask;
	return at;
}

/* Takes over all of few into registers of their own. */
static void
spread(struct cs_hll *h)
{
	uint8_t *reg = cs_mem_new0(registers(h), 1);

	for (size_t k = 0; h->few != NULL && k < (size_t)1 << h->few_bits; k++) {
		if (h->few[k] != 0)
			reg[h->few[k] >> 8] = (uint8_t)h->few[k];
	}
	free(h->few);
	h->few = NULL;
	h->nfew = 0;
	h->reg = reg;
}

/* Room for one more among few, a quarter of which stays free, or registers of their own. */
static void
grow(struct cs_hll *h)
{
	uint32_t *old = h->few;
	size_t n = old != NULL ? (size_t)1 << h->few_bits : 0;
	uint8_t bits = old != NULL ? (uint8_t)(h->few_bits + 1) : FEW;

	if (h->nfew + 1 <= n / 4 * 3)
		return;
	if (((size_t)1 << bits) * sizeof *h->few > registers(h) / 2) {
		spread(h);
		return;
	}
	h->few = cs_mem_new0((size_t)1 << bits, sizeof *h->few);
	h->few_bits = bits;
	for (size_t k = 0; k < n; k++) {
		if (old[k] != 0)
			h->few[place(h, old[k] >> 8)] = old[k];
	}
	free(old);
}

/* Raises a register to a value that is not 0. */
static void
raise_to(struct cs_hll *h, uint32_t i, uint8_t value)
{
	uint8_t old = cs_hll_register(h, i);

	if (old >= value)
		return;
	if (h->reg == NULL && old == 0)
		grow(h);
	if (h->reg != NULL) {
		h->reg[i] = value;
		return;
	}
	h->few[place(h, i)] = i << 8 | value;
	h->nfew += old == 0;
}

void
cs_hll_finish(struct cs_hll *h)
{
	free(h->reg);
	free(h->few);
	*h = (struct cs_hll){.bits = h->bits};
}

uint8_t
cs_hll_register(const struct cs_hll *h, uint32_t i)
{
	if (h->reg != NULL)
		return h->reg[i];
	return h->few != NULL ? (uint8_t)h->few[place(h, i)] : 0;
}

uint32_t
cs_hll_set(const struct cs_hll *h)
{
	uint32_t n = h->nfew;

	for (size_t i = 0; h->reg != NULL && i < registers(h); i++)
		n += h->reg[i] != 0;
	return n;
}

size_t
cs_hll_bytes(const struct cs_hll *h)
{
	size_t few = h->few != NULL ? ((size_t)1 << h->few_bits) * sizeof *h->few : 0;

	return h->reg != NULL ? registers(h) : few;
}

uint64_t
cs_hll_mix(uint64_t i)
{
	uint64_t z = i + UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

uint64_t
cs_hll_hash(struct cs_str key)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < key.n; i++)
		h = (h ^ (unsigned char)key.p[i]) * UINT64_C(0x100000001b3);
	return cs_hll_mix(h);
}

void
cs_hll_add_hash(struct cs_hll *h, uint64_t hash)
{
	uint32_t i = (uint32_t)(hash >> (64 - h->bits));
	uint64_t rest = hash << h->bits;
	uint8_t rho = (uint8_t)(rest != 0 ? __builtin_clzll(rest) + 1 : 64 - h->bits + 1);

	raise_to(h, i, rho);
}

bool
cs_hll_merge(struct cs_hll *h, const struct cs_hll *from)
{
	if (h->bits != from->bits)
		return false;
	for (size_t k = 0; from->few != NULL && k < (size_t)1 << from->few_bits; k++) {
		if (from->few[k] != 0)
			raise_to(h, from->few[k] >> 8, (uint8_t)from->few[k]);
	}
	if (from->reg == NULL)
		return true;
	if (h->reg == NULL)
		spread(h);
	for (size_t i = 0; i < registers(h); i++) {
		if (h->reg[i] < from->reg[i])
			h->reg[i] = from->reg[i];
	}
	return true;
}

/* Ertl's two series: the corrections for registers at 0 and at the greatest value. */
static double
sigma(double x)
{
	double y = 1, z = x, before;

	if (x >= 1)
		return INFINITY;
	do {
		x *= x;
		before = z;
		z += x * y;
		y += y;
	} while (z > before);
	return z;
}

static double
tau(double x)
{
	double y = 1, z = 1 - x, before;

	if (x <= 0 || x >= 1)
		return 0;
	do {
		x = sqrt(x);
		before = z;
		y *= .5;
		z -= (1 - x) * (1 - x) * y;
	} while (z < before);
	return z / 3;
}

double
cs_hll_count(const struct cs_hll *h)
{
	double m = (double)registers(h), z;
	int q = 64 - h->bits;
	uint32_t times[66] = {0};

	for (size_t k = 0; h->few != NULL && k < (size_t)1 << h->few_bits; k++)
		times[(uint8_t)h->few[k]] += h->few[k] != 0;
	for (size_t i = 0; h->reg != NULL && i < registers(h); i++)
		times[h->reg[i]]++;
	if (h->reg == NULL)
		times[0] = (uint32_t)registers(h) - h->nfew;
	if (times[0] == registers(h))
		return 0;
	z = m * tau(1 - times[q + 1] / m);
	for (int k = q; k > 0; k--)
		z = .5 * (z + times[k]);
	z += m * sigma(times[0] / m);
	return z > 0 ? m / (2 * log(2)) * m / z : INFINITY;
}

double
cs_hll_error(int bits)
{
	return sqrt((3 * log(2) - 1) / (double)((size_t)1 << bits));
}

void
cs_hll_text(const struct cs_hll *h, struct cs_buf *out)
{
	struct cs_hll own = cs_hll(h->bits);
	const uint8_t *reg = h->reg;
	size_t n = registers(h), zeros;

	if (h->few != NULL) {
		(void)cs_hll_merge(&own, h);
		spread(&own);
		reg = own.reg;
	}
	for (size_t i = 0; reg != NULL && i < n; i += zeros) {
		for (zeros = 0; i + zeros < n && reg[i + zeros] == 0;)
			zeros++;
		if (zeros >= RUN) {
			cs_buf_c(out, '*');
			cs_buf_i64(out, (int64_t)zeros);
			cs_buf_c(out, ';');
			continue;
		}
		zeros = 1;
		cs_buf_c(out, (char)('0' + reg[i]));
	}
	cs_hll_finish(&own);
}

/* A run of zeros at the front of *text, behind its star: how many, 0 for a bad one. */
static size_t
parse_run(struct cs_str *text, size_t room)
{
	struct cs_str digits;
	int64_t n;

	if (!cs_str_split(text, ';', &digits) || text->p == NULL)
		return 0;
	if (!cs_num_i64(digits, &n) || n < RUN || (uint64_t)n > room || digits.p[0] == '0')
		return 0;
	return (size_t)n;
}

bool
cs_hll_parse(struct cs_hll *h, struct cs_str text)
{
	size_t n = registers(h), at = 0, zeros;
	size_t run = 0; /* zeros before this one; a run that was written as one counts RUN - 1 */

	cs_hll_finish(h);
	if (text.n == 0)
		return true;
	while (text.n > 0 && at < n) {
		char c = text.p[0];

		text = cs_str_skip(text, 1);
		if (c == '*') {
			zeros = parse_run(&text, n - at);
			if (zeros == 0 || run != 0)
				return false;
			at += zeros;
			run = RUN - 1;
			continue;
		}
		if (c < '0' || c > '0' + 64 - h->bits + 1)
			return false;
		if (c != '0')
			raise_to(h, (uint32_t)at, (uint8_t)(c - '0'));
		at++;
		run = c == '0' ? run + 1 : 0;
		if (run >= RUN)
			return false;
	}
	return at == n && text.n == 0 && (h->reg != NULL || h->nfew != 0);
}
