/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparisons, three-valued logic, and the choice between values. */
#include "expr/run.h"

#include "rec/schema.h"

/* Whether an order (-1, 0, 1) is one of those in the mask of CS_CMP. */
static inline int64_t
in_mask(int order, int64_t mask)
{
	return mask >> (order + 1) & 1;
}

/*
 * This and the loops of logic below take their arrays into local variables: a byte that is stored
 * could be part of anything that a pointer leads to, and all would be loaded again in every row.
 * Without that and without a branch they become vector code.
 */
/* Every comparison is a < b, of a and b or of b and a, or a <> b, or the contrary of one. */
void
cs_run_compare_i(struct cs_run *r, const struct cs_node *n)
{
	const bool swap = n->i == CS_CMP_GT || n->i == (CS_CMP_LT | CS_CMP_EQ);
	const struct cs_val *x = cs_arg(r, n, swap), *y = cs_arg(r, n, !swap);
	const uint8_t *xnull = x->null, *ynull = y->null;
	const int64_t *a = x->i, *b = y->i;
	const int64_t contrary = n->i >> 1 & 1; /* those with "or equal", and = */
	uint8_t *null = cs_val(r, n)->null;
	int64_t *out = cs_val(r, n)->i;
	const uint32_t rows = r->n;

	for (uint32_t k = 0; k < rows; k++)
		null[k] = xnull[k] | ynull[k];
	if (n->i == CS_CMP_EQ || n->i == (CS_CMP_LT | CS_CMP_GT)) {
		for (uint32_t k = 0; k < rows; k++)
			out[k] = ((a[k] != b[k]) ^ contrary) & (null[k] ^ 1);
	} else {
		for (uint32_t k = 0; k < rows; k++)
			out[k] = ((a[k] < b[k]) ^ contrary) & (null[k] ^ 1);
	}
}

void
cs_run_compare_d(struct cs_run *r, const struct cs_node *n)
{
	const struct cs_val *a = cs_arg(r, n, 0), *b = cs_arg(r, n, 1);
	struct cs_val *out = cs_val(r, n);

	for (uint32_t k = 0; k < r->n; k++) {
		out->null[k] = a->null[k] | b->null[k];
		out->i[k] = out->null[k] ? 0 : in_mask(cs_dec_cmp(a->d[k], b->d[k]), n->i);
	}
}

static inline int
order_s(struct cs_str a, struct cs_str b)
{
	int c = cs_str_cmp(a, b);

	return (c > 0) - (c < 0);
}

void
cs_run_compare_s(struct cs_run *r, const struct cs_node *n)
{
	const struct cs_val *a = cs_arg(r, n, 0), *b = cs_arg(r, n, 1);
	struct cs_val *out = cs_val(r, n);

	for (uint32_t k = 0; k < r->n; k++) {
		out->null[k] = a->null[k] | b->null[k];
		out->i[k] = out->null[k] ? 0 : in_mask(order_s(a->s[k], b->s[k]), n->i);
	}
}

/* = and <>, which need no order: texts of different length differ. */
void
cs_run_equal_s(struct cs_run *r, const struct cs_node *n)
{
	const struct cs_val *x = cs_arg(r, n, 0), *y = cs_arg(r, n, 1);
	const uint8_t *xnull = x->null, *ynull = y->null;
	const struct cs_str *a = x->s, *b = y->s;
	uint8_t *null = cs_val(r, n)->null;
	int64_t *out = cs_val(r, n)->i;
	const uint32_t rows = r->n;
	const bool want = n->i == CS_CMP_EQ;

	for (uint32_t k = 0; k < rows; k++)
		null[k] = xnull[k] | ynull[k];
	for (uint32_t k = 0; k < rows; k++) {
		bool same = cs_str_eq(a[k], b[k]);

		out[k] = (same == want) & (null[k] ^ 1);
	}
}

static bool
equal(const struct cs_val *a, const struct cs_val *b, uint32_t k)
{
	if (a->i != NULL)
		return a->i[k] == b->i[k];
	if (a->s != NULL)
		return cs_str_eq(a->s[k], b->s[k]);
	return cs_dec_cmp(a->d[k], b->d[k]) == 0;
}

void
cs_run_distinct(struct cs_run *r, const struct cs_node *n)
{
	const struct cs_val *a = cs_arg(r, n, 0), *b = cs_arg(r, n, 1);
	struct cs_val *out = cs_val(r, n);

	for (uint32_t k = 0; k < r->n; k++) {
		bool same = a->null[k] == b->null[k] && (a->null[k] || equal(a, b, k));

		out->null[k] = 0;
		out->i[k] = same != (n->i != 0);
	}
}

/* NULL unless one is false: as a NULL's value is 0, values are just and-ed. */
void
cs_run_and(struct cs_run *r, const struct cs_node *n)
{
	const uint32_t rows = r->n;
	uint8_t *null = cs_val(r, n)->null;
	int64_t *out = cs_val(r, n)->i;

	memcpy(out, cs_arg(r, n, 0)->i, rows * sizeof *out);
	memcpy(null, cs_arg(r, n, 0)->null, rows);
	for (unsigned j = 1; j < n->narg; j++) {
		const int64_t *v = cs_arg(r, n, j)->i;
		const uint8_t *vnull = cs_arg(r, n, j)->null;

		for (uint32_t k = 0; k < rows; k++)
			null[k] = (uint8_t)((null[k] & (vnull[k] | (uint8_t)v[k])) |
					    (vnull[k] & (uint8_t)out[k]));
		for (uint32_t k = 0; k < rows; k++)
			out[k] &= v[k];
	}
}

/* NULL unless one is true. */
void
cs_run_or(struct cs_run *r, const struct cs_node *n)
{
	const uint32_t rows = r->n;
	uint8_t *null = cs_val(r, n)->null;
	int64_t *out = cs_val(r, n)->i;

	memcpy(out, cs_arg(r, n, 0)->i, rows * sizeof *out);
	memcpy(null, cs_arg(r, n, 0)->null, rows);
	for (unsigned j = 1; j < n->narg; j++) {
		const int64_t *v = cs_arg(r, n, j)->i;
		const uint8_t *vnull = cs_arg(r, n, j)->null;

		for (uint32_t k = 0; k < rows; k++)
			out[k] |= v[k];
		for (uint32_t k = 0; k < rows; k++)
			null[k] = (uint8_t)((null[k] | vnull[k]) & (out[k] ^ 1));
	}
}

void
cs_run_not(struct cs_run *r, const struct cs_node *n)
{
	const struct cs_val *a = cs_arg(r, n, 0);
	const uint32_t rows = r->n;
	const uint8_t *null = a->null;
	const int64_t *v = a->i;
	int64_t *out = cs_val(r, n)->i;

	memcpy(cs_val(r, n)->null, null, rows);
	for (uint32_t k = 0; k < rows; k++)
		out[k] = (v[k] | null[k]) ^ 1;
}

void
cs_run_is_null(struct cs_run *r, const struct cs_node *n)
{
	const uint8_t *null = cs_arg(r, n, 0)->null;
	int64_t *out = cs_val(r, n)->i;
	const uint8_t contrary = n->i == 0;
	const uint32_t rows = r->n;

	memset(cs_val(r, n)->null, 0, rows);
	for (uint32_t k = 0; k < rows; k++)
		out[k] = null[k] ^ contrary;
}

void
cs_run_is(struct cs_run *r, const struct cs_node *n)
{
	const struct cs_val *a = cs_arg(r, n, 0);
	struct cs_val *out = cs_val(r, n);

	memset(out->null, 0, r->n);
	for (uint32_t k = 0; k < r->n; k++)
		out->i[k] = !a->null[k] & (a->i[k] == n->i);
}

void
cs_run_same(struct cs_run *r, const struct cs_node *n)
{
	const struct cs_val *a = cs_arg(r, n, 0);
	struct cs_val *out = cs_val(r, n);

	for (uint32_t k = 0; k < r->n; k++)
		cs_val_copy(out, a, k);
}

/* Arguments: condition and value by turns, last the else. */
void
cs_run_case(struct cs_run *r, const struct cs_node *n)
{
	struct cs_val *out = cs_val(r, n);

	for (uint32_t k = 0; k < r->n; k++) {
		unsigned j = 0;

		while (j + 1 < n->narg && cs_arg(r, n, j)->i[k] == 0)
			j += 2;
		cs_val_copy(out, cs_arg(r, n, j + 1 < n->narg ? j + 1 : j), k);
	}
}

void
cs_run_coalesce(struct cs_run *r, const struct cs_node *n)
{
	struct cs_val *out = cs_val(r, n);

	for (uint32_t k = 0; k < r->n; k++) {
		unsigned j = 0;

		while (j + 1 < n->narg && cs_arg(r, n, j)->null[k])
			j++;
		cs_val_copy(out, cs_arg(r, n, j), k);
	}
}

static int
order(const struct cs_val *a, const struct cs_val *b, uint32_t k)
{
	if (a->i != NULL)
		return (a->i[k] > b->i[k]) - (a->i[k] < b->i[k]);
	return a->s != NULL ? order_s(a->s[k], b->s[k]) : cs_dec_cmp(a->d[k], b->d[k]);
}

void
cs_run_extreme(struct cs_run *r, const struct cs_node *n)
{
	struct cs_val *out = cs_val(r, n);

	for (uint32_t k = 0; k < r->n; k++) {
		const struct cs_val *best = cs_arg(r, n, 0);

		for (unsigned j = 1; j < n->narg; j++) {
			const struct cs_val *v = cs_arg(r, n, j);

			if (!v->null[k] && (best->null[k] || order(v, best, k) == (int)n->i))
				best = v;
		}
		cs_val_copy(out, best, k);
	}
}

/* Whether a direction, unless it is NULL, is one of contacts that did not come to us. */
static bool
is_away(const struct cs_val *direction, uint32_t k)
{
	return !direction->null[k] &&
	       (cs_str_eqz(direction->s[k], "outbound") || cs_str_eqz(direction->s[k], "internal"));
}

/* A few words make up a whole stream: the last ones are kept by a hash of theirs. A second
 * argument is the direction: only what came to us belongs to the class. */
void
cs_run_disposition(struct cs_run *r, const struct cs_node *n)
{
	enum { KEPT = 64 };
	const struct cs_val *a = cs_arg(r, n, 0);
	const struct cs_val *direction = n->narg > 1 ? cs_arg(r, n, 1) : NULL;
	struct cs_val *out = cs_val(r, n);
	struct {
		struct cs_str word;
		int classes;
	} kept[KEPT] = {{{NULL, 0}, 0}};

	for (uint32_t k = 0; k < r->n; k++) {
		struct cs_str s = a->s[k];
		unsigned h;

		out->null[k] = a->null[k];
		out->i[k] = 0;
		if (a->null[k])
			continue;
		h = s.n != 0 ? ((unsigned)s.n * 7 + (unsigned char)s.p[0]) % KEPT : 0;
		if (kept[h].word.p == NULL || !cs_str_eq(kept[h].word, s)) {
			kept[h].word = s;
			kept[h].classes = cs_disp_classes(s);
		}
		if (kept[h].classes < 0)
			cs_node_bad(r, n, k);
		else
			out->i[k] = (kept[h].classes & n->i) != 0 &&
				    (direction == NULL || !is_away(direction, k));
	}
}
