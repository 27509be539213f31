/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Classes of contacts (inner): what rules there are for one combination of values, worked out once,
 * and what several rules that hold together say.
 */
#ifndef CS_CHARGE_MAPCLASS_H
#define CS_CHARGE_MAPCLASS_H

#include "cell/keys.h"
#include "charge/mapparts.h"

/* Rules are of two sides: those for repeats alone, and the others. */
enum { CS_CHARGE_SIDES = 2 };

/* A cond that may hold, and how much it names: what names more comes first. */
struct cs_charge_cand {
	uint32_t cond, tier;
};

struct cs_charge_class {
	uint32_t split; /* CS_CHARGE_ANY: it depends on the row */
	uint32_t n;
	struct cs_charge_cand *cand; /* n of them */
	bool built;
};

/* A rule that holds. */
struct cs_charge_hit {
	uint32_t cond;
	const struct cs_charge_rule *rule;
};

struct cs_charge_classes {
	const struct cs_charge_map *map;
	struct cs_keys keys;			     /* of the numbers of values, by column */
	struct cs_charge_class *of[CS_CHARGE_SIDES]; /* by group of keys */
	size_t cap[CS_CHARGE_SIDES];
	struct cs_arena arena;
	struct cs_map *lists; /* by column, of lists: cells met */
	uint32_t **list_set;  /* by column and cell: its set */
	size_t *list_cap;
	struct cs_map set;   /* sets of numbers of values, in order, 4 bytes each; 0: none */
	struct cs_map joint; /* splits that bear a contact together, 4 bytes each, by joint split */
	uint32_t *joint_split;
	size_t joint_cap;
	struct cs_charge_splits splits; /* of joint causes; ids follow those of the map */
	struct cs_charge_hit *hit;
	size_t hit_cap;
	/* Scratch of a class that is made. */
	struct cs_charge_cand *cand;
	size_t ncand, cand_cap;
	struct cs_buf text;
};

void cs_charge_classes_init(struct cs_charge_classes *c, const struct cs_charge_map *m);
void cs_charge_classes_finish(struct cs_charge_classes *c);

/* Forgets classes when there are very many; before a batch. */
void cs_charge_classes_trim(struct cs_charge_classes *c);

/* Rows of a batch, n of them; root: what matters is the first contact of each. */
struct cs_charge_some {
	const struct cs_batch *b;
	const uint32_t *row;
	size_t n;
	bool root;
};

/* The numbers of their values of a column of the map. */
void cs_charge_classes_values(struct cs_charge_classes *c, const struct cs_charge_some *rows,
    unsigned column, uint32_t *value);

/* The class of a group of keys. Good until the next. */
const struct cs_charge_class *cs_charge_class_make(
    struct cs_charge_classes *c, int side, uint32_t group);

static inline const struct cs_charge_class *
cs_charge_class_of(struct cs_charge_classes *c, int side, uint32_t group)
{
	return group < c->cap[side] && c->of[side][group].built
		   ? &c->of[side][group]
		   : cs_charge_class_make(c, side, group);
}

/*
 * What n > 0 rules say that hold and name as much: 0, and the split; -1 where they cannot hold
 * together, and pair are two that are at odds; -2 where the parts get too small to be exact.
 */
int cs_charge_settle(struct cs_charge_classes *c, const struct cs_charge_hit *hit, size_t n,
    uint32_t *split, size_t pair[2]);

/* The rule of a cond that holds at an instant; CS_INSTANT_MIN - 1: it is not known when. NULL:
 * none. */
const struct cs_charge_rule *cs_charge_rule_at(
    const struct cs_charge_map *m, const struct cs_charge_cond *c, int64_t at);

#endif
