/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Groups of rows, batch by batch, until their table is far larger than any cache: ids in order of
 * appearance, the same as one step at a time gives, and what they are split into.
 */
#include "cell/keys.h"

#include <stdlib.h>

#include "../tap.h"
#include "base/mem.h"
#include "random.h"

enum { LEFT = 900, RIGHT = 300, ROWS = 200000 };

/* Rows in batches of `size`, against single steps. Only what is wrong is said. */
static void
test_batches(const uint32_t *left, const uint32_t *right, size_t size)
{
	uint32_t *group = cs_mem_new(size, sizeof *group);
	struct cs_keys many, single;
	size_t wrong = 0;

	cs_keys_init(&many, 2);
	cs_keys_init(&single, 2);
	for (size_t at = 0; at < ROWS; at += size) {
		size_t n = ROWS - at < size ? ROWS - at : size;

		cs_keys_steps(&many, 0, group, left + at, n);
		cs_keys_steps(&many, 1, group, right + at, n);
		for (size_t i = 0; i < n; i++) {
			uint32_t one = cs_keys_step(&single, 0, 0, left[at + i]);
			uint32_t before, value;

			one = cs_keys_step(&single, 1, one, right[at + i]);
			cs_keys_split(&many, 1, group[i], &before, &value);
			wrong +=
			    group[i] != one || before != left[at + i] || value != right[at + i];
		}
	}
	is_int(wrong, 0, "groups of rows by %zu", size);
	is_int(many.ngroup, single.ngroup, "as many of them");
	ok(many.ngroup > (1 << 16), "more than stay in a cache");
	cs_keys_finish(&many);
	cs_keys_finish(&single);
	free(group);
}

int
main(void)
{
	static const size_t size[] = {1, 7, 8, 9, 16, 17, 18, 4096, ROWS};
	uint32_t *left = cs_mem_new(ROWS, sizeof *left), *right = cs_mem_new(ROWS, sizeof *right);

	seed = 20261122;
	for (size_t i = 0; i < ROWS; i++) {
		left[i] = (uint32_t)below(LEFT);
		right[i] = (uint32_t)below(RIGHT);
	}
	for (size_t i = 0; i < sizeof size / sizeof *size; i++)
		test_batches(left, right, size[i]);
	free(left);
	free(right);
	return done();
}
