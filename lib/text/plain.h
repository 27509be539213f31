/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plain text: a field as people meant it. Exports and forms leave HTML entities, typographic
 * quotes, non-breaking and zero-width blanks and full-width letters in comments; the tokenizer
 * should see none of them. Every byte of the plain text knows the byte of the field that it came
 * from, so that whatever is found can be shown in the original.
 *
 * The plain text is always a copy, with CS_PLAIN_PAD zero bytes behind it that may be read: so the
 * tokenizer can look at 16 bytes anywhere without asking where the end is.
 */
#ifndef CS_TEXT_PLAIN_H
#define CS_TEXT_PLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

enum { CS_PLAIN_PAD = 32 };

/* Zeroed it is empty and ready; used again for field after field. */
struct cs_plain {
	struct cs_str text; /* the plain text, in buf */
	size_t field_n;	    /* length of the field */
	struct cs_buf buf;  /* the padding counted */
	bool mapped;	    /* something was changed: from says where bytes came from */
	uint32_t *from;	    /* by byte of text: its place in the field */
	size_t from_cap;
};

void cs_plain_finish(struct cs_plain *p);

/*
 * Sets p->text from a field of valid UTF-8 (bytes that are not are left out where something is
 * changed) of less than 4 GiB. Entities are resolved once: "&amp;lt;" gives "&lt;". Quotes become '
 * and ", dashes -, an ellipsis three dots, blanks of any kind a space, line separators a newline,
 * full-width forms ASCII; zero-width and direction marks go.
 */
void cs_plain_make(struct cs_plain *p, struct cs_str field);

/* Where in the field the byte at of the plain text begins; at = p->text.n gives the field's end. */
static inline uint32_t
cs_plain_from(const struct cs_plain *p, size_t at)
{
	if (!p->mapped)
		return (uint32_t)at;
	return at < p->text.n ? p->from[at] : (uint32_t)p->field_n;
}

#endif
