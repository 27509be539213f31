/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A whole number dealt to parts by weight, so that the parts add up to it (largest remainders,
 * Hamilton's method): each gets its exact share rounded down, and what is left over goes, one each,
 * to those that lost most by that; of equal losses to the larger weight, then to the one that comes
 * first. Of a total below 0 the same is done to its magnitude. 100 to 1 1 1 is 34 33 33, and -100
 * is -34 -33 -33. No part is a whole unit off its exact share.
 *
 * Rounding each part by itself would not add up (33 33 33); rounding running sums would, but what a
 * part gets would depend on what stands before it.
 *
 * Totals of several levels are dealt from the top down, so that what a unit gets does not depend on
 * what is shown within it.
 */
#ifndef CS_CHARGE_ALLOT_H
#define CS_CHARGE_ALLOT_H

#include "base/ratio.h"

/*
 * Weights are 0 or above (asserted). False: all weights are 0 (or n is): nothing says whose it is;
 * all parts are 0 then, also where total is not.
 */
bool cs_allot(cs_i128 total, const struct cs_ratio *weight, size_t n, cs_i128 *part);

/*
 * The same by exact amounts of any sign, which make up the total but for rounding: for credits,
 * some of which were taken back. False, with all parts 0, when the amounts are so far from the
 * total that some part would be a unit or more off, or one does not fit.
 */
bool cs_allot_exact(cs_i128 total, const struct cs_ratio *amount, size_t n, cs_i128 *part);

/*
 * Dealt level by level to leaves in the order of their keys: same[i] is how many leading keys of
 * nlevel leaf i has in common with leaf i - 1 (same[0] is not looked at). Those of one first key
 * get what cs_allot gives to the sum of their weights, and so on; leaves that share all keys are
 * dealt to last.
 */
bool cs_allot_nested(cs_i128 total, const struct cs_ratio *weight, const unsigned *same, size_t n,
    unsigned nlevel, cs_i128 *part);

/*
 * The same by whole weights: of shares, their numerators over one denominator. Products are taken
 * in 128 bits; where one does not fit they are rationals after all, and the parts are the same.
 */
bool cs_allot_whole(cs_i128 total, const cs_i128 *weight, size_t n, cs_i128 *part);
bool cs_allot_nested_whole(cs_i128 total, const cs_i128 *weight, const unsigned *same, size_t n,
    unsigned nlevel, cs_i128 *part);

#endif
