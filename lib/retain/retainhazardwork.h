/* SPDX-License-Identifier: GPL-3.0-or-later */
/* (inner) The mode --hazard (retain/retainhazard.h), what its halves share. */
#ifndef CS_RETAIN_RETAINHAZARDWORK_H
#define CS_RETAIN_RETAINHAZARDWORK_H

#include "retain/retaincancel.h"
#include "retain/retainhazard.h"
#include "retain/retainsolved.h"
#include "stat/cox.h"

/* What is counted: parts of the sums, by days since time zero. */
enum cs_hazard_part {
	CS_HAZARD_ENTER, /* at risk from behind that day */
	CS_HAZARD_CUT,	 /* goes on as another combination */
	CS_HAZARD_QUIT,	 /* followed no longer */
	CS_HAZARD_LEFT,
	CS_HAZARD_PARTS
};

enum cs_hazard_kind {
	CS_HAZARD_LEVELS,
	CS_HAZARD_NUMBER,
	CS_HAZARD_LOG, /* of 2 */
	/* Those that switch on. */
	CS_HAZARD_CONTACTED,
	CS_HAZARD_SOLVED,
	CS_HAZARD_REPEAT
};

enum { CS_HAZARD_SWITCHES = 3 };

struct cs_hazard_factor {
	struct cs_str name;
	enum cs_hazard_kind kind;
	enum cs_fact_kind fact; /* what it is a column of */
	int slot;		/* LEVELS: key of that; NUMBER, LOG: number */
	bool decimal;		/* a number in millionths */
	unsigned key;		/* of the sums */
};

static inline bool
cs_hazard_switches(const struct cs_hazard_factor *f)
{
	return f->kind >= CS_HAZARD_CONTACTED;
}

struct cs_retainhazard {
	const struct cs_retainhazard_ask *ask;
	struct cs_hazard_factor *factor; /* as asked for */
	size_t n;
	size_t *order;			/* as their keys stand: those that switch last */
	struct cs_retain_solved solved; /* what those that switch read of contacts */
	struct cs_retain_cancel cancel;
	struct cs_hazard_stratum {
		enum cs_fact_kind fact;
		int key;
	} * strata;
};

/* Within bind: what factors that switch read. -1 with *e (2). */
int cs_hazard_bind_switch(struct cs_retain *r, struct cs_retainhazard *s,
    const struct cs_hazard_factor *f, struct cs_err *e);

/* The instant at which a factor switches on; CS_INSTANT_MAX: never. */
int64_t cs_hazard_switch(const struct cs_retainhazard *s, const struct cs_hazard_factor *f,
    const struct cs_life *life, int64_t zero);

/* A level of a factor in a model. */
struct cs_hazard_level {
	struct cs_str raw; /* of those that switch t and f */
	int64_t customers; /* who ended with it */
	int64_t left;
};

/* One factor in a model: coefficients from .. to - 1, of the levels but `against`, in order. */
struct cs_hazard_term {
	const struct cs_hazard_factor *factor;
	size_t from, to;
	struct cs_hazard_level *level;
	size_t n; /* of numbers 1 */
	size_t against;
};

/* The regression of one group of --by. */
struct cs_hazard_model {
	size_t first, behind; /* groups of the sums */
	int64_t customers, left;
	struct cs_hazard_term *term; /* as asked for */
	size_t n;
	struct cs_cox *cox;
	struct cs_cox_fit fit;
};

/* Of the group of --by that begins there. Finish it in any case. -1 with *e: too many levels (2),
 * counts that cannot be (65). */
int cs_hazard_model(struct cs_hazard_model *m, const struct cs_retain_worker *w,
    const struct cs_retainhazard *s, size_t first, struct cs_err *e);
void cs_hazard_model_finish(struct cs_hazard_model *m);

/* What is known of a level: how many times as fast as those of `against` they leave. */
struct cs_hazard_pace {
	bool has, has_lo, has_hi;
	double est, lo, hi;
	double p; /* CS_DIST_BAD: none */
	enum cs_flag flag;
	bool reference; /* it is `against` itself */
	bool alias;	/* levels of factors before it say the same of everybody */
	size_t at;	/* which coefficient; not of the reference */
};
struct cs_hazard_pace cs_hazard_pace(
    struct cs_hazard_model *m, const struct cs_hazard_term *t, size_t level, double at);

/* "leave 1.6 times as fast (1.2 to 2.1)"; what they are held against is the caller's. */
void cs_hazard_words(struct cs_buf *out, const struct cs_hazard_pace *p);

/* The halves that write. */
int cs_retainhazard_head(
    const struct cs_retain *r, const void *state, struct cs_head *h, struct cs_err *e);
int cs_retainhazard_rows(
    struct cs_retain_worker *w, const void *state, struct cs_writer *out, struct cs_err *e);
int cs_retainhazard_say(
    struct cs_retain_worker *w, const void *state, struct cs_buf *out, struct cs_err *e);

#endif
