/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Customers by month: see chargecustomers.h. */
#include "charge/chargecustomers.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "rec/each.h"
#include "rec/esc.h"

/* A customer from one month to another, both of which count. */
struct stay {
	uint32_t who;
	int32_t from, to;
};

struct reading {
	struct cs_each in;
	struct cs_map id;
	struct cs_buf text;
	struct stay *stay;
	size_t n, cap;
	const struct cs_zone *zone;
};

static int32_t
month_of(const struct cs_zone *zone, int64_t at)
{
	struct cs_civil c;

	cs_zone_civil(zone, at, &c);
	return c.year * 12 + c.month - 1;
}

static int
read_row(struct reading *r, const int col[3], struct cs_err *e)
{
	const struct cs_str raw = cs_each_raw(&r->in, col[0]);
	int64_t joined = CS_INSTANT_MIN, left = CS_INSTANT_MAX;
	struct stay s = {.from = 0, .to = CS_CUSTOMER_MONTHS - 1};

	if (cs_each_instant(&r->in, col[1], &joined, e) != 0 ||
	    cs_each_instant(&r->in, col[2], &left, e) != 0)
		return -1;
	if (cs_raw_null(raw) || left <= joined)
		return 0;
	if (joined != CS_INSTANT_MIN)
		s.from = month_of(r->zone, joined);
	if (left != CS_INSTANT_MAX) /* who leaves as a month begins is not there in it */
		s.to = month_of(r->zone, left - 1);
	cs_buf_reset(&r->text);
	s.who = cs_map_add(&r->id, cs_esc_same(raw, &r->text));
	r->stay = cs_mem_grow(r->stay, &r->cap, r->n + 1, sizeof *r->stay);
	r->stay[r->n++] = s;
	return 0;
}

static int
compare(const void *p, const void *q)
{
	const struct stay *a = p, *b = q;

	if (a->who != b->who)
		return a->who < b->who ? -1 : 1;
	return (a->from > b->from) - (a->from < b->from);
}

/* Months of each customer once; then how many there are in each. */
static void
count(struct cs_charge_customers *c, struct reading *r)
{
	int32_t next = 0; /* the first month of the customer that is not counted yet */

	if (r->n != 0)
		qsort(r->stay, r->n, sizeof *r->stay, compare);
	for (size_t i = 0; i < r->n; i++) {
		const struct stay *s = &r->stay[i];
		int32_t from;

		if (i == 0 || s->who != s[-1].who)
			next = 0;
		from = s->from > next ? s->from : next;
		if (from <= s->to) {
			c->in_month[from]++;
			c->in_month[s->to + 1]--;
			next = s->to + 1;
		}
	}
	for (int m = 1; m <= CS_CUSTOMER_MONTHS; m++)
		c->in_month[m] += c->in_month[m - 1];
}

int
cs_charge_customers_read(struct cs_charge_customers *c, char *const *file, int nfile,
    const struct cs_zone *zone, struct cs_err *e)
{
	struct reading r = {.zone = zone};
	int col[3] = {-1, -1, -1};
	int got = cs_each_open(&r.in, file, nfile, CS_READER_UNION, e);

	if (got == 0) {
		col[0] = cs_head_need(r.in.head, CS_STR("customer_id"), e);
		col[1] = cs_head_find(r.in.head, CS_STR("joined_at"));
		col[2] = cs_head_find(r.in.head, CS_STR("left_at"));
		got = col[0] < 0 ? -1 : 0;
		if (got != 0)
			cs_err_prefix(e, "%s", cs_reader_name(r.in.in));
	}
	while (got >= 0 && (got = cs_each_next(&r.in, e)) > 0) {
		if (read_row(&r, col, e) != 0)
			got = -1;
	}
	if (got == 0) {
		c->in_month = cs_mem_new0(CS_CUSTOMER_MONTHS + 1, sizeof *c->in_month);
		count(c, &r);
	}
	cs_each_close(&r.in);
	cs_map_finish(&r.id);
	cs_buf_finish(&r.text);
	free(r.stay);
	return got;
}

void
cs_charge_customers_finish(struct cs_charge_customers *c)
{
	free(c->in_month);
	c->in_month = NULL;
}
