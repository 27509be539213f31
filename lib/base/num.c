/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole numbers as text: see num.h. */
#include "base/num.h"

bool
cs_num_i128(struct cs_str s, cs_i128 *v)
{
	bool minus = s.n != 0 && s.p[0] == '-';
	cs_i128 r = 0;

	s = cs_str_skip(s, minus);
	if (s.n == 0)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		unsigned d = (unsigned char)s.p[i] - '0';

		if (d > 9 || __builtin_mul_overflow(r, 10, &r) ||
		    __builtin_sub_overflow(r, (cs_i128)d, &r))
			return false;
	}
	/* Counted downwards, so that the smallest number, which has no positive twin, fits. */
	if (!minus && __builtin_sub_overflow((cs_i128)0, r, &r))
		return false;
	*v = r;
	return true;
}

bool
cs_num_i64(struct cs_str s, int64_t *v)
{
	bool minus = s.n != 0 && s.p[0] == '-';
	struct cs_str t = cs_str_skip(s, minus);
	uint64_t r = 0;
	cs_i128 wide;

	if (t.n == 0)
		return false;
	if (t.n <= 18) {
		for (size_t i = 0; i < t.n; i++) {
			unsigned d = (unsigned char)t.p[i] - '0';

			if (d > 9)
				return false;
			r = r * 10 + d;
		}
		*v = minus ? -(int64_t)r : (int64_t)r;
		return true;
	}
	if (!cs_num_i128(s, &wide) || wide > INT64_MAX || wide < INT64_MIN)
		return false;
	*v = (int64_t)wide;
	return true;
}

size_t
cs_num_i128_text(char *p, cs_i128 v)
{
	char tmp[CS_NUM_I128_MAX];
	cs_u128 u = v < 0 ? -(cs_u128)v : (cs_u128)v;
	size_t i = sizeof tmp, n;

	do {
		tmp[--i] = (char)('0' + (int)(u % 10));
		u /= 10;
	} while (u != 0);
	if (v < 0)
		tmp[--i] = '-';
	n = sizeof tmp - i;
	memcpy(p, tmp + i, n);
	return n;
}

size_t
cs_num_i64_text(char *p, int64_t v)
{
	static const char pairs[] = "00010203040506070809101112131415161718192021222324"
				    "25262728293031323334353637383940414243444546474849"
				    "50515253545556575859606162636465666768697071727374"
				    "75767778798081828384858687888990919293949596979899";
	char tmp[CS_NUM_I64_MAX];
	uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;
	size_t i = sizeof tmp, n;

	while (u >= 100) {
		i -= 2;
		memcpy(tmp + i, pairs + 2 * (u % 100), 2);
		u /= 100;
	}
	if (u >= 10) {
		i -= 2;
		memcpy(tmp + i, pairs + 2 * u, 2);
	} else {
		tmp[--i] = (char)('0' + (int)u);
	}
	if (v < 0)
		tmp[--i] = '-';
	n = sizeof tmp - i;
	memcpy(p, tmp + i, n);
	return n;
}

bool
cs_num_hex32(struct cs_str s, uint32_t *v)
{
	uint32_t sum = 0;

	if (s.n != CS_NUM_HEX32)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c >= '0' && c <= '9')
			sum = sum << 4 | (uint32_t)(c - '0');
		else if (c >= 'a' && c <= 'f')
			sum = sum << 4 | (uint32_t)(c - 'a' + 10);
		else
			return false;
	}
	*v = sum;
	return true;
}
