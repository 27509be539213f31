/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patterns: like, which is matched here, and regular expressions (base/re). */
#include "base/re.h"
#include "expr/run.h"

/* Bytes of the character at the front of s. */
static size_t
character(struct cs_str s)
{
	size_t n = 1;

	while (n < s.n && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n++;
	return n;
}

/*
 * % stands for any text, _ for one character, a backslash takes the next character as it is. After
 * a mismatch only the last % takes one character more, so the work is at most text x pattern.
 */
static bool
like(struct cs_str s, struct cs_str p)
{
	struct cs_str retry_s = {NULL, 0}, retry_p = {NULL, 0};
	bool star = false;

	for (;;) {
		if (p.n != 0 && p.p[0] == '%') {
			p = cs_str_skip(p, 1);
			if (p.n == 0)
				return true;
			star = true;
			retry_s = s;
			retry_p = p;
			continue;
		}
		if (s.n == 0 && p.n == 0)
			return true;
		if (s.n != 0 && p.n != 0) {
			if (p.p[0] == '_') {
				p = cs_str_skip(p, 1);
				s = cs_str_skip(s, character(s));
				continue;
			}
			if (p.p[0] == '\\' && p.n > 1 && p.p[1] == s.p[0]) {
				p = cs_str_skip(p, 2);
				s = cs_str_skip(s, 1);
				continue;
			}
			if (p.p[0] == s.p[0] && (p.p[0] != '\\' || p.n == 1)) {
				p = cs_str_skip(p, 1);
				s = cs_str_skip(s, 1);
				continue;
			}
		}
		if (!star || retry_s.n == 0)
			return false;
		retry_s = cs_str_skip(retry_s, character(retry_s));
		s = retry_s;
		p = retry_p;
	}
}

void
cs_run_like(struct cs_run *r, const struct cs_node *n)
{
	const struct cs_val *a = cs_arg(r, n, 0), *b = cs_arg(r, n, 1);
	struct cs_val *out = cs_val(r, n);

	for (uint32_t k = 0; k < r->n; k++) {
		out->null[k] = a->null[k] | b->null[k];
		out->i[k] = !out->null[k] && like(a->s[k], b->s[k]);
	}
}

void
cs_run_match(struct cs_run *r, const struct cs_node *n)
{
	const struct cs_val *a = cs_arg(r, n, 0);
	struct cs_val *out = cs_val(r, n);

	for (uint32_t k = 0; k < r->n; k++) {
		enum cs_re_result got = CS_RE_NO;

		out->null[k] = a->null[k];
		if (!a->null[k])
			got = cs_re_find(r->re[n->id], r->re_state, a->s[k], 0, NULL);
		out->i[k] = got == CS_RE_MATCH;
		if (got == CS_RE_LIMIT || got == CS_RE_ERROR)
			cs_node_bad(r, n, k);
	}
}

/* The first group of the first match, or all of the match; NULL when there is none. */
void
cs_run_capture(struct cs_run *r, const struct cs_node *n)
{
	const struct cs_val *a = cs_arg(r, n, 0);
	const struct cs_re *re = r->re[n->id];
	struct cs_val *out = cs_val(r, n);

	for (uint32_t k = 0; k < r->n; k++) {
		struct cs_re_hit hit = {0, 0};
		enum cs_re_result got = CS_RE_NO;

		if (!a->null[k])
			got = cs_re_find(re, r->re_state, a->s[k], 0, &hit);
		if (got == CS_RE_LIMIT || got == CS_RE_ERROR) {
			cs_node_bad(r, n, k);
			continue;
		}
		if (got == CS_RE_NO ||
		    (cs_re_groups(re) != 0 && !cs_re_group(r->re_state, 1, &hit))) {
			cs_val_null(out, k);
			continue;
		}
		out->null[k] = 0;
		out->s[k] = cs_str(a->s[k].p + hit.start, hit.end - hit.start);
	}
}
