/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Functions of text. Positions and lengths count characters (code points). */
#include "base/utf8.h"
#include "expr/run.h"

/* NULL when one of the arguments is; for functions that give NULL then. */
static bool
any_null(struct cs_run *r, const struct cs_node *n, uint32_t k)
{
	for (unsigned j = 0; j < n->narg; j++)
		if (cs_arg(r, n, j)->null[k])
			return true;
	return false;
}

/* What is in the scratch buffer, as a text of the batch. */
static struct cs_str
keep(struct cs_run *r)
{
	struct cs_str s = cs_arena_str(r->text, cs_buf_all(r->scratch));

	cs_buf_reset(r->scratch);
	return s;
}

/* Every text of the argument through a function that appends to a buffer. */
static void
each(struct cs_run *r, const struct cs_node *n, void (*add)(struct cs_buf *, struct cs_str))
{
	const struct cs_val *a = cs_arg(r, n, 0);
	struct cs_val *out = cs_val(r, n);

	for (uint32_t k = 0; k < r->n; k++) {
		out->null[k] = a->null[k];
		out->s[k] = a->s[k];
		if (a->s[k].n == 0)
			continue;
		add(r->scratch, a->s[k]);
		out->s[k] = keep(r);
	}
}

void
cs_run_lower(struct cs_run *r, const struct cs_node *n)
{
	each(r, n, cs_utf8_lower);
}

void
cs_run_upper(struct cs_run *r, const struct cs_node *n)
{
	each(r, n, cs_utf8_upper);
}

void
cs_run_fold(struct cs_run *r, const struct cs_node *n)
{
	each(r, n, cs_utf8_fold);
}

void
cs_run_trim(struct cs_run *r, const struct cs_node *n)
{
	const struct cs_val *a = cs_arg(r, n, 0);
	struct cs_val *out = cs_val(r, n);

	for (uint32_t k = 0; k < r->n; k++) {
		out->null[k] = a->null[k];
		out->s[k] = cs_str_trim(a->s[k]);
	}
}

/* Bytes that the first n characters take. */
static size_t
bytes_of(struct cs_str s, int64_t n)
{
	size_t at = 0;

	while (at < s.n && n > 0) {
		at++;
		while (at < s.n && ((unsigned char)s.p[at] & 0xc0) == 0x80)
			at++;
		n--;
	}
	return at;
}

void
cs_run_length(struct cs_run *r, const struct cs_node *n)
{
	const struct cs_val *a = cs_arg(r, n, 0);
	struct cs_val *out = cs_val(r, n);

	for (uint32_t k = 0; k < r->n; k++) {
		struct cs_str s = a->s[k];
		int64_t length = 0;

		for (size_t i = 0; i < s.n; i++)
			length += ((unsigned char)s.p[i] & 0xc0) != 0x80;
		out->null[k] = a->null[k];
		out->i[k] = length;
	}
}

/* substr(x, from [, n]): places before the first count, as in SQL: substr('abc', 0, 2) is 'a'. */
void
cs_run_substr(struct cs_run *r, const struct cs_node *n)
{
	const struct cs_val *a = cs_arg(r, n, 0), *from = cs_arg(r, n, 1);
	const struct cs_val *count = n->narg > 2 ? cs_arg(r, n, 2) : NULL;
	struct cs_val *out = cs_val(r, n);

	for (uint32_t k = 0; k < r->n; k++) {
		int64_t first, last = INT64_MAX; /* characters [first, last) */

		if (any_null(r, n, k)) {
			cs_val_null(out, k);
			continue;
		}
		first = from->i[k];
		if (count != NULL && __builtin_add_overflow(first, count->i[k], &last))
			last = INT64_MAX;
		if (first < 1)
			first = 1;
		out->null[k] = 0;
		out->s[k] = cs_str_skip(a->s[k], bytes_of(a->s[k], first - 1));
		out->s[k] = last > first ? cs_str_head(out->s[k], bytes_of(out->s[k], last - first))
					 : cs_str("", 0);
	}
}

/*
 * Replacements of replacements grow without bound, so the texts made of one batch do not: beyond
 * that they do not fit.
 */
void
cs_run_replace(struct cs_run *r, const struct cs_node *n)
{
	enum { MOST = 16 << 20 };
	const struct cs_val *a = cs_arg(r, n, 0), *old = cs_arg(r, n, 1), *new = cs_arg(r, n, 2);
	struct cs_val *out = cs_val(r, n);
	size_t made = 0;

	for (uint32_t k = 0; k < r->n; k++) {
		struct cs_str s = a->s[k];
		size_t at;

		if (any_null(r, n, k)) {
			cs_val_null(out, k);
			continue;
		}
		out->null[k] = 0;
		out->s[k] = s;
		if (old->s[k].n == 0 || cs_str_search(s, old->s[k]) == s.n)
			continue;
		while (made + r->scratch->n <= MOST && (at = cs_str_search(s, old->s[k])) < s.n) {
			cs_buf_str(r->scratch, cs_str_head(s, at));
			cs_buf_str(r->scratch, new->s[k]);
			s = cs_str_skip(s, at + old->s[k].n);
		}
		made += r->scratch->n + s.n;
		if (made > MOST) {
			cs_buf_reset(r->scratch);
			cs_node_bad(r, n, k);
			continue;
		}
		cs_buf_str(r->scratch, s);
		out->s[k] = keep(r);
	}
}

/* The i-th piece of s, from 1, or from the end with a negative i; empty when there is none. */
static struct cs_str
piece(struct cs_str s, struct cs_str sep, int64_t i)
{
	struct cs_str rest = s;
	int64_t pieces = 1;
	size_t at;

	if (sep.n == 0)
		return i == 1 || i == -1 ? s : cs_str("", 0);
	while ((at = cs_str_search(rest, sep)) < rest.n) {
		rest = cs_str_skip(rest, at + sep.n);
		pieces++;
	}
	if (i < 0)
		i += pieces + 1;
	if (i < 1 || i > pieces)
		return cs_str("", 0);
	for (rest = s; i > 1; i--)
		rest = cs_str_skip(rest, cs_str_search(rest, sep) + sep.n);
	return cs_str_head(rest, cs_str_search(rest, sep));
}

void
cs_run_split_part(struct cs_run *r, const struct cs_node *n)
{
	const struct cs_val *a = cs_arg(r, n, 0), *sep = cs_arg(r, n, 1), *i = cs_arg(r, n, 2);
	struct cs_val *out = cs_val(r, n);

	for (uint32_t k = 0; k < r->n; k++) {
		if (any_null(r, n, k)) {
			cs_val_null(out, k);
			continue;
		}
		out->null[k] = 0;
		out->s[k] = piece(a->s[k], sep->s[k], i->i[k]);
	}
}

void
cs_run_concat(struct cs_run *r, const struct cs_node *n)
{
	struct cs_val *out = cs_val(r, n);

	for (uint32_t k = 0; k < r->n; k++) {
		if (any_null(r, n, k)) {
			cs_val_null(out, k);
			continue;
		}
		for (unsigned j = 0; j < n->narg; j++)
			cs_buf_str(r->scratch, cs_arg(r, n, j)->s[k]);
		out->null[k] = 0;
		out->s[k] = keep(r);
	}
}

/* A test of two texts. */
static void
test(struct cs_run *r, const struct cs_node *n, bool (*holds)(struct cs_str, struct cs_str))
{
	const struct cs_val *a = cs_arg(r, n, 0), *b = cs_arg(r, n, 1);
	struct cs_val *out = cs_val(r, n);

	for (uint32_t k = 0; k < r->n; k++) {
		out->null[k] = a->null[k] | b->null[k];
		out->i[k] = !out->null[k] && holds(a->s[k], b->s[k]);
	}
}

static bool
contains(struct cs_str s, struct cs_str what)
{
	return what.n == 0 || (s.n != 0 && memmem(s.p, s.n, what.p, what.n) != NULL);
}

/* One of the tokens of a list; the empty list has none. */
static bool
has(struct cs_str list, struct cs_str token)
{
	struct cs_str one;

	if (list.n == 0)
		return false;
	while (cs_str_split(&list, ',', &one))
		if (cs_str_eq(one, token))
			return true;
	return false;
}

void
cs_run_starts_with(struct cs_run *r, const struct cs_node *n)
{
	test(r, n, cs_str_starts);
}

void
cs_run_ends_with(struct cs_run *r, const struct cs_node *n)
{
	test(r, n, cs_str_ends);
}

void
cs_run_contains(struct cs_run *r, const struct cs_node *n)
{
	test(r, n, contains);
}

void
cs_run_has(struct cs_run *r, const struct cs_node *n)
{
	test(r, n, has);
}
