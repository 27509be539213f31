/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An estimate and what may be said of it. A number never travels alone: est comes with its bounds
 * and a flag, and what cannot be estimated is absent (NULL in a table), never NaN, infinity or an
 * invented zero.
 */
#ifndef CS_STAT_FLAG_H
#define CS_STAT_FLAG_H

#include <stdbool.h>

enum cs_flag {
	CS_FLAG_NONE,	   /* nothing to remark */
	CS_FLAG_N0,	   /* no observations */
	CS_FLAG_SMALL_N,   /* fewer than the method wants: shown, to be read with care */
	CS_FLAG_ZERO_VAR,  /* all observations equal (or only one): no bounds from them */
	CS_FLAG_BEYOND,	   /* the horizon lies behind the longest follow-up */
	CS_FLAG_NO_SPREAD, /* no difference between groups that chance does not explain */
	CS_FLAG_DOMAIN,	   /* the question is outside what the formula is defined for */
};

struct cs_est {
	double est;
	double lo, hi;	   /* only when ci */
	bool ok;	   /* est is there */
	bool ci;	   /* lo and hi are there */
	enum cs_flag flag; /* why something is missing or weak */
};

/* The word that tables show: "" n0 small_n zero_var beyond_followup no_spread domain. */
const char *cs_flag_name(enum cs_flag f);

/* An estimate of which nothing is there but the reason. */
static inline struct cs_est
cs_est_none(enum cs_flag why)
{
	return (struct cs_est){0, 0, 0, false, false, why};
}

#endif
