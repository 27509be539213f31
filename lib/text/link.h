/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Links and mail addresses, which must be told from two words with a dot between them.
 */
#ifndef CS_TEXT_LINK_H
#define CS_TEXT_LINK_H

#include "base/str.h"
#include "text/token.h"

/*
 * s.p + at begins a word that ends at `end` (at < end <= s.n). The length of the link or address
 * that begins with it, and its kind (CS_TOKEN_URL, CS_TOKEN_EMAIL); 0: there is none.
 */
size_t cs_link_match(struct cs_str s, size_t at, size_t end, enum cs_token_kind *kind);

#endif
