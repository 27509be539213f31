/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What cells say of the run that they are of: see census.h. */
#include "cli/census.h"

/* Whether business hours are in what was counted. A text that only looks so does no harm. */
static bool
uses_hours(const struct cs_census *t, const struct cs_str choice[CS_CHOICES])
{
	static const struct cs_str call = CS_STR_INIT("business_s(");

	for (size_t i = 0; i < t->scheme.n; i++) {
		if (cs_str_search(t->scheme.metric[i].expanded, call) <
		    t->scheme.metric[i].expanded.n)
			return true;
	}
	return cs_str_search(choice[CS_CHOICE_WHERE], call) < choice[CS_CHOICE_WHERE].n ||
	       cs_str_search(choice[CS_CHOICE_KEEP_ONLY], call) < choice[CS_CHOICE_KEEP_ONLY].n;
}

/* What chose the rows, for the cells. */
static int
sign_choices(const struct cs_census *t, struct cs_cli *cli, struct cs_err *e)
{
	const struct cs_common *o = &cli->opt;
	const struct cs_head *head = cs_reader_head(cli->in);
	struct cs_str *choice = t->cells->run.choice;
	static const char *const bad[] = {
	    [CS_BAD_ERROR] = "", [CS_BAD_NULL] = "null", [CS_BAD_SKIP] = "skip"};
	int time = cs_head_find(head, o->time);

	if ((o->where.p != NULL &&
		cs_expr_canonical(&cli->arena, o->where, head, &choice[CS_CHOICE_WHERE], e) != 0) ||
	    (o->keep_only.p != NULL && cs_expr_canonical(&cli->arena, o->keep_only, head,
					   &choice[CS_CHOICE_KEEP_ONLY], e) != 0))
		return -1;
	if (o->vision != NULL && uses_hours(t, choice))
		choice[CS_CHOICE_HOURS] = o->vision->calendar;
	if (time >= 0 && !cs_str_eqz(head->col[time].name, "started_at"))
		choice[CS_CHOICE_TIME] = head->col[time].name;
	choice[CS_CHOICE_BAD] = cs_str_z(bad[o->bad]);
	return 0;
}

int
cs_census_sign(const struct cs_census *t, struct cs_cli *cli, const char *shard, struct cs_err *e)
{
	struct cs_cells_run *run = &t->cells->run;
	const struct cs_head *head = cs_reader_head(cli->in);
	struct cs_shard piece = {.rows = cs_reader_count(cli->in).rows,
	    .from = cli->opt.period.from,
	    .to = cli->opt.period.to};

	if (shard == NULL)
		shard = cli->nfile != 0 ? cli->file[0] : "stdin";
	if (cli->opt.zone != NULL)
		run->zone = cs_str_z(cs_zone_name(cli->opt.zone));
	run->column = cs_arena_new(&cli->arena, head->ncol, sizeof *run->column);
	for (unsigned i = 0; i < head->ncol; i++) {
		if (t->scheme.column[i])
			run->column[run->ncolumn++] = head->col[i].name;
	}
	if (sign_choices(t, cli, e) != 0)
		return -1;
	piece.name = cs_str_z(shard);
	return cs_shards_add(&run->shards, &t->cells->arena, &piece, e);
}

int
cs_census_zone(const struct cs_cli *cli, const struct cs_cells *c, struct cs_err *e)
{
	static const struct cs_str utc = CS_STR_INIT("UTC");
	const struct cs_common *o = &cli->opt;
	struct cs_str asked = o->zone != NULL ? cs_str_z(cs_zone_name(o->zone)) : utc;
	struct cs_str of = c->run.zone.n != 0 ? c->run.zone : utc;

	if ((o->zone == NULL && !o->has_period) || cs_str_eq(asked, of))
		return 0;
	(void)cs_err_set(e, CS_EXIT_USAGE, "the cells are of the zone %.*s, not %.*s",
	    CS_STR_ARG(of), CS_STR_ARG(asked));
	return cs_err_hint(e, "--tz %.*s", CS_STR_ARG(of));
}
