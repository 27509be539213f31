/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cs-chargeback from end to end: costs, rates, map and exchange rates are read whole; contacts, by
 * all threads, become sums; prices are laid over them; and the mode says what that comes to.
 *
 * A mode has two halves. The one in charge counts and renders (charge/charge.h). The one here says
 * what it can be asked: its own options, the first of which is the one that chooses it, and how
 * their values become the struct that the other half finds in c->ask:
 *
 *	enum { PARETO, N_OPT };
 *	static const struct cs_opt options[N_OPT] = {
 *		[PARETO] = {0, "pareto", CS_OPT_TEXT, "KEY", "what costs most", .group = "..."},
 *	};
 *	const struct cs_mode cs_charging_pareto = {&cs_chargepareto, options, N_OPT,
 *	    sizeof(struct cs_chargepareto_ask), ask};
 *
 * in a file of its own (lib/cli/chargingpareto.c), declared below, with one line in the table of
 * modes in charging.c. Options of a mode that was not chosen are refused by the engine, and so are
 * two modes; names are those of the whole tool, so no two modes may have the same. What several
 * want is in the table of common options.
 */
#ifndef CS_CLI_CHARGING_H
#define CS_CLI_CHARGING_H

#include "charge/charge.h"
#include "cli/cli.h"
#include "cli/modes.h"

extern const struct cs_mode cs_charging_allocate;
extern const struct cs_mode cs_charging_bill;
extern const struct cs_mode cs_charging_pools;
extern const struct cs_mode cs_charging_statement;
extern const struct cs_mode cs_charging_journal;
extern const struct cs_mode cs_charging_postings;
extern const struct cs_mode cs_charging_vendors;
extern const struct cs_mode cs_charging_pnl;
extern const struct cs_mode cs_charging_pareto;
extern const struct cs_mode cs_charging_demand;

/* At most so many. */
enum { CS_CHARGING_OPTIONS = 96 };

/* All options of the tool, those of the modes behind the common ones: *n of them. */
const struct cs_opt *cs_charging_options(size_t *n);

/* All of it. value: of those options. -1 with *e. */
int cs_charging_run(struct cs_cli *cli, const struct cs_opt_value *value, struct cs_err *e);

#endif
