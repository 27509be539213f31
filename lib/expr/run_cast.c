/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Casts. They are strict: no blanks, no other marks than those that are declared. */
#include "base/civil.h"
#include "base/zone.h"
#include "expr/run.h"

/* A text through a parser into a field of the result; what the parser refuses is bad. */
#define CAST(field, name, parse)                                                                   \
	void name(struct cs_run *r, const struct cs_node *n)                                       \
	{                                                                                          \
		const struct cs_val *a = cs_arg(r, n, 0);                                          \
		struct cs_val *out = cs_val(r, n);                                                 \
                                                                                                   \
		for (uint32_t k = 0; k < r->n; k++) {                                              \
			if (a->null[k])                                                            \
				cs_val_null(out, k);                                               \
			else if (out->null[k] = 0, !parse(r, n, a, k, &out->field[k]))             \
				cs_node_bad(r, n, k);                                              \
		}                                                                                  \
	}

#define UNUSED_CAST(r, n) ((void)(r), (void)(n))

static inline bool
number_t(
    struct cs_run *r, const struct cs_node *n, const struct cs_val *a, uint32_t k, struct cs_dec *v)
{
	UNUSED_CAST(r, n);
	return cs_dec_parse(a->s[k], v);
}

/* n->s: the decimal mark and, if there is one, the thousands mark. */
static inline bool
number_marks(
    struct cs_run *r, const struct cs_node *n, const struct cs_val *a, uint32_t k, struct cs_dec *v)
{
	UNUSED_CAST(r, n);
	return cs_dec_parse_marks(a->s[k], n->s.p[0], n->s.n > 1 ? n->s.p[1] : '\0', v);
}

static inline bool
int_t(struct cs_run *r, const struct cs_node *n, const struct cs_val *a, uint32_t k, int64_t *v)
{
	UNUSED_CAST(r, n);
	return cs_num_i64(a->s[k], v);
}

/* 3.00 is a whole number, 3.01 is none. */
static inline bool
int_d(struct cs_run *r, const struct cs_node *n, const struct cs_val *a, uint32_t k, int64_t *v)
{
	struct cs_dec d = cs_dec_trim(a->d[k]);

	UNUSED_CAST(r, n);
	*v = (int64_t)d.coef;
	return d.scale == 0 && d.coef == *v;
}

static inline bool
bool_t(struct cs_run *r, const struct cs_node *n, const struct cs_val *a, uint32_t k, int64_t *v)
{
	struct cs_str s = a->s[k];

	UNUSED_CAST(r, n);
	*v = cs_str_eq(s, CS_STR("t")) || cs_str_eq(s, CS_STR("true"));
	return *v != 0 || cs_str_eq(s, CS_STR("f")) || cs_str_eq(s, CS_STR("false"));
}

static inline bool
time_t_(struct cs_run *r, const struct cs_node *n, const struct cs_val *a, uint32_t k, int64_t *v)
{
	(void)n;
	return cs_time_literal(a->s[k], r->zone, v);
}

static inline bool
in_range(int64_t instant)
{
	return instant >= CS_INSTANT_MIN && instant <= CS_INSTANT_MAX;
}

/* n->s: the format. */
static inline bool
time_format(
    struct cs_run *r, const struct cs_node *n, const struct cs_val *a, uint32_t k, int64_t *v)
{
	struct cs_civil c;
	bool has_zone;

	if (!cs_civil_parse_format(a->s[k], n->s, &c, &has_zone))
		return false;
	if (has_zone)
		*v = cs_civil_utc(&c);
	else
		(void)cs_zone_instant(r->zone, &c, v);
	return in_range(*v);
}

/* Seconds since 1970. */
static inline bool
time_i(struct cs_run *r, const struct cs_node *n, const struct cs_val *a, uint32_t k, int64_t *v)
{
	UNUSED_CAST(r, n);
	return !__builtin_mul_overflow(a->i[k], CS_USEC, v) && in_range(*v);
}

/* The same with a fraction, of which microseconds are kept. */
static inline bool
time_d(struct cs_run *r, const struct cs_node *n, const struct cs_val *a, uint32_t k, int64_t *v)
{
	UNUSED_CAST(r, n);
	return cs_dec_micros(cs_dec_round(a->d[k], 6), v) && in_range(*v);
}

static inline bool
seconds_t(struct cs_run *r, const struct cs_node *n, const struct cs_val *a, uint32_t k, int64_t *v)
{
	UNUSED_CAST(r, n);
	return cs_duration_clock(a->s[k], v);
}

CAST(d, cs_run_number_t, number_t)
CAST(d, cs_run_number_marks, number_marks)
CAST(i, cs_run_int_t, int_t)
CAST(i, cs_run_int_d, int_d)
CAST(i, cs_run_bool_t, bool_t)
CAST(i, cs_run_time_t, time_t_)
CAST(i, cs_run_time_format, time_format)
CAST(i, cs_run_time_i, time_i)
CAST(i, cs_run_time_d, time_d)
CAST(i, cs_run_seconds_t, seconds_t)

/* Into text: what a record would carry. */
static void
into_text(struct cs_run *r, const struct cs_node *n,
    void (*add)(struct cs_buf *, const struct cs_val *, uint32_t))
{
	const struct cs_val *a = cs_arg(r, n, 0);
	struct cs_val *out = cs_val(r, n);

	for (uint32_t k = 0; k < r->n; k++) {
		if (a->null[k]) {
			cs_val_null(out, k);
			continue;
		}
		add(r->scratch, a, k);
		out->null[k] = 0;
		out->s[k] = cs_arena_str(r->text, cs_buf_all(r->scratch));
		cs_buf_reset(r->scratch);
	}
}

static void
add_i(struct cs_buf *b, const struct cs_val *a, uint32_t k)
{
	cs_buf_i64(b, a->i[k]);
}

static void
add_d(struct cs_buf *b, const struct cs_val *a, uint32_t k)
{
	cs_dec_text(b, a->d[k]);
}

static void
add_time(struct cs_buf *b, const struct cs_val *a, uint32_t k)
{
	cs_time_text(b, a->i[k]);
}

static void
add_bool(struct cs_buf *b, const struct cs_val *a, uint32_t k)
{
	cs_buf_c(b, a->i[k] != 0 ? 't' : 'f');
}

void
cs_run_text_i(struct cs_run *r, const struct cs_node *n)
{
	into_text(r, n, add_i);
}

void
cs_run_text_d(struct cs_run *r, const struct cs_node *n)
{
	into_text(r, n, add_d);
}

void
cs_run_text_T(struct cs_run *r, const struct cs_node *n)
{
	into_text(r, n, add_time);
}

void
cs_run_text_b(struct cs_run *r, const struct cs_node *n)
{
	into_text(r, n, add_bool);
}
