/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Amounts: what a run of digits is. Phones, dates, times of day, ratings, money, durations, order
 * numbers and plain numbers, told apart by shape alone, without a regular expression.
 */
#ifndef CS_TEXT_AMOUNT_H
#define CS_TEXT_AMOUNT_H

#include "base/str.h"
#include "text/token.h"

struct cs_amount {
	enum cs_token_kind kind;
	size_t n;      /* its length in bytes */
	int64_t value; /* as struct cs_token has it; stops at 10^15 */
};

/*
 * What stands at text.p + at, where there is a digit, a currency sign ($ or, in UTF-8, pound, euro,
 * yen, cent), '+' or '('. False when no amount begins there: a sign without digits. Letters that
 * belong to the digits are taken with them ("3rd", "45min", "4G", "AB"-less codes as "7x92k1").
 */
bool cs_amount_match(struct cs_str text, size_t at, struct cs_amount *a);

#endif
