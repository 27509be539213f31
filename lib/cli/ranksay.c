/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of a ranking beside its rows: see ranksay.h. */
#include "cli/ranksay.h"

#include "desk/rankrows.h"

void
cs_ranksay(struct cs_cli *cli, const struct cs_rankwork *w)
{
	const struct cs_ranking *r = &w->ranking;
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; i < w->card.n; i++) {
		cs_buf_reset(&b);
		cs_rankrows_about(&b, w, i);
		cs_msg_note("%s", cs_buf_cstr(&b));
		cs_cli_fact(cli, "scorecard", cs_buf_all(&b));
	}
	if (w->keys.unnamed > 0)
		cs_msg_note("%zu group%s without a name left out", w->keys.unnamed,
		    w->keys.unnamed == 1 ? "" : "s");
	cs_cli_skipped(cli, "no name", w->keys.unnamed);
	if (r->told < r->n)
		cs_msg_note(
		    "%zu of %zu cannot be told apart from the others yet", r->n - r->told, r->n);
	if (w->scores.used == 0 && r->told > 0)
		cs_msg_note("no metric shows a difference that chance does not explain: "
			    "everyone is orange");
	cs_buf_finish(&b);
}
