/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Amounts of several words: "two and a half hours", "half an hour", "20 dollars", "5th of March",
 * "four stars", "8 out of 10" become one typed token each.
 */
#ifndef CS_TEXT_COMBINE_H
#define CS_TEXT_COMBINE_H

#include "text/lexicon.h"

/* Shortens t by putting tokens together; their terms must have been looked up. */
void cs_combine(const struct cs_lexicon *l, struct cs_tokens *t);

#endif
