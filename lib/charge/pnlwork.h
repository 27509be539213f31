/* SPDX-License-Identifier: GPL-3.0-or-later */
/* (inner) What the halves of a decision's P&L share: see chargepnl.h. */
#ifndef CS_CHARGE_PNLWORK_H
#define CS_CHARGE_PNLWORK_H

#include "base/buf.h"
#include "base/map.h"
#include "charge/charged.h"
#include "charge/chargepnl.h"
#include "charge/decision.h"
#include "charge/lostmargin.h"
#include "charge/price.h"
#include "stat/baseline.h"

enum {
	CS_PNL_BEFORE = 156, /* weeks before the decision that are told apart, at most */
	CS_PNL_AFTER = 104,
	CS_PNL_YEAR = 52,
	CS_PNL_YEAR_LEAST = 8, /* weeks that the ratio to the year before is taken from */
	CS_PNL_LEAST = 4,      /* of any other baseline */
	CS_PNL_UNTOUCHED = 104,
	CS_PNL_FEWER = 26,  /* weeks before of which too little can be told */
	CS_PNL_PLACES = 64, /* that have prices of their own: exact sums grow with each */
};

enum cs_pnl_group { CS_PNL_TOUCHED, CS_PNL_UNTOUCHED_GROUP, CS_PNL_GROUPS };

/* What is compared with its baseline. ALL: cost and credits, for the bounds of the net. */
enum cs_pnl_what {
	CS_PNL_CONTACTS,
	CS_PNL_SECONDS,
	CS_PNL_COST,
	CS_PNL_AVOIDABLE,
	CS_PNL_CREDITS,
	CS_PNL_ALL,
	CS_PNL_ALL_AVOIDABLE,
	CS_PNL_WHATS
};

struct cs_pnl_week {
	cs_i128 contacts, seconds;
	/* In the reported currency; cost at the prices of the weeks after. */
	struct cs_ratio cost, avoidable, credits;
};

/* What the touched cost by unit in the weeks after, where they were handled: first the sums, then
 * the price of one. MINUTE: of seconds, HOUR: among these. */
struct cs_pnl_place {
	struct cs_ratio price[CS_COST_UNITS], avoidable[CS_COST_UNITS];
	cs_i128 used[CS_COST_UNITS];
};

/* How the baseline is made, once all was counted. */
enum cs_pnl_how { CS_PNL_BY_LEVEL, CS_PNL_BY_YEAR, CS_PNL_BY_UNTOUCHED };

struct cs_pnl {
	struct cs_decision d;
	struct cs_charged charged;
	bool has_charged; /* else nobody knows what it brings */
	struct cs_lost_margin lost;
	bool has_lost;
	int side, compared; /* levels; compared -1: none */
	int64_t day0;	    /* local day that weeks count from */
	/* The weeks, when all was counted. */
	enum cs_pnl_how how;
	int first;	    /* of the baseline, < 0; begin of week[][] is earlier */
	int n;		    /* weeks after */
	int64_t charged_to; /* local day behind the last whose charges count */
	int64_t left_days;  /* behind the last whole week */
	bool cut;	    /* weeks after were left out: the year before ends */
	struct cs_pnl_week *week[CS_PNL_GROUPS]; /* from -CS_PNL_BEFORE on */
	cs_i128 neither;  /* contacts of these weeks that are of neither group */
	cs_i128 untimed;  /* rows of the weeks after without handle time */
	cs_i128 unpriced; /* and those that no pool and no rate is for */
	/* Prices of the weeks after. A place is what costs look at: vendor, site ... As those whom
	 * a decision brings are often handled elsewhere, each place has its own; where nothing was
	 * used after, and beyond PLACES, it is that of all. */
	struct cs_map places;
	struct cs_buf name; /* of the place that is looked for */
	struct cs_pnl_place *place, all;
	bool avoidable_known;
	/* What was coded with the reasons of the decision: contacts, and their cost. */
	cs_i128 own;
	struct cs_ratio own_cost;
};

/* Week w, from -CS_PNL_BEFORE to CS_PNL_AFTER - 1, of a group. */
static inline struct cs_pnl_week *
cs_pnl_week(const struct cs_pnl *p, enum cs_pnl_group g, int w)
{
	return &p->week[g][w + CS_PNL_BEFORE];
}

/* Which weeks there are, by what was counted. -1 with *e (65): too few before. n = 0: it is too
 * early. */
int cs_pnl_grid(struct cs_pnl *p, const struct cs_charge *c, struct cs_err *e);

/* Fills weeks and prices. -1 with *e (65): a contact that is of both groups. */
int cs_pnl_count(struct cs_pnl *p, const struct cs_charge *c, struct cs_err *e);

/* Prices: init, each touched group of weeks after (own: of the decision's reasons), make; then any
 * group's use at them into its week. */
void cs_pnl_prices_init(struct cs_pnl *p);
void cs_pnl_prices_add(struct cs_pnl *p, const struct cs_charge *c, size_t i, bool own);
void cs_pnl_prices_make(struct cs_pnl *p);
void cs_pnl_prices_lay(
    struct cs_pnl *p, const struct cs_charge *c, size_t i, struct cs_pnl_week *week);
void cs_pnl_prices_finish(struct cs_pnl *p);

/* What is more than expected; to be finished. line: as if what it is compared with went on to drift
 * as it did before, in a straight line; a level has its trend in any case. */
void cs_pnl_more(struct cs_baseline *b, const struct cs_pnl *p, enum cs_pnl_what what, bool line);

/* A week: what there was, and what was expected; of weeks before: what the fit says. */
void cs_pnl_expected(struct cs_ratio *seen, struct cs_ratio *expected, const struct cs_pnl *p,
    enum cs_pnl_what what, int w);

/* Releases what count made. */
void cs_pnl_finish(struct cs_pnl *p);

/* The result, in minor units of the reported currency where it is money. */
struct cs_pnl_money {
	cs_i128 est, lo, hi;
	bool ok, ci;
};

struct cs_pnl_result {
	struct cs_baseline more[CS_PNL_WHATS];
	cs_i128 contacts;
	uint64_t charges, waived, refunded, kept;
	cs_i128 revenue;
	struct cs_pnl_money cost, avoidable, credits, lost, net, net_avoidable;
	struct cs_pnl_money net_line; /* against the untouched, had they gone on to drift */
	bool has_loss;
	double loss; /* the chance that the net is below 0 */
	const char *verdict;
	bool has_break_even, has_per_charge;
	struct cs_ratio per_charge; /* contacts caused by a charge that was kept */
	struct cs_ratio break_even; /* of those, that take all that it brings */
};

/* To be finished in any case. -1 with *e (65): no exchange rate. */
int cs_pnl_result(
    struct cs_pnl_result *r, const struct cs_pnl *p, const struct cs_charge *c, struct cs_err *e);
void cs_pnl_result_finish(struct cs_pnl_result *r);

/* Contacts for each of which `cost` is paid, that take all of a fee: fee / cost; cost not 0. */
void cs_pnl_break_even(struct cs_ratio *r, const struct cs_ratio *fee, const struct cs_ratio *cost);

/* What bounds do not know, from what leaves them as they are to what leaves no verdict. */
enum cs_pnl_doubt {
	CS_PNL_SURE,
	CS_PNL_FEW,    /* of so few weeks it cannot be told whether they hang together */
	CS_PNL_TURNS,  /* a drift of the untouched that may be luck would turn what bounds say */
	CS_PNL_ALIKE,  /* weeks are so much like the one before that bounds are too narrow */
	CS_PNL_DRIFTS, /* what is compared already drifted apart before */
	CS_PNL_SEASON, /* a level, and nobody said that weeks have no season */
};

enum cs_pnl_doubt cs_pnl_doubt(const struct cs_pnl *p, const struct cs_pnl_result *r);

/*
 * Whether the bounds of a net lie on one side of 0, and those along a line do not lie on the same.
 * Two groups that drift apart by .2 % a week, which two years of 60 contacts a week do not always
 * show, are called a loss or gain for certain in 22 of 100 runs in which there is none, with this
 * in 3.
 */
bool cs_pnl_turns(const struct cs_pnl_money *net, const struct cs_pnl_money *line);

/* "loss certain" ... of an interval and a chance of loss: where weeks are few, or a drift would
 * turn it, nothing is certain; in more doubt all is unclear. */
const char *cs_pnl_verdict(const struct cs_pnl_money *net, double loss, enum cs_pnl_doubt doubt);

/* Against a level, of which nobody said that weeks have no season. */
bool cs_pnl_season_open(const struct cs_pnl *p);

/* Sentences; r NULL: it is too early. */
void cs_pnl_say(const struct cs_pnl *p, const struct cs_pnl_result *r, const struct cs_charge *c,
    struct cs_buf *out);

#endif
