/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The texts of lib/data, built into the program by lib/embed.c: "columns", "maps/zendesk" ...
 */
#ifndef CS_BASE_DATA_H
#define CS_BASE_DATA_H

#include "base/str.h"

struct cs_data {
	const char *name; /* path below lib/data */
	const char *p;	  /* the text, n bytes and a NUL */
	size_t n;
};

/* Sorted by name, ended by an entry with name NULL. Made at build time. */
extern const struct cs_data cs_data_files[];

/* The text of that name; p is NULL when there is none. */
struct cs_str cs_data(const char *name);

#endif
