/* SPDX-License-Identifier: GPL-3.0-or-later */
/* (inner) What may follow a calling code: the countries that share it, taken together. */
#ifndef CS_TEXT_CALLING_H
#define CS_TEXT_CALLING_H

#include "text/phone.h"

struct cs_calling {
	unsigned min, max;   /* digits behind it; max 0: no such code */
	struct cs_str trunk; /* what is not dialled behind it, though some write it */
	bool zero;	     /* what follows may begin with 0 */
};

/*
 * The calling code that the n digits begin with, and how long it is (no code begins with another).
 * NULL: none.
 */
const struct cs_calling *cs_calling_find(const char *digit, size_t n, size_t *len);

#endif
