/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the options of a ranking ask for: see rankask.h. */
#include "cli/rankask.h"

#include "base/data.h"

static int
read_window(struct cs_rankwindow_ask *w, const struct cs_cli *cli, const struct cs_opt_value *value,
    struct cs_err *e)
{
	*w = (struct cs_rankwindow_ask){.set = value->set,
	    .all = cs_str_eqz(value->s, "all"),
	    .as_of = cli->opt.as_of,
	    .has_as_of = cli->opt.has_as_of};
	if (!w->set || w->all || cs_duration_parse(value->s, &w->last))
		return 0;
	return cs_err_set(
	    e, CS_EXIT_USAGE, "--window: '%s' is neither a time such as 3mo nor all", value->z);
}

static int
read_bands(struct cs_ranking_rules *r, const struct cs_rankask_values *v,
    const struct cs_vision *vision, struct cs_err *e)
{
	if (!cs_card_part(v->band->s, &r->band) || r->band <= 0 || r->band > .5)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "--band: '%s' is not a part over 0 up to .5", v->band->z);
	if (!cs_card_part(v->sure->s, &r->sure) || r->sure <= .5 || r->sure >= 1)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "--sure: '%s' is not a chance between .5 and 1", v->sure->z);
	if (!v->band->set && vision != NULL && vision->has_band_part)
		r->band = cs_dec_double(vision->band_part);
	if (!v->sure->set && vision != NULL && vision->has_band_sure)
		r->sure = cs_dec_double(vision->band_sure);
	return 0;
}

int
cs_rankask_read(struct cs_rankwork_ask *ask, const struct cs_cli *cli,
    const struct cs_rankask_values *v, struct cs_err *e)
{
	const struct cs_vision *vision = cli->opt.vision;
	bool none = v->strata->n == 1 && cs_str_eqz(v->strata->list[0], "none");

	*ask = (struct cs_rankwork_ask){.keys = {.unit = v->unit->list,
					    .nunit = v->unit->n,
					    .strata = v->strata->list,
					    .nstrata = none ? 0 : v->strata->n,
					    .no_strata = none},
	    .card = {v->metric->s, vision, v->attendance->set},
	    .rules = {.level = .95, .min_n = v->min_n->i, .exact = v->exact->set},
	    .min_group = v->min_group->i};
	if (!v->min_group->set && vision != NULL)
		ask->min_group = vision->min_group;
	if (read_bands(&ask->rules, v, vision, e) != 0)
		return -1;
	return read_window(&ask->window, cli, v->window, e);
}

int
cs_rankask_print_vision(struct cs_cli *cli, const char *name, struct cs_err *e)
{
	if (cli->nfile != 0)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "--print-vision stands alone, and reads no file");
	if (cs_cli_output(cli, e) != 0)
		return -1;
	return cs_cli_put(cli, cs_data(cs_arena_printf(&cli->arena, "visions/%s.vision", name)), e);
}
