/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What came and went: see stock.h. */
#include "cell/stock.h"

#include <stddef.h>
#include <string.h>

#include "base/civil.h"

void
cs_stock_finish(struct cs_stock *s)
{
	cs_hist_finish(&s->entered);
	cs_hist_finish(&s->left);
}

static int64_t
second_of_entry(int64_t at)
{
	return -cs_num_floordiv(-at, CS_USEC);
}

void
cs_stock_enter(struct cs_stock *s, int64_t at, bool held, bool ages)
{
	int64_t second = second_of_entry(at);

	s->held += held;
	s->in += !held;
	s->sum += second;
	if (ages)
		cs_hist_add(&s->entered, second);
}

void
cs_stock_leave(struct cs_stock *s, int64_t entered_at, bool ages)
{
	int64_t second = second_of_entry(entered_at);

	s->out++;
	s->sum -= second;
	if (ages)
		cs_hist_add(&s->left, second);
}

static bool
add(int64_t *to, int64_t v)
{
	return !__builtin_add_overflow(*to, v, to);
}

bool
cs_stock_merge(struct cs_stock *s, const struct cs_stock *from)
{
	if (cs_stock_empty(from))
		return true;
	s->until = cs_stock_empty(s) || from->until > s->until ? from->until : s->until;
	return add(&s->held, from->held) && add(&s->in, from->in) && add(&s->out, from->out) &&
	       !__builtin_add_overflow(s->sum, from->sum, &s->sum) &&
	       cs_hist_merge(&s->entered, &from->entered) && cs_hist_merge(&s->left, &from->left);
}

bool
cs_stock_hold(struct cs_stock *s, const struct cs_stock *from)
{
	int64_t in = s->in, out = s->out;

	if (!cs_stock_merge(s, from))
		return false;
	s->in = in;
	s->out = out;
	return add(&s->held, from->in) && !__builtin_sub_overflow(s->held, from->out, &s->held);
}

/* The counts, by name. */
static const struct {
	const char *name;
	size_t at;
} counts[] = {
    {"held", offsetof(struct cs_stock, held)},
    {"in", offsetof(struct cs_stock, in)},
    {"out", offsetof(struct cs_stock, out)},
};

enum { NCOUNT = sizeof counts / sizeof *counts };

void
cs_stock_parts(const struct cs_stock *s,
    void (*part)(void *arg, const char *name, struct cs_str value), void *arg)
{
	char text[CS_NUM_I128_MAX];
	int64_t v;

	if (cs_stock_empty(s))
		return;
	/* Before the counts, so that what is read is never empty with an instant of its own. */
	part(arg, "until", cs_str(text, cs_num_i64_text(text, s->until)));
	for (size_t i = 0; i < NCOUNT; i++) {
		memcpy(&v, (const char *)s + counts[i].at, sizeof v);
		if (v != 0)
			part(arg, counts[i].name, cs_str(text, cs_num_i64_text(text, v)));
	}
	if (s->sum != 0)
		part(arg, "sum", cs_str(text, cs_num_i128_text(text, s->sum)));
}

bool
cs_stock_read(struct cs_stock *s, struct cs_str name, struct cs_str value)
{
	int64_t v, old;
	cs_i128 sum;

	if (cs_str_eqz(name, "entered"))
		return cs_hist_parse(&s->entered, value);
	if (cs_str_eqz(name, "left"))
		return cs_hist_parse(&s->left, value);
	if (cs_str_eqz(name, "sum"))
		return cs_num_i128(value, &sum) && !__builtin_add_overflow(s->sum, sum, &s->sum);
	if (!cs_num_i64(value, &v))
		return false;
	if (cs_str_eqz(name, "until")) {
		s->until = cs_stock_empty(s) || v > s->until ? v : s->until;
		return true;
	}
	for (size_t i = 0; i < NCOUNT; i++) {
		if (!cs_str_eqz(name, counts[i].name))
			continue;
		memcpy(&old, (const char *)s + counts[i].at, sizeof old);
		if (v < 0 || !add(&old, v))
			return false;
		memcpy((char *)s + counts[i].at, &old, sizeof old);
		return true;
	}
	return false;
}
