/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Surveys that not everybody answered: the answers of each stratum (queue, reason, repeat or not)
 * count for all the contacts of that stratum, answered or not. It mends what the strata know about
 * and nothing else; the bounds of Manski say how much could still be hidden.
 */
#ifndef CS_STAT_STRAT_H
#define CS_STAT_STRAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Answers that count -1, 0 and 1; of a share, which is the score of 0 and 1, none is `down`. */
struct cs_stratum_score {
	int64_t down, mid, up;
	int64_t total; /* contacts, down + mid + up <= total */
};

struct cs_strat {
	double score;	/* sum of W_h m_h over the strata with answers, W_h = N_h / N of those */
	double se;	/* 0 when not have_se */
	double covered; /* share of the contacts whose stratum has answers */
	double n_eff;	/* Kish: answers of a plain sample as good: (sum w)^2 / sum w^2 */
	bool have_se;	/* every stratum has two answers or is complete */
};

/*
 * The weighted score, m_h = (up - down) / n_h; totals > 0. Variance sum W_h^2 (1 - n_h/N_h) s_h /
 * (n_h - 1), s_h the mean square of the answers about m_h (of a share p (1 - p)), the factor before
 * it (finite population) only with fpc. False when there is not one answer.
 */
bool cs_strat_score(const struct cs_stratum_score *s, size_t k, bool fpc, struct cs_strat *r);

/*
 * Between what the share of all contacts must lie, when x of n answers are good and total were
 * asked: nobody of the silent content, or all of them. total > 0.
 */
void cs_strat_manski(int64_t x, int64_t n, int64_t total, double *lo, double *hi);

#endif
