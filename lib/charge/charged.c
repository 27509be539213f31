/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a decision brings: see charged.h. */
#include "charge/charged.h"

#include <stdlib.h>

#include "base/dec.h"
#include "base/mem.h"
#include "rec/each.h"

enum column { AT, AMOUNT, CURRENCY, WAIVED, REFUNDED, DECISION, COLUMNS };

static const struct cs_head_want columns[COLUMNS] = {
    [AT] = {"charged_at", true},
    [AMOUNT] = {"amount", true},
    [CURRENCY] = {"currency", true},
    [WAIVED] = {"waived_at", false},
    [REFUNDED] = {"refunded_at", false},
    [DECISION] = {"decision_id", false},
};

struct reading {
	struct cs_charged *to;
	struct cs_arena *arena;
	struct cs_each in;
	int col[COLUMNS]; /* -1: not there */
	struct cs_buf key;
};

static int
bad(const struct reading *r, enum column c, const char *wanted, struct cs_err *e)
{
	return cs_each_bad(&r->in, r->col[c], wanted, e);
}

static int
bind(struct reading *r, struct cs_err *e)
{
	if (cs_head_wanted(r->in.head, columns, COLUMNS, r->col, e) != 0) {
		cs_err_prefix(e, "--charged");
		return -1;
	}
	/* The alias: people write the name of the decision beside its charges. */
	if (r->col[DECISION] < 0)
		r->col[DECISION] = cs_head_find(r->in.head, CS_STR("decision"));
	return 0;
}

/* Where charges of a day and currency are added up. */
static struct cs_charged_day *
day_of(struct reading *r, int64_t day, struct cs_str currency)
{
	struct cs_charged *c = r->to;
	uint32_t id;

	cs_buf_reset(&r->key);
	cs_buf_i64(&r->key, day);
	cs_buf_str(&r->key, currency);
	id = cs_map_add(&c->at, cs_buf_all(&r->key));
	if (id == c->n) {
		c->day = cs_mem_grow(c->day, &c->cap, c->n + 1, sizeof *c->day);
		c->day[c->n++] = (struct cs_charged_day){.day = day,
		    .currency = cs_arena_str(r->arena, currency),
		    .file = r->in.batch.file != NULL
				? cs_arena_printf(r->arena, "%s", r->in.batch.file)
				: "stdin",
		    .line = cs_batch_line(&r->in.batch, r->in.row)};
	}
	return &c->day[id];
}

/* Whether an instant is there. -1 with *e: it is none. */
static int
there(const struct reading *r, enum column c, struct cs_err *e)
{
	int64_t at = INT64_MIN;

	if (cs_each_instant(&r->in, r->col[c], &at, e) != 0)
		return -1;
	return at != INT64_MIN;
}

static int
read_one(struct reading *r, struct cs_err *e)
{
	const struct cs_str currency = cs_each_raw(&r->in, r->col[CURRENCY]);
	const struct cs_str of = cs_each_raw(&r->in, r->col[DECISION]);
	struct cs_charged_day *d;
	struct cs_dec amount;
	int64_t at = INT64_MIN, micros;
	int waived, refunded;

	if (r->col[DECISION] >= 0 && !cs_str_eq(of, r->to->decision)) {
		r->to->others++;
		return 0;
	}
	if (cs_each_instant(&r->in, r->col[AT], &at, e) != 0)
		return -1;
	if (at == INT64_MIN)
		return bad(r, AT, "an instant", e);
	if (!cs_dec_parse(cs_each_raw(&r->in, r->col[AMOUNT]), &amount) ||
	    !cs_dec_micros(amount, &micros))
		return bad(r, AMOUNT, "money with at most 6 digits behind the point", e);
	if (cs_currency_digits(currency) < 0)
		return bad(r, CURRENCY, "a currency of ISO 4217", e);
	waived = there(r, WAIVED, e);
	refunded = waived < 0 ? -1 : there(r, REFUNDED, e);
	if (refunded < 0)
		return -1;
	d = day_of(r, cs_zone_day(r->to->zone, at), currency);
	d->charges++;
	d->waived += waived != 0;
	d->refunded += waived == 0 && refunded != 0;
	d->kept += waived == 0 && refunded == 0;
	d->amount += waived == 0 && refunded == 0 ? micros : 0;
	return 0;
}

int
cs_charged_read(
    struct cs_charged *c, struct cs_arena *a, char *const *file, int nfile, struct cs_err *e)
{
	struct reading r = {.to = c, .arena = a};
	int got = cs_each_open(&r.in, file, nfile, 0, e);

	if (got == 0)
		got = bind(&r, e);
	while (got >= 0 && (got = cs_each_next(&r.in, e)) > 0)
		got = read_one(&r, e);
	cs_each_close(&r.in);
	cs_buf_finish(&r.key);
	return got;
}

void
cs_charged_finish(struct cs_charged *c)
{
	free(c->day);
	cs_map_finish(&c->at);
	c->day = NULL;
	c->n = c->cap = 0;
}
