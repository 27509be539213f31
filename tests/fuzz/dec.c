/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * base/dec on two texts, cut at the first newline: what is read is written as it was, and the laws
 * of arithmetic hold wherever a result fits.
 */
#include "base/dec.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool good)
{
	if (!good)
		abort();
}

static void
check_text(struct cs_dec d)
{
	struct cs_buf b = CS_BUF_INIT;
	struct cs_dec back;

	cs_dec_text(&b, d);
	check(cs_dec_parse(cs_buf_all(&b), &back) && back.coef == d.coef && back.scale == d.scale);
	cs_buf_finish(&b);
}

static void
check_laws(struct cs_dec a, struct cs_dec b)
{
	struct cs_buf text = CS_BUF_INIT;
	struct cs_dec r, back;
	int64_t micros;

	check(cs_dec_cmp(a, b) == -cs_dec_cmp(b, a));
	check(cs_dec_cmp(cs_dec_trim(a), a) == 0);
	if (cs_dec_add(a, b, &r)) {
		check_text(r);
		if (cs_dec_sub(r, b, &back))
			check(cs_dec_cmp(back, a) == 0);
	}
	if (cs_dec_mul(a, b, &r)) {
		check_text(r);
		check(cs_dec_mul(b, a, &back) && cs_dec_cmp(back, r) == 0);
	}
	if (b.coef != 0 && cs_dec_div(a, b, &r)) {
		check_text(r);
		check(r.scale <= CS_DEC_QUOTIENT);
	}
	for (int scale = 0; scale <= CS_DEC_SCALE_MAX; scale++) {
		r = cs_dec_round(a, scale);
		check(r.scale <= a.scale);
		check_text(r);
	}
	if (cs_dec_micros(a, &micros))
		check(cs_dec_cmp((struct cs_dec){micros, 6}, a) == 0);
	if (b.coef > 0)
		cs_dec_ratio_text(&text, a.coef, b.coef, a.scale);
	(void)cs_dec_double(a);
	cs_buf_finish(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_str rest = cs_str((const char *)data, size), s = cs_str(NULL, 0);
	struct cs_dec a, b, same;

	(void)cs_str_split(&rest, '\n', &s);
	(void)cs_dec_parse_marks(s, ',', '.', &a);
	if (!cs_dec_parse(s, &a)) {
		check(!cs_dec_parse_marks(s, '.', '\0', &same));
		return 0;
	}
	check(cs_dec_parse_marks(s, '.', '\0', &same) && same.coef == a.coef &&
	      same.scale == a.scale);
	check_text(a);
	if (cs_dec_parse(rest, &b))
		check_laws(a, b);
	return 0;
}
