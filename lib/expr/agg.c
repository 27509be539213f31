/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of aggregates: what each takes and gives, and its line in the manual. */
#include "expr/formula.h"

static const struct cs_agg aggs[] = {
    {"count", "*", CS_AGG_COUNT_ROWS, CS_GIVES_COUNT, false, true, "all rows"},
    {"count", "b", CS_AGG_COUNT_TRUE, CS_GIVES_COUNT, true, true,
	"rows where the condition is true"},
    {"count", "v", CS_AGG_COUNT, CS_GIVES_COUNT, true, true, "rows where the value is not NULL"},
    {"sum", "n", CS_AGG_SUM, CS_GIVES_VALUE, true, true, "the sum; NULL when there is no value"},
    {"mean", "n", CS_AGG_MEAN, CS_GIVES_MEAN, true, true, "the arithmetic mean, exact"},
    {"min", "o", CS_AGG_MIN, CS_GIVES_VALUE, true, true,
	"the smallest number, the earliest instant"},
    {"max", "o", CS_AGG_MAX, CS_GIVES_VALUE, true, true, "the largest number, the latest instant"},
    {"quantile", "nq", CS_AGG_QUANTILE, CS_GIVES_VALUE, true, false,
	"the value at rank q n, nearest rank; 0 < q < 1"},
    {"approx_quantile", "nq", CS_AGG_APPROX_QUANTILE, CS_GIVES_VALUE, false, false,
	"never below quantile(), and at most 0.8 % above, in little memory"},
    {"share", "b", CS_AGG_SHARE, CS_GIVES_SHARE, true, true,
	"true / (true + false): rows where the condition is NULL are left out of both"},
    {"distinct", "v", CS_AGG_DISTINCT, CS_GIVES_COUNT, true, true,
	"different values, NULL left out"},
    {"distinct_approx", "v", CS_AGG_DISTINCT_APPROX, CS_GIVES_COUNT, false, false,
	"about how many: standard error 0.81 %, in 16 KiB however many there are"},
    {"nps", "n", CS_AGG_NPS, CS_GIVES_NPS, true, false,
	"net promoter score: 100 x (share of 9 and 10 - share of 0 to 6)"},
    {"repeat_share", "wv?", CS_AGG_REPEAT_SHARE, CS_GIVES_SHARE, false, false,
	"of contacts with a customer and old enough to tell, those followed within the window; "
	"with x only by a contact with the same x"},
    {"repeat_free", "wv?", CS_AGG_REPEAT_FREE, CS_GIVES_SHARE, false, false,
	"the share of contacts not followed within the window, estimated with those too young "
	"to tell as censored"},
    {"repeat_week", "dv?", CS_AGG_REPEAT_WEEK, CS_GIVES_SHARE, false, false,
	"repeat_share of the contacts of the last whole week, Monday to Sunday, that is old "
	"enough to tell"},
    {"chains", "wv?", CS_AGG_CHAINS, CS_GIVES_COUNT, false, false,
	"chains that are over: each contact within the window of the one before it, and nobody "
	"came within the window of the last; with x all have the same x"},
    {"chains_open", "wv?", CS_AGG_CHAINS_OPEN, CS_GIVES_COUNT, false, false,
	"chains of which it is too early to say whether they are over"},
    {"chain_mean", "wv?", CS_AGG_CHAIN_MEAN, CS_GIVES_RATIO, false, false,
	"contacts of a chain that is over, in the mean"},
    {"chain_share", "wv?", CS_AGG_CHAIN_SHARE, CS_GIVES_SHARE, false, false,
	"of the contacts in chains that are over, those in chains of two or more"},
    {"added_sum", "nwv?", CS_AGG_ADDED_SUM, CS_GIVES_VALUE, false, false,
	"the sum of a number over all contacts but the first of chains that are over"},
    {"added_mean", "nwv?", CS_AGG_ADDED_MEAN, CS_GIVES_MEAN, false, false,
	"the same by chain, in the mean"},
    {"fixed_chains", "wv?", CS_AGG_FIXED_CHAINS, CS_GIVES_COUNT, false, false,
	"as chains(), but all contacts of a chain lie within the window of its first"},
    {"fixed_chains_open", "wv?", CS_AGG_FIXED_CHAINS_OPEN, CS_GIVES_COUNT, false, false,
	"as chains_open(), of those"},
    {"fixed_chain_mean", "wv?", CS_AGG_FIXED_CHAIN_MEAN, CS_GIVES_RATIO, false, false,
	"as chain_mean(), of those"},
    {"fixed_chain_share", "wv?", CS_AGG_FIXED_CHAIN_SHARE, CS_GIVES_SHARE, false, false,
	"as chain_share(), of those"},
    {"fixed_added_sum", "nwv?", CS_AGG_FIXED_ADDED_SUM, CS_GIVES_VALUE, false, false,
	"as added_sum(), of those"},
    {"fixed_added_mean", "nwv?", CS_AGG_FIXED_ADDED_MEAN, CS_GIVES_MEAN, false, false,
	"as added_mean(), of those"},
    {"stock", "tt", CS_AGG_STOCK, CS_GIVES_COUNT, false, false,
	"what entered at the first instant and has not left at the second (NULL: is there still), "
	"at the end of the interval"},
    {"stock_in", "tt", CS_AGG_STOCK_IN, CS_GIVES_COUNT, false, false,
	"what of it entered in the interval"},
    {"stock_out", "tt", CS_AGG_STOCK_OUT, CS_GIVES_COUNT, false, false,
	"what of it left in the interval"},
    {"stock_age", "tt", CS_AGG_STOCK_AGE, CS_GIVES_MEAN_SECONDS, false, false,
	"the mean age, in seconds, of what is in stock at the end of the interval"},
    {"stock_age_max", "tt", CS_AGG_STOCK_AGE_MAX, CS_GIVES_SECONDS, false, false,
	"the age of the oldest of it"},
    {"stock_age_quantile", "ttq", CS_AGG_STOCK_AGE_QUANTILE, CS_GIVES_SECONDS, false, false,
	"the age at rank q n of it, nearest rank"},
    {"spent", "tt", CS_AGG_SPENT, CS_GIVES_MEAN_SECONDS, false, false,
	"the seconds from the first instant to the second, each counted in the interval in which "
	"it "
	"passes"},
    {"overlap", "bbs", CS_AGG_OVERLAP, CS_GIVES_MEAN_SECONDS, false, false,
	"the seconds in which an agent is both in a row where the first condition is true and in "
	"one "
	"where the second is, from started_at to ended_at; gaps of at most the tolerance do not "
	"count as such"},
};

const struct cs_agg *
cs_agg_all(size_t *n)
{
	*n = sizeof aggs / sizeof *aggs;
	return aggs;
}

bool
cs_agg_follows(enum cs_agg_id id)
{
	return id >= CS_AGG_REPEAT_SHARE && id <= CS_AGG_FIXED_ADDED_MEAN;
}

/* p1 to p99 as 1 to 99; 50 for median; else 0. */
int
cs_agg_percent(struct cs_str name)
{
	int64_t p;

	if (cs_str_eq(name, CS_STR("median")))
		return 50;
	if (name.n < 2 || name.n > 3 || name.p[0] != 'p' || name.p[1] == '0' ||
	    !cs_num_i64(cs_str_skip(name, 1), &p) || p < 1)
		return 0;
	return (int)p;
}

bool
cs_agg_is(struct cs_str name)
{
	for (size_t i = 0; i < sizeof aggs / sizeof *aggs; i++)
		if (cs_str_eqz(name, aggs[i].name))
			return true;
	return cs_agg_percent(name) != 0;
}
