/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the keys of cells mean to a ranking. Each key is one of
 *
 *	unit	who is ranked: agents, teams, vendors; several together are one name
 *	member	who works within a unit: the agents of the teams that are ranked
 *	stratum	what kind of work it was: queue, reason, channel, hour of the day
 *	period	when it was: day, week, month, interval
 *	over	none of these: groups are summed over it
 *
 * so that every group of the cells is of one unit, one member, one stratum and one period, each a
 * dense id that counts are kept by. Ids are in the order of the report: of instants by time, of
 * texts by their bytes, NULL last.
 *
 * A unit one of whose names is NULL (contacts that nobody took) is none, and a member neither. In a
 * stratum NULL is a value like others: the contacts without a reason are a kind of work. A period
 * of NULL is none: nobody knows when it was.
 */
#ifndef CS_RANK_RANKKEYS_H
#define CS_RANK_RANKKEYS_H

#include "base/arena.h"
#include "base/err.h"
#include "cell/celltable.h"

enum cs_rank_sort {
	CS_RANK_UNIT,
	CS_RANK_MEMBER,
	CS_RANK_STRATUM,
	CS_RANK_PERIOD,
	CS_RANK_SORTS,
	CS_RANK_OVER = CS_RANK_SORTS,
};

#define CS_RANK_NONE UINT32_MAX

/* The values of all keys of one sort, taken together. Without a key of that sort there is one. */
struct cs_rank_ids {
	uint32_t *of;	 /* by group of the cells, in their order: its id, or CS_RANK_NONE */
	uint32_t *group; /* by id: a group that has it */
	uint32_t n;
	unsigned keys; /* how many keys are of the sort */
};

struct cs_rankkeys {
	enum cs_rank_sort *sort;	       /* by key of the cells */
	struct cs_rank_ids ids[CS_RANK_SORTS]; /* a member's is that of unit and member */
	uint32_t *unit_of;		       /* by member: its unit */
	int64_t *begin;			       /* by period: its first instant; without periods 0 */
	size_t unnamed;			       /* groups that are of no unit or no member */
	size_t nobody;			       /* units of whose members none has a name */
	int period;			       /* the key of the periods: the finest; -1: none */
};

/* What was asked for, as --unit and --strata say it: names or aliases. */
struct cs_rankkeys_ask {
	const struct cs_str *unit, *strata;
	size_t nunit;	      /* 0: not said */
	size_t nstrata;	      /* 0: not said */
	bool no_strata;	      /* all kinds of work together */
	const char *units_by; /* the option that says the units, for messages; NULL: --unit */
};

/*
 * Tells the keys of the cells apart; everything is in the arena.
 *
 * Units are what --unit says; else those of agent_id team leader site vendor last_agent_id that are
 * there; else all keys that cut no time and are not named as strata. Strata are what --strata
 * says, intervals too; else all that are left and cut no time and name nobody. agent_id and
 * last_agent_id beside teams, leaders, sites or vendors that are ranked are members. Names of
 * people, teams and sites that are neither are summed over, and so are all periods but the finest.
 *
 * Errors (2): no keys; a key that is not there, with those there are; one named twice; each(LIST)
 * that is no unit, since a contact would be evidence several times.
 */
int cs_rankkeys_make(struct cs_arena *a, const struct cs_cells *c,
    const struct cs_rankkeys_ask *ask, struct cs_rankkeys *k, struct cs_err *e);

/* True for columns that name persons who worked. */
bool cs_rankkeys_person(struct cs_str column);

#endif
