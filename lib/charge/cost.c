/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What service costs, read from records: see cost.h. */
#include "charge/cost.h"

#include <stdlib.h>

#include "base/mem.h"
#include "charge/charge.h"
#include "charge/costcheck.h"
#include "rec/each.h"
#include "rec/esc.h"

const char *const cs_cost_dim_name[CS_COST_DIMS] = {
    [CS_COST_VENDOR] = "vendor",
    [CS_COST_SITE] = "site",
    [CS_COST_CHANNEL] = "channel",
    [CS_COST_QUEUE] = "queue",
    [CS_COST_TEAM] = "team",
};

static const struct {
	const char *name;
	bool pool, rate;
} unit_of[CS_COST_UNITS] = {
    [CS_COST_MINUTE] = {"minute", true, true},
    [CS_COST_HOUR] = {"hour", false, true},
    [CS_COST_CONTACT] = {"contact", true, true},
    [CS_COST_LEG] = {"leg", true, true},
    [CS_COST_TRANSFER] = {"transfer", true, true},
    [CS_COST_SOLVED] = {"solved", true, true},
    [CS_COST_NONE] = {"none", true, false},
};

struct cs_str
cs_cost_unit_name(enum cs_cost_unit u)
{
	return cs_str_z(unit_of[u].name);
}

/* The columns of both kinds of file; those of selections are apart. */
enum column {
	POOL,
	FROM,
	TO,
	AMOUNT,
	CURRENCY,
	UNIT,
	AVOIDABLE,
	CAPACITY_S,
	CAPACITY_N,
	DEPARTMENT,
	COLUMNS
};

static const struct {
	const char *name[2]; /* of pools, of rates; NULL: there is none */
	bool needed[2];
} columns[COLUMNS] = {
    [POOL] = {{"pool", "pool"}, {true, false}},
    [FROM] = {{"period_from_at", "valid_from_at"}, {true, false}},
    [TO] = {{"period_to_at", "valid_to_at"}, {true, false}},
    [AMOUNT] = {{"amount", "rate_amount"}, {true, true}},
    [CURRENCY] = {{"currency", "currency"}, {true, true}},
    [UNIT] = {{"driver", "rate_unit"}, {false, true}},
    [AVOIDABLE] = {{"avoidable_share", "avoidable_share"}, {false, false}},
    [CAPACITY_S] = {{"capacity_s", NULL}, {false, false}},
    [CAPACITY_N] = {{"capacity_n", NULL}, {false, false}},
    [DEPARTMENT] = {{"department", NULL}, {false, false}},
};

/* A file while it is read. */
struct reading {
	struct cs_costs *to;
	struct cs_arena *arena;
	const struct cs_zone *zone;
	bool rate;
	struct cs_each in;
	int col[COLUMNS], dim[CS_COST_DIMS]; /* -1: not there */
	struct cs_buf scratch;
};

static int
bind(struct reading *r, struct cs_err *e)
{
	for (int i = 0; i < COLUMNS; i++) {
		const char *name = columns[i].name[r->rate];

		r->col[i] = name != NULL ? cs_head_find(r->in.head, cs_str_z(name)) : -1;
		if (r->col[i] < 0 && columns[i].needed[r->rate]) {
			(void)cs_head_need(r->in.head, cs_str_z(name), e);
			cs_err_prefix(e, r->rate ? "--rates" : "--costs");
			return -1;
		}
	}
	for (int i = 0; i < CS_COST_DIMS; i++)
		r->dim[i] = cs_head_find(r->in.head, cs_str_z(cs_cost_dim_name[i]));
	return 0;
}

/* The cell of a column; p NULL: it is NULL, empty, or there is no such column. */
static struct cs_str
cell(const struct reading *r, int col)
{
	struct cs_str raw = cs_each_raw(&r->in, col);

	return raw.n == 0 || cs_raw_null(raw) ? cs_str(NULL, 0) : raw;
}

static int
bad(const struct reading *r, int col, const char *wanted, struct cs_err *e)
{
	return cs_each_bad(&r->in, col, wanted, e);
}

/* A name, decoded and kept. */
static struct cs_str
name(struct reading *r, enum column c)
{
	struct cs_str raw = cell(r, r->col[c]), text = raw;

	if (raw.p == NULL)
		return CS_STR("");
	cs_buf_reset(&r->scratch);
	(void)cs_esc_decode(raw, &r->scratch, &text);
	return cs_arena_str(r->arena, text);
}

static int
read_time(struct reading *r, struct cs_cost *x, struct cs_err *e)
{
	int64_t *const at[] = {&x->from, &x->to};

	for (int i = 0; i < 2; i++) {
		int col = r->col[FROM + i];
		struct cs_str raw = cell(r, col);

		*at[i] = i == 0 ? CS_INSTANT_MIN : CS_INSTANT_MAX;
		if (raw.p == NULL && r->rate)
			continue;
		if (raw.p == NULL || !cs_charge_when(r->zone, raw, 0, at[i]))
			return bad(r, col, "a day or an instant", e);
	}
	if (x->from < x->to)
		return 0;
	return bad(r, r->col[TO], "later than where the time begins", e);
}

static int
read_money(struct reading *r, struct cs_cost *x, struct cs_err *e)
{
	struct cs_str raw = cell(r, r->col[AMOUNT]);
	int64_t micros;

	if (raw.p == NULL || !cs_dec_parse(raw, &x->amount) || !cs_dec_micros(x->amount, &micros)) {
		(void)bad(r, r->col[AMOUNT], "an amount of money", e);
		return cs_err_hint(e, "amounts are written -1234.50: digits and a point, at most 6 "
				      "digits behind it, less than 9 trillion");
	}
	x->currency = name(r, CURRENCY);
	if (cs_currency_digits(x->currency) < 0)
		return bad(r, r->col[CURRENCY], "a currency of ISO 4217", e);
	x->has_avoidable = r->rate;
	x->avoidable = cs_dec_int(1);
	raw = cell(r, r->col[AVOIDABLE]);
	if (raw.p == NULL)
		return 0;
	x->has_avoidable = true;
	if (!cs_dec_parse(raw, &x->avoidable) || x->avoidable.coef < 0 ||
	    cs_dec_cmp(x->avoidable, cs_dec_int(1)) > 0)
		return bad(r, r->col[AVOIDABLE], "a share from 0 to 1", e);
	return 0;
}

static int
read_unit(struct reading *r, struct cs_cost *x, struct cs_err *e)
{
	struct cs_str raw = cell(r, r->col[UNIT]);

	x->unit = CS_COST_MINUTE;
	if (raw.p == NULL && !r->rate)
		return 0;
	for (int i = 0; i < CS_COST_UNITS && raw.p != NULL; i++) {
		if (!cs_str_eqz(raw, unit_of[i].name) ||
		    !(r->rate ? unit_of[i].rate : unit_of[i].pool))
			continue;
		x->unit = (enum cs_cost_unit)i;
		return 0;
	}
	return bad(r, r->col[UNIT],
	    r->rate ? "minute, hour, contact, leg, transfer or solved"
		    : "minute, contact, leg, transfer, solved or none",
	    e);
}

/* Of pools that minutes are taken of it is seconds; of others a number. */
static int
read_capacity(struct reading *r, struct cs_cost *x, struct cs_err *e)
{
	struct cs_str s = cell(r, r->col[CAPACITY_S]), n = cell(r, r->col[CAPACITY_N]);
	int col = r->col[n.p != NULL ? CAPACITY_N : CAPACITY_S];

	x->has_capacity = s.p != NULL || n.p != NULL;
	if (!x->has_capacity)
		return 0;
	if ((s.p != NULL && n.p != NULL) || x->unit == CS_COST_NONE ||
	    (x->unit == CS_COST_MINUTE) != (s.p != NULL))
		return bad(r, col, "the capacity of such a pool: see driver", e);
	if (cs_num_i64(cs_each_raw(&r->in, col), &x->capacity) && x->capacity > 0)
		return 0;
	return bad(r, col, "a whole number above 0", e);
}

static int
read_one(struct reading *r, struct cs_err *e)
{
	struct cs_costs *to = r->to;
	struct cs_cost x = {
	    .pool = name(r, POOL), .rate = r->rate, .department = name(r, DEPARTMENT)};

	if (x.pool.n == 0 && !r->rate)
		return bad(r, r->col[POOL], "the name of a pool", e);
	if (x.pool.n == 0)
		x.pool = CS_STR("rates");
	for (int i = 0; i < CS_COST_DIMS; i++) {
		struct cs_str raw = cell(r, r->dim[i]);

		if (raw.p == NULL)
			continue;
		cs_buf_reset(&r->scratch);
		x.sel[i] = cs_arena_str(r->arena, cs_esc_same(raw, &r->scratch));
		x.nsel++;
		to->dim[i] = true;
	}
	if (read_time(r, &x, e) != 0 || read_money(r, &x, e) != 0 || read_unit(r, &x, e) != 0 ||
	    read_capacity(r, &x, e) != 0)
		return -1;
	x.file =
	    cs_arena_printf(r->arena, "%s", r->in.batch.file != NULL ? r->in.batch.file : "stdin");
	x.line = cs_batch_line(&r->in.batch, r->in.row);
	to->cost = cs_mem_grow(to->cost, &to->cap, to->n + 1, sizeof *to->cost);
	to->cost[to->n++] = x;
	return 0;
}

/* Each file by itself, so that each may have the columns that it needs. */
static int
read_file(struct cs_costs *c, struct reading *r, char *file, struct cs_err *e)
{
	int got = cs_each_open(&r->in, &file, 1, 0, e);

	r->to = c;
	if (got == 0)
		got = bind(r, e);
	while (got >= 0 && (got = cs_each_next(&r->in, e)) > 0)
		got = read_one(r, e);
	cs_each_close(&r->in);
	cs_buf_finish(&r->scratch);
	return got;
}

int
cs_costs_read(struct cs_costs *c, struct cs_arena *a, const struct cs_zone *zone, char *const *file,
    int nfile, struct cs_err *e)
{
	for (int i = 0; i < nfile; i++) {
		struct reading r = {.arena = a, .zone = zone};

		if (read_file(c, &r, file[i], e) != 0)
			return -1;
	}
	c->npool = c->n;
	return cs_costs_check(c->cost, c->npool, e);
}

int
cs_costs_read_rates(struct cs_costs *c, struct cs_arena *a, const struct cs_zone *zone,
    char *const *file, int nfile, struct cs_err *e)
{
	for (int i = 0; i < nfile; i++) {
		struct reading r = {.arena = a, .zone = zone, .rate = true};

		if (read_file(c, &r, file[i], e) != 0)
			return -1;
	}
	return c->n == c->npool ? 0 : cs_costs_check(c->cost + c->npool, c->n - c->npool, e);
}

void
cs_costs_finish(struct cs_costs *c)
{
	free(c->cost);
	*c = (struct cs_costs){.cost = NULL};
}
