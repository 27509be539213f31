/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ranks with ties. */
#include "stat/ties.h"

#include "../tap.h"

int
main(void)
{
	static const double x[] = {3.2, 4.1, 4.1, 5, 2.9, 4.1, 5, 1};
	static const struct {
		size_t rank, tied;
		double mean, percent, middle; /* the last two ascending */
	} want[] = {{6, 1, 6, 0.285714285714, 0.3125}, {3, 3, 4, 0.428571428571, 0.5625},
	    {3, 3, 4, 0.428571428571, 0.5625}, {1, 2, 1.5, 0.857142857143, 0.875},
	    {7, 1, 7, 0.142857142857, 0.1875}, {3, 3, 4, 0.428571428571, 0.5625},
	    {1, 2, 1.5, 0.857142857143, 0.875}, {8, 1, 8, 0, 0.0625}};
	struct cs_rank down[8], up[8];

	cs_rank(x, 8, true, down);
	cs_rank(x, 8, false, up);
	for (int i = 0; i < 8; i++) {
		is_int(down[i].rank, want[i].rank, "rank of %g", x[i]);
		is_int(down[i].tied, want[i].tied, "how many have it");
		ok(cs_rank_mean(down[i]) == want[i].mean, "mean rank");
		ok(fabs(cs_rank_percent(up[i], 8) - want[i].percent) < 1e-12, "percent rank");
		ok(fabs(cs_rank_middle(up[i], 8) - want[i].middle) < 1e-12, "middle percentile");
	}
	cs_rank(x, 1, true, down);
	ok(down[0].rank == 1 && down[0].tied == 1 && cs_rank_percent(down[0], 1) == 0, "alone");
	cs_rank(x, 0, true, down);
	return done();
}
