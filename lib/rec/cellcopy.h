/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cell on its way out: what writing and joining do once a cell, and little else. */
#ifndef CS_REC_CELLCOPY_H
#define CS_REC_CELLCOPY_H

#include <string.h>

#include "base/str.h"

/*
 * Copies s to where there is room for it, and gives where it ends. memcpy() for what is mostly a
 * few bytes: two copies that overlap cost less than a call.
 */
static inline char *
cs_cell_put(char *to, struct cs_str s)
{
	if (s.n > 16) {
		memcpy(to, s.p, s.n);
	} else if (s.n >= 8) {
		memcpy(to, s.p, 8);
		memcpy(to + s.n - 8, s.p + s.n - 8, 8);
	} else if (s.n >= 4) {
		memcpy(to, s.p, 4);
		memcpy(to + s.n - 4, s.p + s.n - 4, 4);
	} else {
		for (size_t i = 0; i < s.n; i++)
			to[i] = s.p[i];
	}
	return to + s.n;
}

#endif
