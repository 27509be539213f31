/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * JSON: writing strings, and reading a stream of values (JSON Lines, or values put one behind the
 * other). The only user of jansson. The stream is cut into values by a scanner of ours, so that a
 * message can name the line and memory is bounded by one value; jansson then judges and takes
 * apart each value alone.
 */
#ifndef CS_REC_JSON_H
#define CS_REC_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/*
 * Appends a JSON string, quotes and all. Control characters, quotes and backslashes are escaped,
 * and < > & as well, so that the text is safe inside HTML; bytes that are not UTF-8 become U+FFFD.
 */
void cs_json_str(struct cs_buf *out, struct cs_str text);

/* A stream of values: begin with {.rest = text}. */
struct cs_json_stream {
	struct cs_str rest;
	int line;  /* of the value that was cut last, from 1 */
	int lines; /* newlines passed */
};

/*
 * Takes the next object or array off the stream: 1 and *value (a slice, unparsed); 0 when only
 * blanks are left; -1 with *e (65) and its line: the text ends in the middle of a value, or
 * something stands there that begins none.
 */
int cs_json_cut(struct cs_json_stream *s, struct cs_str *value, struct cs_err *e);

/* A parsed value, or a part of one. */
struct cs_json;

/* Parses one value: an object or an array. Free it. NULL with *e (65), without file or line. */
struct cs_json *cs_json_parse(struct cs_str text, struct cs_err *e);
void cs_json_free(struct cs_json *v);

/*
 * The parts of a value, which live as long as the whole; v may be NULL, so that calls can be
 * nested. A member of an object by its key, NULL when there is none; the number of elements of an
 * array, 0 for anything else; an element, NULL beyond the end.
 */
const struct cs_json *cs_json_get(const struct cs_json *v, const char *key);
size_t cs_json_count(const struct cs_json *v);
const struct cs_json *cs_json_at(const struct cs_json *v, size_t i);

/* The value itself: true and set when it is of that kind. (null is no value of any kind.) */
bool cs_json_text(const struct cs_json *v, struct cs_str *text);
bool cs_json_i64(const struct cs_json *v, int64_t *i);
bool cs_json_bool(const struct cs_json *v, bool *b);

#endif
