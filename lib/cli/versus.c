/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What --vs asks for: see versus.h. */
#include "cli/versus.h"

static const char previous[] = "previous";

void
cs_versus_words(struct cs_buf *out)
{
	cs_buf_printf(out, "%s\n", previous);
}

static bool
has_interval(const struct cs_by *by)
{
	bool has = false;

	for (unsigned k = 0; k < by->n; k++)
		has = has || cs_key_is_time(by->key[k].kind);
	return has;
}

/* What the trace says of the other side. */
static void
say(struct cs_cli *cli, const struct cs_versus_plan *p)
{
	struct cs_buf b = CS_BUF_INIT;

	if (p->against.where != NULL || !p->sides) {
		cs_buf_str(&b, p->shape->vs.text);
	} else {
		cs_time_text(&b, p->against.period.from);
		cs_buf_z(&b, "..");
		cs_time_text(&b, p->against.period.to);
	}
	cs_cli_fact(cli, "vs", cs_buf_all(&b));
	cs_buf_finish(&b);
}

/* The stretch before the period. */
static int
bind_period(struct cs_versus_plan *p, const struct cs_common *o, struct cs_err *e)
{
	const struct cs_period *now = &o->period, *then = &p->against.period;

	p->shape->vs.end = now->to;
	if (!cs_period_before(now, o->zone, &p->against.period)) {
		(void)cs_err_set(
		    e, CS_EXIT_USAGE, "--vs previous: there is no period to go back from");
		return cs_err_hint(e, "add --period last-month, 2026-10, or FROM..TO; or an "
				      "interval such as week to --by");
	}
	p->shape->vs.ratio = (double)(now->to - now->from) / (double)(then->to - then->from);
	return 0;
}

/* The beginning of the word that is none of a column. */
static int
no_condition(struct cs_str text, struct cs_err *e)
{
	if (text.n == 0 || !cs_str_starts(cs_str_z(previous), text))
		return -1;
	e->hint[0] = '\0';
	return cs_err_hint(e, "the interval, or the period, before is --vs %s", previous);
}

int
cs_versus_bind(struct cs_versus_plan *p, struct cs_cli *cli, struct cs_shape *shape,
    const struct cs_by *by, struct cs_select *select, struct cs_err *e)
{
	struct cs_versus *vs = &shape->vs;

	*p = (struct cs_versus_plan){.shape = shape, .sides = true};
	vs->end = CS_INSTANT_MAX;
	p->against.period = cli->opt.period;
	if (!cs_str_eqz(vs->text, previous)) {
		if (cs_select_condition(
			&p->against.where, cli, cs_reader_head(cli->in), vs->text, "--vs", e) != 0)
			return no_condition(vs->text, e);
	} else if (has_interval(by)) {
		vs->intervals = true;
		vs->known = CS_INSTANT_MIN;
		p->sides = false;
	} else if (bind_period(p, &cli->opt, e) != 0) {
		return -1;
	}
	if (p->sides) {
		select->against = &p->against;
		cs_by_sides(&p->by, &cli->arena, by);
	}
	say(cli, p);
	return 0;
}

static void
note_first(const struct cs_versus_plan *p, int64_t first)
{
	struct cs_buf b = CS_BUF_INIT;

	cs_time_text(&b, p->against.period.from);
	cs_buf_z(&b, p->shape->vs.unknown ? " is not there: the first row is of "
					  : " is not all there: the first row is of ");
	cs_time_text(&b, first);
	cs_msg_note("--vs: the stretch before, from %s", cs_buf_cstr(&b));
	cs_buf_finish(&b);
}

void
cs_versus_read(const struct cs_versus_plan *p, const struct cs_selector *read,
    const struct cs_by *by, bool say)
{
	struct cs_versus *vs = p->shape != NULL ? &p->shape->vs : NULL;
	int64_t begin, end, first = read->first;

	if (vs == NULL || p->against.where != NULL)
		return;
	if (!read->has_first) {
		vs->unknown = true;
		vs->known = vs->known != CS_INSTANT_MIN ? CS_INSTANT_MAX : vs->known;
		return;
	}
	if (vs->intervals) {
		for (unsigned k = 0; k < by->n; k++) {
			if (!cs_key_is_time(by->key[k].kind))
				continue;
			cs_key_interval(&by->key[k], by->zone, first, &begin, &end);
			vs->known = begin > vs->known ? begin : vs->known;
			return;
		}
	}
	vs->unknown = first >= p->against.period.to;
	begin = cs_zone_day_start(by->zone, cs_zone_day(by->zone, first));
	if (say && begin > p->against.period.from)
		note_first(p, first);
}

void
cs_versus_running(const struct cs_versus_plan *p, int64_t newest, int64_t to)
{
	struct cs_buf b = CS_BUF_INIT;

	if (p->shape == NULL || !p->shape->vs.set || p->against.where != NULL || newest >= to)
		return;
	cs_time_text(&b, newest);
	cs_msg_note("--vs: counts of what is not over at the newest row, %s, are too early to "
		    "compare; --as-of says until when there is nothing more to come",
	    cs_buf_cstr(&b));
	cs_buf_finish(&b);
}

int
cs_versus_of_cells(struct cs_shape *shape, const struct cs_cells *c, struct cs_err *e)
{
	struct cs_versus *vs = &shape->vs;

	if (!vs->set)
		return 0;
	if (!cs_str_eqz(vs->text, previous)) {
		(void)cs_err_set(e, CS_EXIT_USAGE,
		    "--vs '%.*s' has no meaning here: there are no rows to choose from",
		    CS_STR_ARG(vs->text));
		return cs_err_hint(
		    e, "cells can be held against the interval before: --vs previous");
	}
	vs->intervals = true;
	vs->known = c->run.shards.n != 0 ? CS_INSTANT_MAX : CS_INSTANT_MIN;
	for (size_t i = 0; i < c->run.shards.n; i++) {
		const struct cs_shard *shard = &c->run.shards.shard[i];

		vs->known = shard->from < vs->known ? shard->from : vs->known;
	}
	return 0;
}
