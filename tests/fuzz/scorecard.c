/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lists of --metric: whatever they are, a card or a message, and the card makes sense. */
#include <stdint.h>
#include <stdlib.h>

#include "../unit/cells_text.h"
#include "rank/scorecard.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char text[] = "kind\tagent_id\tmetric\tpart\tvalue\n"
			   "meta\t\\N\t\\N\tversion\t1\n"
			   "meta\t\\N\t\\N\tcolumn\tcsat\n"
			   "key\t\\N\tagent_id\tkind\tcolumn\n"
			   "key\t\\N\tagent_id\ttype\tid\n"
			   "metric\t\\N\tcsat_top2\tformula\tshare(csat >= 4)\n"
			   "metric\t\\N\tcsat_top2\tentry\tcsat_top2\n"
			   "metric\t\\N\tcsat_top2\tbetter\tup\n"
			   "metric\t\\N\tcsat_top2\trole\toutcome\n"
			   "metric\t\\N\town\tformula\tmean(csat)\n"
			   "end\t\\N\t\\N\tcells\t0\n";

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct cs_cells *cells;
	struct cs_err e = CS_ERR_INIT;
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_card card = {0};
	struct cs_str list = cs_str((const char *)data, size), *want;
	const struct cs_card_ask ask = {.list = list};
	size_t n;
	bool optional;
	double part = -1;

	if (cells == NULL && (cells = cells_of_text(text, &e)) == NULL)
		abort();
	if (cs_card_part(list, &part) && !(part >= 0 && part <= 1))
		abort();
	if (cs_card_choose(&a, cells, &ask, &card, &e) == 0) {
		if (card.n == 0 || card.n > 2 || card.item[0].weight.coef <= 0)
			abort();
	} else if (e.status != CS_EXIT_USAGE || e.msg[0] == '\0') {
		abort();
	}
	e = (struct cs_err)CS_ERR_INIT;
	if (cs_card_wants(&a, &ask, &want, &n, &optional, &e) == 0) {
		if (n == 0 || n > size + 1 || optional)
			abort();
	} else if (e.status != CS_EXIT_USAGE || e.msg[0] == '\0') {
		abort();
	}
	cs_arena_finish(&a);
	return 0;
}
