/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON strings out, JSON values in: see json.h. */
#include "rec/json.h"

#include <jansson.h>

#include "base/utf8.h"

static void
escape(struct cs_buf *out, unsigned char c)
{
	static const char letter[128] = {['"'] = '"',
	    ['\\'] = '\\',
	    ['\b'] = 'b',
	    ['\t'] = 't',
	    ['\n'] = 'n',
	    ['\f'] = 'f',
	    ['\r'] = 'r'};

	if (letter[c] != 0) {
		cs_buf_c(out, '\\');
		cs_buf_c(out, letter[c]);
	} else {
		cs_buf_printf(out, "\\u%04x", c);
	}
}

void
cs_json_str(struct cs_buf *out, struct cs_str text)
{
	cs_buf_c(out, '"');
	while (text.n != 0) {
		size_t len = 1;
		unsigned char c = (unsigned char)text.p[0];

		if (c >= 0x80) {
			if (cs_utf8_next(text, &len) < 0)
				cs_utf8_add(out, 0xfffd);
			else
				cs_buf_add(out, text.p, len);
		} else if (c < 0x20 || c == 0x7f || strchr("\"\\<>&", c) != NULL) {
			escape(out, c);
		} else {
			cs_buf_c(out, (char)c);
		}
		text = cs_str_skip(text, len);
	}
	cs_buf_c(out, '"');
}

static bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Length of the value of objects and arrays at the front of s, by its brackets; 0: it is cut. */
static size_t
bracketed(struct cs_str s)
{
	size_t depth = 0;
	bool quoted = false;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (quoted) {
			i += c == '\\';
			quoted = c != '"';
		} else if (c == '"') {
			quoted = true;
		} else if (c == '{' || c == '[') {
			depth++;
		} else if ((c == '}' || c == ']') && --depth == 0) {
			return i + 1;
		}
	}
	return 0;
}

/* Takes n bytes off the front and counts their newlines. */
static void
pass(struct cs_json_stream *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		s->lines += s->rest.p[i] == '\n';
	s->rest = cs_str_skip(s->rest, n);
}

int
cs_json_cut(struct cs_json_stream *s, struct cs_str *value, struct cs_err *e)
{
	size_t n = 0;

	while (n < s->rest.n && blank(s->rest.p[n]))
		n++;
	pass(s, n);
	s->line = s->lines + 1;
	if (s->rest.n == 0)
		return 0;
	if (s->rest.p[0] != '{' && s->rest.p[0] != '[')
		return cs_err_set(e, CS_EXIT_DATA, "line %d: no JSON object or array", s->line);
	n = bracketed(s->rest);
	if (n == 0)
		return cs_err_set(e, CS_EXIT_DATA, "line %d: the JSON value is cut off", s->line);
	*value = cs_str_head(s->rest, n);
	pass(s, n);
	return 1;
}

/* Ours and jansson's are one and the same; the name is only never defined. */
static const struct cs_json *
ours(const json_t *v)
{
	return (const struct cs_json *)(const void *)v;
}

static const json_t *
theirs(const struct cs_json *v)
{
	return (const json_t *)(const void *)v;
}

struct cs_json *
cs_json_parse(struct cs_str text, struct cs_err *e)
{
	json_error_t why;
	json_t *v = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &why);

	if (v == NULL)
		(void)cs_err_set(e, CS_EXIT_DATA, "not JSON: %s", why.text);
	return (struct cs_json *)(void *)v;
}

void
cs_json_free(struct cs_json *v)
{
	json_decref((json_t *)(void *)v);
}

const struct cs_json *
cs_json_get(const struct cs_json *v, const char *key)
{
	return ours(json_object_get(theirs(v), key));
}

size_t
cs_json_count(const struct cs_json *v)
{
	return json_array_size(theirs(v));
}

const struct cs_json *
cs_json_at(const struct cs_json *v, size_t i)
{
	return ours(json_array_get(theirs(v), i));
}

bool
cs_json_text(const struct cs_json *v, struct cs_str *text)
{
	if (!json_is_string(theirs(v)))
		return false;
	*text = cs_str(json_string_value(theirs(v)), json_string_length(theirs(v)));
	return true;
}

bool
cs_json_i64(const struct cs_json *v, int64_t *i)
{
	if (!json_is_integer(theirs(v)))
		return false;
	*i = json_integer_value(theirs(v));
	return true;
}

bool
cs_json_bool(const struct cs_json *v, bool *b)
{
	if (!json_is_boolean(theirs(v)))
		return false;
	*b = json_is_true(theirs(v));
	return true;
}
