/* SPDX-License-Identifier: GPL-3.0-or-later */
/* (inner) Who is about to leave, in sentences. */
#ifndef CS_RETAIN_RETAINRISKSAY_H
#define CS_RETAIN_RETAINRISKSAY_H

#include "retain/retainriskback.h"

/* Sums over all customers of whom something is told: shares and money in millionths. */
struct cs_risk_sums {
	int64_t n, of_known; /* customers; of these, with what is at stake */
	int64_t leave[CS_RISK_HORIZONS];
	cs_i128 month, stake;
	struct cs_str currency; /* raw, of all of these; p NULL: none yet */
};
void cs_risk_sums_merge(struct cs_risk_sums *s, const struct cs_risk_sums *from);

/* What the list says: listed are so many of each. */
void cs_risk_say_list(const struct cs_risk_model *m, const struct cs_risk_sums *s,
    const size_t listed[2], struct cs_buf *out);

/* What a back-test says of a horizon. */
void cs_risk_say_back(
    const struct cs_risk_model *m, int horizon, const struct cs_risk_back *b, struct cs_buf *out);

#endif
