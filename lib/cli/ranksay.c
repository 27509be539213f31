/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of a ranking beside its rows: see ranksay.h. */
#include "cli/ranksay.h"

#include <math.h>

#include "rank/rankout.h"
#include "rank/rankrows.h"

/* Which keys are of a sort: "queue, reason". */
static void
add_keys(struct cs_buf *b, const struct cs_rankwork *w, enum cs_rank_sort sort)
{
	size_t begin = b->n;

	for (unsigned k = 0; k < cs_cells_keys(w->cells); k++) {
		if (w->keys.sort[k] != sort)
			continue;
		cs_buf_z(b, b->n != begin ? ", " : "");
		cs_buf_str(b, cs_cells_key_name(w->cells, k));
	}
}

/* Like is compared with like: by what, and how much says nothing. */
static void
say_mix(struct cs_cli *cli, const struct cs_rankwork *w)
{
	struct cs_buf b = CS_BUF_INIT;
	int64_t n = 0, alone = 0;

	for (size_t i = 0; i < w->card.n; i++) {
		if (w->scores.fit[i].n > n) {
			n = w->scores.fit[i].n;
			alone = w->scores.fit[i].alone;
		}
	}
	cs_buf_z(&b, "like with like by ");
	add_keys(&b, w, CS_RANK_STRATUM);
	cs_buf_printf(&b, ": %u kind%s of work", w->keys.ids[CS_RANK_STRATUM].n,
	    w->keys.ids[CS_RANK_STRATUM].n == 1 ? "" : "s");
	if ((double)alone >= .0005 * (double)n && alone > 0) {
		cs_buf_z(&b, "; ");
		cs_rankout_add_real(&b, 100 * (double)alone / (double)n, 1);
		cs_buf_z(&b, "% of what was observed is of kinds that one alone does, and says "
			     "nothing");
	}
	cs_msg_note("%s", cs_buf_cstr(&b));
	cs_cli_fact(cli, "case mix", cs_buf_all(&b));
	cs_buf_finish(&b);
}

/* By whose words, and which of its metrics no score can be made of. */
static void
say_vision(struct cs_cli *cli, const struct cs_rankwork *w)
{
	const struct cs_vision *v = w->ask.card.vision;
	struct cs_buf b = CS_BUF_INIT;

	if (v == NULL)
		return;
	if (v->says.n != 0)
		cs_msg_note("the vision: %.*s", CS_STR_ARG(v->says));
	cs_buf_printf(&b, "%s%s%.*s", v->source, v->says.n != 0 ? ": " : "", CS_STR_ARG(v->says));
	cs_cli_fact(cli, "vision", cs_buf_all(&b));
	for (size_t i = 0; i < w->card.nleft; i++)
		cs_msg_note("%.*s is not on the scorecard: how far it may be off by chance is not "
			    "known",
		    CS_STR_ARG(w->card.left_out[i]));
	cs_buf_finish(&b);
}

/* When it was: the days of the window, and how many periods were in it. */
static void
say_window(struct cs_cli *cli, const struct cs_rankwork *w)
{
	const struct cs_zone *zone = w->cells->by->zone;
	struct cs_buf b = CS_BUF_INIT;

	cs_date_text(&b, cs_zone_day(zone, w->window.from));
	cs_buf_z(&b, " to ");
	cs_date_text(&b, cs_zone_day(zone, w->window.to - 1));
	cs_buf_printf(&b, ": %zu of %u periods by %.*s", w->window.nnow,
	    w->keys.ids[CS_RANK_PERIOD].n,
	    CS_STR_ARG(cs_cells_key_name(w->cells, (unsigned)w->keys.period)));
	if (w->window.begun)
		cs_buf_z(&b, "; the last one has only begun and comes on top");
	cs_msg_note("ranked is %s", cs_buf_cstr(&b));
	cs_cli_fact(cli, "window", cs_buf_all(&b));
	cs_buf_finish(&b);
}

/* Whether nobody has another colour, as by a floor that is missed. */
static bool
all_orange(const struct cs_ranking *r)
{
	for (size_t i = 0; i < r->told; i++)
		if (r->row[i].band != CS_BAND_ORANGE)
			return false;
	return true;
}

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
	say_vision(cli, w);
	if (!w->window.all && w->keys.ids[CS_RANK_PERIOD].n > 0)
		say_window(cli, w);
	if (cs_rankwork_mixed(w))
		say_mix(cli, w);
	if (w->keys.unnamed > 0)
		cs_msg_note("%zu group%s without a name left out", w->keys.unnamed,
		    w->keys.unnamed == 1 ? "" : "s");
	cs_cli_skipped(cli, "no name", w->keys.unnamed);
	if (w->keys.nobody > 0)
		cs_msg_note("%zu of %u left out: nobody there has a name; cells without agent_id "
			    "rank them by their contacts",
		    w->keys.nobody, w->keys.ids[CS_RANK_UNIT].n);
	if (r->told < r->n)
		cs_msg_note(
		    "%zu of %zu cannot be told apart from the others yet", r->n - r->told, r->n);
	if (w->scores.used == 0 && r->told > 0)
		cs_msg_note("%s: %s",
		    r->told < 3 ? "fewer than three are not ranked" : cs_rankwork_alike(w),
		    all_orange(r) ? "everyone is orange" : "the colours are those of floors");
	cs_buf_finish(&b);
}

void
cs_ranksay_moves(struct cs_cli *cli, const struct cs_rankwork *w, const struct cs_rankmoves *m)
{
	const struct cs_zone *zone = w->cells->by->zone;
	size_t count[CS_MOVED_WORSE + 1] = {0}, known;
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; m->movement.row != NULL && i < w->ranking.told; i++)
		count[m->movement.row[w->ranking.row[i].unit].how]++;
	known = count[CS_MOVED_BETTER] + count[CS_MOVED_WORSE] + count[CS_MOVED_LUCK];
	if (known == 0)
		return;
	cs_date_text(&b, cs_zone_day(zone, w->window.before_from));
	cs_buf_z(&b, " to ");
	cs_date_text(&b, cs_zone_day(zone, w->window.from - 1));
	cs_buf_printf(&b,
	    " before: %zu of %zu are better since and %zu worse; if nobody had changed, up to %.0f "
	    "would be said to be",
	    count[CS_MOVED_BETTER], known, count[CS_MOVED_WORSE],
	    ceil((1 - w->ask.rules.level) * (double)known));
	cs_msg_note("%s", cs_buf_cstr(&b));
	cs_cli_fact(cli, "movement", cs_buf_all(&b));
	cs_buf_finish(&b);
}
