/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Telephone numbers in one form: E.164, "+493012345678".
 *
 * The same number stands in a dozen shapes in a dozen systems: "030 / 1234-5678" and
 * "+49 (0)30 12345678" are one. It is read by the rules of the country that it was written in
 * (lib/data/countries): its international prefix, its trunk prefix, how long its numbers are.
 *
 * Never guessed: a number that is not complete (an inner line, one of the same town without its
 * area), too long, or too short, is CS_PHONE_UNREAD and names nobody. Two people must not become
 * one because a digit was made up.
 *
 * An extension behind a number is kept, as RFC 3966 writes it: "+12125550100;ext=123" is not the
 * switchboard. Letters for digits (1-800-FLOWERS) are not read.
 */
#ifndef CS_TEXT_PHONE_H
#define CS_TEXT_PHONE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"

/* A row of the table of countries. */
struct cs_country {
	struct cs_str iso;	     /* "DE" */
	struct cs_str code;	     /* "49" */
	struct cs_str international; /* "00", several joined by commas */
	struct cs_str trunk;	     /* "0"; empty: none */
	unsigned min, max;	     /* digits of a national number, trunk left out */
	unsigned alone;	    /* from so many digits on it is complete without trunk; 0: never */
	bool national;	    /* numbers without a calling code can be read */
	bool zero;	    /* national numbers may begin with 0 */
	struct cs_str name; /* "Germany" */
};

enum cs_phone {
	CS_PHONE_READ,	   /* a number, appended */
	CS_PHONE_WITHHELD, /* the caller hid it: "anonymous", "restricted"; or nothing is there */
	CS_PHONE_UNREAD,   /* no number, or not a whole one */
};

/* The table, sorted by iso; *n its length. Parsed once, thread-safe, never freed. */
const struct cs_country *cs_country_all(size_t *n);

/* The country of that code, in any case; NULL: none. */
const struct cs_country *cs_country_find(struct cs_str iso);

/*
 * Appends the number in s to b: "+", digits, and ";ext=" with digits if there is an extension.
 * Read are numbers with blanks, dots, dashes, slashes and parentheses, any script's digits of
 * which there are tables (fullwidth, Arabic), "tel:", "sip:user@host" and "Name" <number>. home:
 * where numbers without a calling code were written. Nothing is appended unless CS_PHONE_READ.
 */
enum cs_phone cs_phone_add(struct cs_buf *b, struct cs_str s, const struct cs_country *home);

#endif
