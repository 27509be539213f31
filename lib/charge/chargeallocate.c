/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What departments bear: see chargeallocate.h. */
#include "charge/chargeallocate.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "charge/allot.h"
#include "charge/chargeout.h"
#include "charge/dues.h"

static const char *const columns[] = {"period_from_at", "period_to_at", "line", "department",
    "step_n", "own_cost", "passed_on_cost", "direct_cost", "step_down_cost", "reciprocal_cost",
    "currency"};

/* A stretch of time by every way. */
struct dealing {
	const struct cs_charge *c;
	const struct cs_charge_due *due;
	const struct cs_services *s;
	struct cs_service_flow flow[CS_ALLOCATIONS];
	bool can[CS_ALLOCATIONS];
	cs_i128 *received[CS_ALLOCATIONS]; /* by operating department */
	struct cs_ratio *gross;		   /* by service, by the chosen way; minor units */
	size_t *step;			   /* by service, from 1 */
};

static int
bind(struct cs_charge *c, void *state, struct cs_err *e)
{
	(void)state;
	if (c->dues != NULL)
		return 0;
	(void)cs_err_set(e, CS_EXIT_USAGE, "--allocate needs --services FILE");
	return cs_err_hint(e, "--services FILE says which department serves which: department to "
			      "units");
}

static int
head(const struct cs_charge *c, const void *state, struct cs_head *h, struct cs_err *e)
{
	(void)c;
	(void)state;
	return cs_chargeout_columns(h, c, columns, sizeof columns / sizeof *columns, e);
}

static void
begin(struct dealing *d, const struct cs_charge *c)
{
	const struct cs_charge_dues *dues = c->dues;
	size_t n, rest;

	*d = (struct dealing){.c = c, .s = &dues->serving->services};
	n = d->s->nservice;
	rest = d->s->n - n;
	d->gross = cs_ratios_new(n);
	d->step = cs_mem_new0(n + 1, sizeof *d->step);
	for (size_t i = 0; i < n; i++)
		d->step[dues->order[i]] = i + 1;
	for (int how = 0; how < CS_ALLOCATIONS; how++) {
		cs_service_flow_make(&d->flow[how], d->s, (enum cs_allocation)how, dues->order);
		d->received[how] = cs_mem_new0(rest + 1, sizeof *d->received[how]);
	}
}

static void
end(struct dealing *d)
{
	for (int how = 0; how < CS_ALLOCATIONS; how++) {
		cs_service_flow_finish(&d->flow[how]);
		free(d->received[how]);
	}
	cs_ratios_free(d->gross, d->s->nservice);
	free(d->step);
}

/* One stretch of time. A way that cannot be gone is an error only where it is the chosen one. */
static int
deal(struct dealing *d, const struct cs_charge_due *due, struct cs_err *e)
{
	enum cs_allocation chosen = d->c->dues->serving->how;

	d->due = due;
	for (int how = 0; how < CS_ALLOCATIONS; how++) {
		bool wanted = how == (int)chosen;

		d->can[how] = cs_charge_due_deal(due, &d->flow[how], d->received[how],
				  wanted ? d->gross : NULL, wanted ? e : NULL) == 0;
		if (wanted && !d->can[how])
			return -1;
	}
	return 0;
}

/* What a department bears in the end. */
static cs_i128
borne(const struct dealing *d, size_t department, int how)
{
	size_t n = d->s->nservice;

	return department < n ? 0 : d->due->own[department] + d->received[how][department - n];
}

/* The sum of all that departments bear is what they cost. */
static cs_i128
total(const struct dealing *d)
{
	cs_i128 own = d->due->apart;

	for (size_t i = 0; i < d->s->n; i++)
		own += d->due->own[i];
	for (int how = 0; how < CS_ALLOCATIONS; how++) {
		cs_i128 sum = d->due->apart;

		for (size_t i = 0; i < d->s->n; i++)
			sum += borne(d, i, how);
		assert(!d->can[how] || sum == own);
	}
	return own;
}

static void
put_front(const struct dealing *d, const char *line, struct cs_writer *out)
{
	struct cs_buf b = CS_BUF_INIT;

	cs_time_text(&b, d->due->from);
	cs_writer_text(out, cs_buf_all(&b));
	cs_buf_reset(&b);
	cs_time_text(&b, d->due->to);
	cs_writer_text(out, cs_buf_all(&b));
	cs_writer_text(out, cs_str_z(line));
	cs_buf_finish(&b);
}

static void
put_department(const struct dealing *d, size_t i, struct cs_writer *out)
{
	bool service = i < d->s->nservice;
	cs_i128 gross = 0;
	bool fits = service && cs_ratio_round(&d->gross[i], &gross);

	put_front(d, service ? "service" : "operating", out);
	cs_writer_text(out, d->s->name[i]);
	cs_chargeout_count(out, service, service ? (cs_i128)d->step[i] : 0);
	cs_chargeout_money(out, d->c, true, d->due->own[i]);
	cs_chargeout_money(out, d->c, fits, gross);
	for (int how = 0; how < CS_ALLOCATIONS; how++)
		cs_chargeout_money(out, d->c, d->can[how], borne(d, i, how));
	cs_writer_text(out, d->c->currency);
	cs_writer_end(out);
}

/* A row of no department: the same by every way. */
static void
put_same(const struct dealing *d, const char *line, cs_i128 v, struct cs_writer *out)
{
	put_front(d, line, out);
	cs_writer_null(out);
	cs_writer_null(out);
	cs_chargeout_money(out, d->c, true, v);
	cs_writer_null(out);
	for (int how = 0; how < CS_ALLOCATIONS; how++)
		cs_chargeout_money(out, d->c, d->can[how], v);
	cs_writer_text(out, d->c->currency);
	cs_writer_end(out);
}

static int
rows(struct cs_charge *c, void *state, struct cs_writer *out, struct cs_err *e)
{
	const struct cs_charge_dues *dues = c->dues;
	struct dealing d;
	int result = 0;

	(void)state;
	begin(&d, c);
	for (size_t i = 0; i < dues->n && result == 0; i++) {
		result = deal(&d, &dues->due[i], e);
		if (result != 0)
			break;
		for (size_t k = 0; k < d.s->nservice; k++)
			put_department(&d, dues->order[k], out);
		for (size_t k = d.s->nservice; k < d.s->n; k++)
			put_department(&d, k, out);
		if (dues->due[i].apart != 0)
			put_same(&d, "apart", dues->due[i].apart, out);
		put_same(&d, "total", total(&d), out);
	}
	end(&d);
	return result;
}

/* --- sentences -------------------------------------------------------------------------------- */

static void
say_order(const struct cs_charge_dues *dues, struct cs_buf *out)
{
	const struct cs_services *s = &dues->serving->services;
	struct cs_ratio mutual;

	if (s->nservice == 0) {
		cs_buf_z(out, "No department serves another one.\n");
		return;
	}
	cs_buf_z(out, "Stepping down, services go in the order ");
	for (size_t i = 0; i < s->nservice; i++) {
		cs_buf_z(out, i == 0 ? "" : ", ");
		cs_buf_str(out, s->name[dues->order[i]]);
	}
	cs_buf_z(out, ".\nOf what services cost, ");
	cs_ratio_init(&mutual);
	cs_service_mutual(s, dues->cost, &mutual);
	cs_ratio_times(&mutual, &mutual, 100);
	cs_ratio_text(out, &mutual, 1);
	cs_ratio_finish(&mutual);
	cs_buf_z(out, " % is for each other.\n");
}

/* A day, where it is the begin of one. */
static void
say_time(const struct cs_charge *c, int64_t at, struct cs_buf *out)
{
	int64_t day = cs_zone_day(c->zone, at);

	if (cs_zone_day_start(c->zone, day) == at)
		cs_date_text(out, day);
	else
		cs_time_text(out, at);
}

static void
say_department(const struct dealing *d, size_t i, struct cs_buf *out)
{
	int how = (int)d->c->dues->serving->how;

	cs_buf_str(out, d->s->name[i]);
	cs_buf_z(out, " bears ");
	cs_chargeout_say_money(out, d->c, borne(d, i, how));
	cs_buf_printf(out, " %.*s: ", CS_STR_ARG(d->c->currency));
	cs_chargeout_say_money(out, d->c, d->due->own[i]);
	cs_buf_z(out, " of its own, ");
	cs_chargeout_say_money(out, d->c, d->received[how][i - d->s->nservice]);
	cs_buf_z(out, " of services.\n");
}

static int
say(struct cs_charge *c, void *state, struct cs_buf *out, struct cs_err *e)
{
	const struct cs_charge_dues *dues = c->dues;
	struct dealing d;
	int result = 0;

	(void)state;
	say_order(dues, out);
	begin(&d, c);
	for (size_t i = 0; i < dues->n && result == 0; i++) {
		result = deal(&d, &dues->due[i], e);
		if (result != 0)
			break;
		say_time(c, dues->due[i].from, out);
		cs_buf_z(out, " to ");
		say_time(c, dues->due[i].to, out);
		cs_buf_printf(out, ", %s:\n", cs_allocation_name[dues->serving->how]);
		for (size_t k = d.s->nservice; k < d.s->n; k++)
			say_department(&d, k, out);
		cs_buf_z(out, "Together: ");
		cs_chargeout_say_money(out, c, total(&d));
		cs_buf_printf(out, " %.*s.\n", CS_STR_ARG(c->currency));
	}
	end(&d);
	return result;
}

const struct cs_charge_mode cs_chargeallocate = {.name = "allocate",
    .without_contacts = true,
    .without_map = true,
    .bind = bind,
    .head = head,
    .rows = rows,
    .say = say};
