/* SPDX-License-Identifier: GPL-3.0-or-later */
/* (inner) The receipt of cli/erasing: what was done to which file, as records. */
#ifndef CS_CLI_RECEIPT_H
#define CS_CLI_RECEIPT_H

#include "base/arena.h"
#include "base/secret.h"
#include "person/erase.h"
#include "rec/writer.h"

struct cs_receipt {
	struct cs_writer *w;
	struct cs_str customer; /* a token; p NULL: none */
	char token[CS_TOKEN];
	uint64_t left; /* records that say so */
};

/* Writes the header. key NULL: the customer is not there. */
void cs_receipt_begin(
    struct cs_receipt *r, struct cs_writer *w, const struct cs_secret *key, struct cs_str customer);

/* One record; nothing where n is 0. file NULL: none; why NULL: NULL. */
void cs_receipt_put(struct cs_receipt *r, const char *file, struct cs_str what, const char *done,
    uint64_t n, const char *why);

/* What was done to a stream of records. */
void cs_receipt_records(struct cs_receipt *r, const char *file, const struct cs_person_view *v,
    const struct cs_erase_count *n);

#endif
