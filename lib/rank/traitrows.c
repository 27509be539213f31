/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What sets the top of a ranking apart, as records: see trait.h. */
#include <math.h>

#include "rank/trait.h"

/* From which q on a trait is spoken of. */
#define FALSE_PART .05

static const char *const columns[] = {"trait", "unit", "n_top", "top", "n_middle", "middle", "diff",
    "lo", "hi", "g", "g_lo", "g_hi", "q", "says"};

void
cs_traits_head(struct cs_head *h)
{
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		(void)cs_head_add(h, cs_str_z(columns[i]), NULL);
}

static void
put_est(struct cs_rankout *o, const struct cs_est *est)
{
	cs_rankout_real(o, est->ok, est->est);
	cs_rankout_real(o, est->ci, est->lo);
	cs_rankout_real(o, est->ci, est->hi);
}

static void
say(struct cs_buf *b, const struct cs_trait *x)
{
	double d = x->effect.diff.est;

	if (x->q < 0) {
		cs_buf_z(b, x->top.n < CS_TRAIT_LEAST || x->middle.n < CS_TRAIT_LEAST
				? "too few of whom it is known"
				: "all alike");
		return;
	}
	if (x->q > FALSE_PART) {
		cs_buf_z(b, "could be luck");
		return;
	}
	cs_buf_z(b, d < 0 ? "those at the top have less of it, by "
			  : "those at the top have more of it, by ");
	cs_rankout_add_real(b, fabs(d), 4);
	cs_buf_z(b, ": it goes with being there, and need not be why");
}

void
cs_traits_write(const struct cs_traits *t, struct cs_writer *out)
{
	struct cs_rankout o = {out, NULL, CS_BUF_INIT};

	for (size_t i = 0; i < t->n; i++) {
		const struct cs_trait *x = &t->trait[i];

		cs_writer_text(out, x->name);
		if (x->unit.n != 0)
			cs_writer_text(out, x->unit);
		else
			cs_writer_null(out);
		cs_writer_i64(out, x->top.n);
		cs_rankout_real(&o, x->top.n > 0, x->top.mean);
		cs_writer_i64(out, x->middle.n);
		cs_rankout_real(&o, x->middle.n > 0, x->middle.mean);
		put_est(&o, &x->effect.diff);
		put_est(&o, &x->effect.g);
		cs_rankout_chance(&o, x->q);
		cs_buf_reset(&o.text);
		say(&o.text, x);
		cs_writer_text(out, cs_buf_all(&o.text));
		cs_writer_end(out);
	}
	cs_buf_finish(&o.text);
}
