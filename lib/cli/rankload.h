/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The cells that a ranking is made of: those of the input, or those of its contacts, which are
 * counted by the census of cs-kpi first. Both ways give the same ranking, to the byte:
 *
 *	cs-rank contacts.tsv
 *	cs-kpi --by agent,queue,reason,month -m contacts,csat_top2 --cells contacts.tsv | cs-rank
 *
 *	cs_cli_input(cli, e)
 *	cs_rankload_read(&l, cli, &ask, e)	then l.cells and l.keys are there
 *	cs_rankload_finish(&l)
 */
#ifndef CS_CLI_RANKLOAD_H
#define CS_CLI_RANKLOAD_H

#include "cli/census.h"
#include "rank/rankwork.h"

struct cs_rankload_ask {
	const struct cs_rankwork_ask *work;
	const char *attendance; /* a file of cells; NULL: none */
	struct cs_str tenure; /* 30d,90d,1y: bands of tenure_days as a kind of work; p NULL: none */
	/* Metrics, "a / b", of which the first that can be counted is counted beside those of the
	 * card, with units as they are, not by their people; p NULL: none. */
	struct cs_str beside;
};

struct cs_rankload {
	struct cs_cells *cells;
	struct cs_rankkeys_ask keys; /* what was asked for, as the cells name it */
	struct cs_census census;     /* of contacts */
	struct cs_cells *read;	     /* of the input */
	struct cs_cells *attendance; /* NULL: none */
};

/*
 * Reads all of the input. Of contacts the units are --unit, else agent_id; agents are counted too
 * where units are teams, leaders, sites or vendors. Kinds of work are --strata, else those of
 * queue, reason and channel that are there, and bands of tenure; periods are those that the window
 * is made of, where there is a time. The metrics are those of the card, as far as the default
 * card's columns are there, and contacts. -1 with *e: options that need contacts given for cells,
 * an input that is neither (2), and what the census and cells say.
 */
int cs_rankload_read(
    struct cs_rankload *l, struct cs_cli *cli, const struct cs_rankload_ask *ask, struct cs_err *e);

/* Whether it was read or not. */
void cs_rankload_finish(struct cs_rankload *l);

#endif
