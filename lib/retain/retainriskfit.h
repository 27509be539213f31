/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * (inner) How probable leaving is, learnt from the past of the same customers.
 *
 *	CS_RISK_HAZARD		at instants in the past, 30 days apart, everybody who was there
 *				then: his signs (retainriskseen.h), and whether he left in the next
 *				30 and 90 days. The odds are a sum over signs, shrunk (stat/logit).
 *				Windows of 90 days overlap, so that each counts a third
 *	CS_RISK_PURCHASES	how often he bought, when last, since when: MBG/NBD (stat/bgnbd).
 *				Leaving cannot be seen, so forecasts of no purchase in 30 and 90
 *				days are what is held against what came
 *
 * Customers with the same signs are one cell, so memory is cells, never customers. All windows end
 * by the instant from which it is told: nothing that came later is learnt from.
 */
#ifndef CS_RETAIN_RETAINRISKFIT_H
#define CS_RETAIN_RETAINRISKFIT_H

#include "retain/retainriskseen.h"
#include "stat/bgnbd.h"
#include "stat/forecast.h"
#include "stat/logit.h"

enum cs_risk_kind { CS_RISK_HAZARD, CS_RISK_PURCHASES };

enum {
	CS_RISK_HORIZONS = 2,
	CS_RISK_STEP = 30,     /* days between the instants that are learnt from */
	CS_RISK_STEPS = 24,    /* of them, at most */
	CS_RISK_CELLS = 20000, /* of purchases that are learnt from; beyond, units are longer, */
	CS_RISK_UNIT = 8,      /* up to eight times */
	CS_RISK_GRID = 1000,   /* units of time that a history of purchases is cut into, at most */
};

/* 30 and 90, in days. */
extern const int cs_risk_horizon[CS_RISK_HORIZONS];

/* Customers, or customers at several instants, who had the same signs: by horizon. */
struct cs_risk_count {
	int64_t n[CS_RISK_HORIZONS], x[CS_RISK_HORIZONS];	    /* that are learnt from */
	int64_t test_n[CS_RISK_HORIZONS], test_x[CS_RISK_HORIZONS]; /* that are foretold */
};

/* By thread. Zeroed is empty. */
struct cs_risk_cells {
	struct cs_map map; /* the levels, a byte a factor; or three int32_t: x, last, age */
	struct cs_risk_count *count;
	size_t cap;
	/* Levels, a byte for having left, two for the day: who is foretold but not watched to the
	 * end; by what came first. */
	struct cs_map open;
	int64_t *open_n;
	size_t open_cap;
};
void cs_risk_cells_finish(struct cs_risk_cells *c);

/* The cell of a key, which may be new and zero. */
struct cs_risk_count *cs_risk_cell(struct cs_risk_cells *c, struct cs_str key);
void cs_risk_open(struct cs_risk_cells *c, struct cs_str levels, bool left, int day, int64_t n);

void cs_risk_cells_merge(struct cs_risk_cells *to, const struct cs_risk_cells *from);

struct cs_risk_model {
	enum cs_risk_kind kind;
	unsigned nfactor;
	unsigned levels[CS_RISK_FACTORS];
	struct cs_logit logit[CS_RISK_HORIZONS];
	struct cs_bgnbd buying;
	int unit; /* days in a unit of x, last, age of the cells */
	const struct cs_risk_cells *cells;
	/* NONE: there are probabilities, else why there are none. SMALL_N: too few left, or came
	 * back, in the past. */
	enum cs_flag flag[CS_RISK_HORIZONS];
	int64_t learnt_n, learnt_x; /* windows of 30 days and leavings in them; or customers, and
				       those who came back */
};

/* kind, nfactor, levels and unit are set. cells are kept by reference. */
void cs_risk_model_fit(struct cs_risk_model *m, const struct cs_risk_cells *cells);
void cs_risk_model_finish(struct cs_risk_model *m);

/* What of a seen customer is his cell; buf holds it. */
struct cs_str cs_risk_key(
    const struct cs_risk_model *m, const struct cs_risk_seen *s, uint8_t buf[CS_RISK_FACTORS]);

/* What is told of a customer. */
struct cs_risk_told {
	struct cs_est leave[CS_RISK_HORIZONS];	/* to have left within the horizon */
	struct cs_est silent[CS_RISK_HORIZONS]; /* PURCHASES: to buy nothing in it */
	struct cs_est alive;			/* PURCHASES: to be a customer now */
	double pieces;				/* PURCHASES: purchases expected in 30 days */
	int64_t n; /* how often the past had one of the same signs; PURCHASES: learnt_n */
};

/* bounds: those at that level are wanted too; 0: none are. */
void cs_risk_tell(const struct cs_risk_model *m, const struct cs_risk_seen *s, double level,
    struct cs_risk_told *told);

/* What is held against what came: of a cell, by horizon. */
double cs_risk_tell_key(const struct cs_risk_model *m, struct cs_str key, int horizon);

#endif
