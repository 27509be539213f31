/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cs-retain from end to end: the inputs, in any order and by all threads, into histories
 * (retain/history); every customer through the mode (retain/retain.h); and the table, cells, or
 * what cells of others add up to.
 *
 * A mode has two halves. The one in retain counts and renders. The one here says what it can be
 * asked: its own options, the first of which is the one that chooses it, and how their values
 * become the struct that the other half finds in r->ask.
 *
 *	enum { CURVE, POINTS, N_OPT };
 *	static const struct cs_opt options[N_OPT] = {
 *		[CURVE] = {0, "curve", CS_OPT_FLAG, NULL, "how many stay how long (default)",
 *		    .group = "Retention"},
 *		[POINTS] = {0, "points", CS_OPT_FLAG, NULL, "every step, for drawing"},
 *	};
 *
 *	static int
 *	ask(struct cs_cli *cli, const struct cs_opt_value *value, void *p, struct cs_err *e)
 *	{
 *		struct cs_retaincurve_ask *a = p;
 *
 *		a->points = value[POINTS].set;
 *		return 0;
 *	}
 *
 *	const struct cs_mode cs_retaining_curve = {&cs_retaincurve, options, N_OPT,
 *	    sizeof(struct cs_retaincurve_ask), ask};
 *
 * in a file of its own (lib/cli/retainingcurve.c), declared below, with one line in the table of
 * modes in retaining.c. Options of a mode that was not chosen are refused by the engine, and so are
 * two modes; names are those of the whole tool, so no two modes may have the same: what several
 * want is in struct cs_retain (--strata, --agents, --landmark, --at, --explain, --min-group).
 */
#ifndef CS_CLI_RETAINING_H
#define CS_CLI_RETAINING_H

#include "cli/cli.h"
#include "cli/modes.h"
#include "retain/retain.h"

extern const struct cs_mode cs_retaining_curve;
extern const struct cs_mode cs_retaining_hazard;
extern const struct cs_mode cs_retaining_who;
extern const struct cs_mode cs_retaining_risk;
extern const struct cs_mode cs_retaining_nps;
extern const struct cs_mode cs_retaining_uplift;

/* At most so many. */
enum { CS_RETAINING_OPTIONS = 96 };

/* All options of the tool, those of the modes behind the common ones: *n of them. */
const struct cs_opt *cs_retaining_options(size_t *n);

/* All of it. value: of those options. -1 with *e. */
int cs_retaining_run(struct cs_cli *cli, const struct cs_opt_value *value, struct cs_err *e);

#endif
