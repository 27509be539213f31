/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers in few bytes: what was written comes back, and small ones of either sign are one byte. */
#include "base/varint.h"

#include "../tap.h"

static void
narrow(void)
{
	static const int64_t values[] = {0, 1, -1, 63, 64, -64, -65, 127, 128, 8191, 8192,
	    1772323200000000, INT64_MAX, INT64_MIN + 1, INT64_MIN};
	uint8_t bytes[CS_VARINT_MAX];
	uint64_t v;

	for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
		const uint8_t *end = cs_varint_put(bytes, cs_varint_fold(values[i]));

		ok(cs_varint_get(bytes, &v) == end, "as many bytes as were written");
		is_int(cs_varint_unfold(v), values[i], "the same number");
	}
	ok(cs_varint_fold(-1) == 1 && cs_varint_fold(1) == 2, "small ones stay small");
}

static void
wide(void)
{
	const cs_i128 most = (cs_i128)((cs_u128)-1 >> 1);
	const cs_i128 values[] = {0, 1, -1, 63, 64, -64, -65, INT64_MAX, INT64_MIN,
	    (cs_i128)INT64_MAX + 1, (cs_i128)INT64_MIN - 1, most, -most - 1};
	uint8_t bytes[CS_VARINT_WIDE_MAX];
	cs_u128 v;

	for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
		const uint8_t *end = cs_varint_put_wide(bytes, cs_varint_fold_wide(values[i]));

		ok(cs_varint_get_wide(bytes, &v) == end, "as many bytes as were written");
		ok(cs_varint_unfold_wide(v) == values[i], "the same number, %zu", i);
	}
	for (int64_t i = -70; i < 70; i++) {
		uint8_t narrow[CS_VARINT_MAX];
		size_t n = (size_t)(cs_varint_put(narrow, cs_varint_fold(i)) - narrow);

		ok((size_t)(cs_varint_put_wide(bytes, cs_varint_fold_wide(i)) - bytes) == n &&
			memcmp(bytes, narrow, n) == 0,
		    "%d is written as with 64 bits", (int)i);
	}
}

int
main(void)
{
	narrow();
	wide();
	return done();
}
