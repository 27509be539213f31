/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cs-retain --uplift: what customers buy before and after an interaction, and whether they stay,
 * against comparable customers who had none.
 *
 * Who is compared. On any day a customer who never made contact before (or not for --quiet) either
 * makes contact, and is a case of that day, or does not, and may be a control of it. Nothing that
 * comes later decides on which side he is: a control may make contact the day after, and is then a
 * case, and is watched as a control only up to then. So there is no time in which a case could not
 * have left (immortal time), and nobody is chosen for what became of him. As there are many days,
 * each customer is a control on one day of each calendar month, which a hash of his id chooses.
 *
 *	day			of the contact (of its first leg that --where chooses: that there
 *				would be one was not known before), or the day so chosen: in
 *				neither window
 *	after			the --window days that follow
 *	before			as many days, that end --gap days before it: what was bought just
 *				before is often what the contact is about, and no habit
 *	earlier			as many again, before those: of these are value and trend
 *
 * Like is compared with like: stratum = tenure x value x trend x --strata, and within each the
 * controls are weighted to the calendar months of the cases. Bands are made of what was known
 * before the window that is compared, so that chance in what people are matched by does not come
 * back as an effect (regression to the mean). Cases in months and strata without controls are left
 * out, and the share that was compared is said.
 *
 *	uplift = (after - before) of cases - (after - before) of controls
 *
 * weighted by the cases of each stratum (stat/standard.h); of customers who stay it is the
 * difference alone, as all were there on the day. Controls who make contact are followed no longer:
 * step by step (a sixth of the window) the mean is of those who are, and who was for a part of a
 * step counts for half of it (Lin 1997); so does, of those who stay, who made contact within a
 * month of it (the life table; Kaplan and Meier otherwise). No step asks for the future. What is
 * too early to say (the window not over at as-of) is left out, on both sides by the calendar alone,
 * and counted.
 *
 * Or solved is held against unsolved: both made contact, and what could be said of it at the
 * --landmark puts them on a side (retain/retainstatus.h). Who had left by then is left out, and
 * what follows the landmark is compared.
 *
 * How far off by chance: customers are in CS_UPLIFT_GROUPS groups by a hash; each is left out in
 * turn (stat/standard.h). All of a customer is in one group, so it does not matter that controls
 * are there for many months, and everything that is estimated on the way is in it.
 *
 * What staying is worth is the difference in each stratum times what its cases have as month_value,
 * times the months, of all cases compared.
 *
 * All that is counted is whole numbers by group, side, month, stratum, and part: it merges. A day
 * of a customer adds ten of them and more, to as many places of a table that no cache holds (at a
 * million customers two million numbers): see retain/sums.h for what is done about that. With many
 * values of --by and --strata hardly two customers share a place, so there are nearly as many
 * numbers as there are days of customers; what is beyond --mem goes to disk (retain/sumspill.h),
 * and the estimates read it from there, one comparison at a time. In memory are the strata and
 * months of one comparison, and where the controls of each group are.
 */
#ifndef CS_RETAIN_RETAINUPLIFT_H
#define CS_RETAIN_RETAINUPLIFT_H

#include "retain/retain.h"

enum {
	CS_UPLIFT_GROUPS = 32,
	CS_UPLIFT_WINDOWS = 8,	  /* of --window */
	CS_UPLIFT_LONGEST = 1830, /* days of a window, a gap, of quiet */
	CS_UPLIFT_EDGES = 16,	  /* of bands of tenure */
	CS_UPLIFT_BANDS = 20,	  /* of value */
};

/* What is asked; r->ask. */
struct cs_retainuplift_ask {
	int32_t window[CS_UPLIFT_WINDOWS]; /* days, ascending */
	size_t nwindow;
	int32_t gap;			 /* days */
	int32_t quiet;			 /* days without contact before; 0: all there are */
	int64_t tenure[CS_UPLIFT_EDGES]; /* days at which bands of tenure begin, ascending */
	size_t ntenure;
	uint32_t bands; /* of value, by quantiles of the cases */
	bool cem;	/* bands of value and trend as fine as they are counted */
	bool unsolved;	/* solved against unsolved, at the landmark */
	unsigned told;	/* 1 << enum cs_uplift_told: it was asked for, and not taken for granted */
};

/* What sums depend on: cells say it, so that who merges them need not. */
enum cs_uplift_told {
	CS_UPLIFT_TOLD_WINDOW,
	CS_UPLIFT_TOLD_GAP,
	CS_UPLIFT_TOLD_QUIET,
	CS_UPLIFT_TOLD_AGAINST,
	CS_UPLIFT_TOLD_TENURE,
	CS_UPLIFT_TOLD
};

extern const struct cs_retain_mode cs_retainuplift;

#endif
