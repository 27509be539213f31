/* SPDX-License-Identifier: GPL-3.0-or-later */
/* False discovery rates: the example of the paper, ties, missing tests. */
#include "stat/bh.h"

#include "../tap.h"

static const struct {
	const char *name;
	size_t n;
	double p[15], q[15], dependent[15];
} cases[] = {
    {"fifteen tests of 1995", 15,
	{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262,
	    0.5719, 0.6528, 0.759, 1},
	{0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.0638571428571, 0.0638571428571, 0.0645, 0.0765,
	    0.486, 0.581181818182, 0.714875, 0.753230769231, 0.813214285714, 1},
	{0.00497734348984, 0.00995468697969, 0.0315231754357, 0.118211907884, 0.200089208292,
	    0.211892622853, 0.211892622853, 0.214025770063, 0.253844517982, 1, 1, 1, 1, 1, 1}},
    {"ties, out of order", 5, {.04, .01, .01, .5, .03}, {.05, .025, .025, .5, .05}, {0}},
    {"one is missing", 3, {.01, -1, .04}, {.02, -1, .04}, {0}},
    {"one", 1, {.3}, {.3}, {0}},
    {"all are missing", 2, {-1, -1}, {-1, -1}, {0}},
};

int
main(void)
{
	double q[15];
	int rejected = 0;

	for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
		cs_bh(cases[c].p, cases[c].n, q);
		for (size_t i = 0; i < cases[c].n; i++) {
			is_near(q[i], cases[c].q[i], 1e-9, "%s: q %zu", cases[c].name, i + 1);
			rejected += c == 0 && q[i] <= .05;
		}
		cs_bh_dependent(cases[c].p, cases[c].n, q);
		for (size_t i = 0; c == 0 && i < cases[c].n; i++)
			is_near(q[i], cases[c].dependent[i], 1e-9, "dependent: q %zu", i + 1);
	}
	is_int(rejected, 4, "four of fifteen are found");
	memcpy(q, cases[1].p, sizeof q);
	cs_bh(q, 5, q);
	is_near(q[0], .05, 1e-12, "in place");
	return done();
}
