/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a month costs by a contract: see contract.h. */
#include "base/dec.h"
#include "charge/contract.h"

enum { MILLION = 1000000, MINUTE = 60, POINT = 10000 };

/* num / den to the nearest whole number, half away from zero; den > 0. */
static cs_i128
nearest(cs_i128 num, cs_i128 den)
{
	const cs_i128 half = num < 0 ? -(den / 2) : den / 2;

	return (num + half) / den;
}

/* *sum += price * n * scale; false beyond 128 bits. */
static bool
add(cs_i128 *sum, int64_t price, int64_t n, int scale)
{
	cs_i128 v;

	return !__builtin_mul_overflow((cs_i128)price * n, (cs_i128)scale, &v) &&
	       !__builtin_add_overflow(*sum, v, sum);
}

/* Millionths of 60ths to minor units. */
static cs_i128
minor(cs_i128 sum, int digits)
{
	cs_i128 den = (cs_i128)MILLION * MINUTE;

	for (int i = 0; i < digits; i++)
		den /= 10;
	return nearest(sum, den);
}

/* The share that a month below the target loses, in millionths. */
static int64_t
malus_share(const struct cs_contract_terms *t, const struct cs_contract_work *w)
{
	/* How far below, in millionths of a share; the exact quotient is not smaller than its
	 * floor by a point: whole points are floors anyway. */
	const cs_i128 below =
	    ((cs_i128)t->target * w->sl_of - (cs_i128)w->sl_met * MILLION) / w->sl_of;
	const int64_t points = (int64_t)(below / POINT);
	const int64_t share = t->malus + points * t->point;

	return share < t->most ? share : t->most;
}

bool
cs_contract_due(const struct cs_contract_terms *t, const struct cs_contract_work *w,
    struct cs_contract_due *due)
{
	const int digits = cs_currency_digits(t->currency);
	cs_i128 gross = 0, outcome = 0, off;

	*due = (struct cs_contract_due){0};
	/* All in 60ths, so that seconds are exact. */
	if (!add(&gross, t->price[CS_PRICE_MINUTE], w->handle_s, 1) ||
	    !add(&gross, t->price[CS_PRICE_CONTACT], w->contacts, MINUTE) ||
	    !add(&gross, t->price[CS_PRICE_MONTH], 1, MINUTE))
		return false;
	due->gross = minor(gross, digits);
	due->missed = t->sl.n != 0 && w->sl_of > 0 &&
		      (cs_i128)w->sl_met * MILLION < (cs_i128)t->target * w->sl_of;
	if (due->missed) {
		if (__builtin_mul_overflow(due->gross, (cs_i128)malus_share(t, w), &off))
			return false;
		due->malus = nearest(off, MILLION);
	}
	due->net = due->gross - due->malus;
	if (!t->has_price[CS_PRICE_SOLVED] && !t->has_price[CS_PRICE_KEPT])
		return true;
	if ((t->has_price[CS_PRICE_SOLVED] && w->solved < 0) ||
	    (t->has_price[CS_PRICE_KEPT] && w->kept < 0))
		return true;
	due->has_outcome = true;
	if ((t->has_price[CS_PRICE_SOLVED] &&
		!add(&outcome, t->price[CS_PRICE_SOLVED], w->solved, MINUTE)) ||
	    (t->has_price[CS_PRICE_KEPT] &&
		!add(&outcome, t->price[CS_PRICE_KEPT], w->kept, MINUTE)) ||
	    !add(&outcome, t->price[CS_PRICE_MONTH], 1, MINUTE))
		return false;
	due->outcome = minor(outcome, digits);
	return true;
}
