/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the modes have in common that are about months that are billed: --statement, --journal and
 * --postings. They ask for the levels of postings, read what was closed with --closed, and render
 * what is to be billed now.
 */
#ifndef CS_CHARGE_CHARGEBILLED_H
#define CS_CHARGE_CHARGEBILLED_H

#include "charge/closing.h"

/* At the begin of the state of such a mode; zeroed it is empty. */
struct cs_chargebilled {
	unsigned level[CS_POSTING_LEVELS];
	struct cs_closing closing;
	struct cs_postings postings; /* after cs_chargebilled_make */
};

/* For bind of a mode. -1 with *e. */
int cs_chargebilled_bind(struct cs_charge *c, struct cs_chargebilled *b, struct cs_err *e);

/* For its rows and sentences: makes b->postings, unless they are made. -1 with *e (65). */
int cs_chargebilled_make(struct cs_charge *c, struct cs_chargebilled *b, struct cs_err *e);

/* For its finish. */
void cs_chargebilled_finish(struct cs_chargebilled *b);

/* The mode --postings: they as records, which --closed reads. */
extern const struct cs_charge_mode cs_chargepostings;

#endif
