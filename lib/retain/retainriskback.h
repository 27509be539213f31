/* SPDX-License-Identifier: GPL-3.0-or-later */
/* (inner) Whether what would have been foretold at a date came true: the table of --backtest. */
#ifndef CS_RETAIN_RETAINRISKBACK_H
#define CS_RETAIN_RETAINRISKBACK_H

#include "retain/retainrisklist.h"

/* A horizon: what was told of those with the same signs, and how many of them left. */
struct cs_risk_back {
	struct cs_forecast_bin *bin; /* sorted */
	size_t nbin;
	int64_t n, x;
	bool followed;	     /* the data reach to its end; else there is only c */
	struct cs_est apart; /* who left and who did not told apart: area or Harrell's c */
	struct cs_forecast_brier brier;
	struct cs_forecast_line line;
	struct cs_forecast_tenth tenth[CS_FORECAST_TENTHS];
	struct cs_est top; /* share of the first tenth who left */
};

/* followed: as above. To be finished. */
void cs_risk_back_make(struct cs_risk_back *b, const struct cs_risk_model *m, int horizon,
    bool followed, double level);
void cs_risk_back_finish(struct cs_risk_back *b);

int cs_risk_back_head(bool explain, struct cs_head *h, struct cs_err *e);

/* The rows of a horizon: all, then tenths from the highest probability on. How many of these are
 * not shown: of fewer customers than --min-group. */
uint64_t cs_risk_back_rows(struct cs_risk_page *p, int horizon, const struct cs_risk_back *b);

#endif
