/* SPDX-License-Identifier: GPL-3.0-or-later */
/* About how many different values there are: see sketch.h. */
#include "cell/sketch.h"

#include <math.h>

#include "stat/dist.h"

/* A zeroed sketch does not know its size yet. */
static void
begin(struct cs_sketch *s)
{
	if (s->set.bits == 0)
		s->set = cs_hll(CS_HLL_BITS);
}

void
cs_sketch_finish(struct cs_sketch *s)
{
	cs_hll_finish(&s->set);
	s->n = 0;
}

void
cs_sketch_add(struct cs_sketch *s, struct cs_str value)
{
	begin(s);
	s->n++;
	cs_hll_add(&s->set, value);
}

bool
cs_sketch_merge(struct cs_sketch *s, const struct cs_sketch *from)
{
	if (from->set.bits != 0) {
		begin(s);
		(void)cs_hll_merge(&s->set, &from->set);
	}
	return !__builtin_add_overflow(s->n, from->n, &s->n);
}

bool
cs_sketch_sound(const struct cs_sketch *s)
{
	int64_t set = s->set.bits != 0 ? cs_hll_set(&s->set) : 0;

	return set <= s->n && (set != 0 || s->n == 0);
}

size_t
cs_sketch_bytes(const struct cs_sketch *s)
{
	return s->set.bits != 0 ? cs_hll_bytes(&s->set) : 0;
}

void
cs_sketch_parts(const struct cs_sketch *s,
    void (*part)(void *arg, const char *name, struct cs_str value), void *arg)
{
	struct cs_buf b = CS_BUF_INIT;

	if (s->n == 0)
		return;
	cs_buf_i64(&b, s->n);
	part(arg, "n", cs_buf_all(&b));
	cs_buf_reset(&b);
	cs_hll_text(&s->set, &b);
	part(arg, "hll", cs_buf_all(&b));
	cs_buf_finish(&b);
}

bool
cs_sketch_read(struct cs_sketch *s, struct cs_str name, struct cs_str value)
{
	struct cs_hll set = cs_hll(CS_HLL_BITS);
	int64_t n;
	bool good;

	if (cs_str_eqz(name, "n"))
		return cs_num_i64(value, &n) && n > 0 && !__builtin_add_overflow(s->n, n, &s->n);
	if (!cs_str_eqz(name, "hll") || value.n == 0)
		return false;
	begin(s);
	good = cs_hll_parse(&set, value) && cs_hll_merge(&s->set, &set);
	cs_hll_finish(&set);
	return good;
}

static int64_t
within(double v, int64_t least, int64_t most)
{
	if (v <= (double)least)
		return least;
	return v < (double)most ? (int64_t)v : most;
}

struct cs_sketch_count
cs_sketch_count(const struct cs_sketch *s, double level)
{
	int64_t least = s->set.bits != 0 ? cs_hll_set(&s->set) : 0;
	double count = least != 0 ? fmin(cs_hll_count(&s->set), (double)s->n) : 0;
	double off = count * cs_hll_error(CS_HLL_BITS) * cs_dist_z(level);

	return (struct cs_sketch_count){
	    .n = within(round(count), least, s->n),
	    .lo = within(floor(count - off), least, s->n),
	    .hi = within(ceil(count + off), least, s->n),
	};
}
