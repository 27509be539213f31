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

/* What a month loses or gains that is so far from the target (above 0; millionths of a share,
 * of so many), in minor units of its gross. False beyond 128 bits. */
static bool
share_of(const struct cs_contract_share *s, cs_i128 gross, cs_i128 far, int64_t of, cs_i128 *part)
{
	/* The floor of a quotient has the same whole points as the quotient. */
	const int64_t points = (int64_t)(far / of / POINT);
	const int64_t all = s->flat + points * s->point;

	if (__builtin_mul_overflow(gross, (cs_i128)(all < s->most ? all : s->most), part))
		return false;
	*part = nearest(*part, MILLION);
	return true;
}

/* Malus or bonus of a month. */
static bool
judge(const struct cs_contract_terms *t, const struct cs_contract_work *w,
    struct cs_contract_due *due)
{
	const cs_i128 above = (cs_i128)w->sl_met * MILLION - (cs_i128)t->target * w->sl_of;
	const bool counts = t->sl.n != 0 && w->sl_of > 0;

	due->missed = counts && above < 0;
	due->exceeded = counts && above > 0;
	/* What is paid back is neither lessened nor raised. */
	if (due->gross <= 0 || !counts || above == 0)
		return true;
	return due->missed ? share_of(&t->malus, due->gross, -above, w->sl_of, &due->malus)
			   : share_of(&t->bonus, due->gross, above, w->sl_of, &due->bonus);
}

bool
cs_contract_due(const struct cs_contract_terms *t, const struct cs_contract_work *w,
    struct cs_contract_due *due)
{
	const int digits = cs_currency_digits(t->currency);
	const int64_t least_s = t->minutes_least * MINUTE;
	cs_i128 gross = 0, outcome = 0;

	*due = (struct cs_contract_due){.paid_s = w->paid_s > least_s ? w->paid_s : least_s};
	/* All in 60ths, so that seconds are exact. */
	if (!add(&gross, t->price[CS_PRICE_MINUTE], due->paid_s, 1) ||
	    !add(&gross, t->price[CS_PRICE_CONTACT],
		w->contacts > t->contacts_least ? w->contacts : t->contacts_least, MINUTE) ||
	    !add(&gross, t->price[CS_PRICE_LEG], w->legs, MINUTE) ||
	    !add(&gross, t->price[CS_PRICE_MONTH], 1, MINUTE))
		return false;
	due->gross = minor(gross, digits);
	if (!judge(t, w, due))
		return false;
	due->net = due->gross - due->malus + due->bonus;
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
