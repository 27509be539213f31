/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What rulefile.c (reading rules) and rules.c (running them) share.
 */
#ifndef CS_TEXT_LINKS_H
#define CS_TEXT_LINKS_H

#include "text/rules.h"

/* What finding a term does to a rule. */
enum cs_link_kind {
	CS_LINK_GROUP, /* hits group n */
	CS_LINK_LEFT,  /* is on the left of near n */
	CS_LINK_RIGHT, /* is on its right */
	CS_LINK_NONE,  /* rules it out */
};

struct cs_rule_link {
	uint32_t rule;
	uint8_t kind; /* enum cs_link_kind */
	uint8_t n;
	uint32_t next; /* another link of the same term, or CS_MAP_NONE */
};

#endif
