/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages and columns of cs-rank: see rankpages.h. */
#include "cli/rankpages.h"

#include "cli/ranksay.h"
#include "rank/funnelrows.h"
#include "rank/quota.h"
#include "rank/rankdetail.h"
#include "rank/recognition.h"

/* Says how many of a page may not be named. */
static void
say_left(size_t left)
{
	if (left != 0)
		cs_msg_note("--min-group: %zu are not named", left);
}

int
cs_rankpages_detail(
    struct cs_cli *cli, struct cs_rankwork *w, const struct cs_opt_value *value, struct cs_err *e)
{
	struct cs_head head = CS_HEAD_INIT;
	int r = cs_rankdetail_head(&head, w, e);

	(void)value;
	if (r == 0)
		r = cs_cli_output(cli, e);
	if (r == 0) {
		cs_ranksay(cli, w);
		cs_writer_head(cli->out, &head);
		say_left(cs_rankdetail_write(cli->out, w));
	}
	cs_head_finish(&head);
	return r;
}

static void
say_funnel(struct cs_cli *cli, const struct cs_funnel *f)
{
	struct cs_buf b = CS_BUF_INIT;

	cs_buf_printf(&b,
	    "%zu of %zu are beyond what chance leaves 95 %% of, %zu where they honestly differ "
	    "(wide)",
	    f->out[0], f->units, f->out[1]);
	cs_msg_note("--funnel: %s", cs_buf_cstr(&b));
	cs_cli_fact(cli, "funnel", cs_buf_all(&b));
	cs_buf_finish(&b);
}

int
cs_rankpages_funnel(
    struct cs_cli *cli, struct cs_rankwork *w, const struct cs_opt_value *value, struct cs_err *e)
{
	int item = cs_card_find(&cli->arena, w->cells, &w->card, value->s, "--funnel", e);
	struct cs_head head = CS_HEAD_INIT;
	struct cs_funnel f;
	int r = -1;

	if (item >= 0 && cs_funnelrows_head(&head, w, e) == 0 && cs_cli_output(cli, e) == 0) {
		f = cs_funnel_make(w, (size_t)item);
		cs_ranksay(cli, w);
		say_funnel(cli, &f);
		cs_writer_head(cli->out, &head);
		say_left(cs_funnelrows_write(cli->out, w, &f));
		r = 0;
	}
	cs_head_finish(&head);
	return r;
}

static void
say_recognition(struct cs_cli *cli, const struct cs_rankwork *w, const struct cs_recognition *r)
{
	struct cs_buf b = CS_BUF_INIT;

	cs_buf_printf(&b, "%zu best, %zu steady, %zu improved", r->count[CS_PRAISE_BEST],
	    r->count[CS_PRAISE_STEADY], r->count[CS_PRAISE_IMPROVED]);
	if (!cs_rankwork_timed(w))
		cs_buf_z(
		    &b, "; who is steady and who improved is seen where time is cut, by month");
	cs_msg_note("--recognise: %s", cs_buf_cstr(&b));
	cs_cli_fact(cli, "recognition", cs_buf_all(&b));
	cs_buf_finish(&b);
}

int
cs_rankpages_recognise(
    struct cs_cli *cli, struct cs_rankwork *w, const struct cs_opt_value *value, struct cs_err *e)
{
	bool timed = cs_rankwork_timed(w);
	struct cs_head head = CS_HEAD_INIT;
	struct cs_recognition list;
	struct cs_rankmoves moves;
	int r = -1;

	(void)value;
	if ((!timed || cs_rankmoves_make(&moves, w, e) == 0) &&
	    cs_recognition_head(&head, w, e) == 0 && cs_cli_output(cli, e) == 0) {
		list = cs_recognition_make(w, timed ? &moves : NULL);
		cs_ranksay(cli, w);
		if (timed)
			cs_ranksay_moves(cli, w, &moves);
		say_recognition(cli, w, &list);
		cs_writer_head(cli->out, &head);
		say_left(cs_recognition_write(cli->out, w, timed ? &moves : NULL, &list));
		r = 0;
	}
	cs_head_finish(&head);
	return r;
}

int
cs_rankpages_quota(struct cs_cli *cli, struct cs_rankwork *w, const struct cs_opt_value *value,
    struct cs_rankmore *more, struct cs_err *e)
{
	struct cs_quota *q = cs_arena_new(&cli->arena, 1, sizeof *q);
	struct cs_buf b = CS_BUF_INIT;

	(void)value;
	(void)e;
	*q = cs_quota_force(&cli->arena, &w->ranking, &w->scores, &w->ask.rules);
	*more = cs_quota_more(q);
	cs_buf_printf(
	    &b, "%zu green and %zu red by quota, whatever the evidence", q->green, q->red);
	if (q->green + q->red > 0)
		cs_buf_printf(&b, "; %.0f %% of these labels are expected to be wrong",
		    100 * q->labels / (double)(q->green + q->red));
	cs_msg_note("--force-quota: %s", cs_buf_cstr(&b));
	cs_cli_fact(cli, "quota", cs_buf_all(&b));
	cs_buf_finish(&b);
	return 0;
}
