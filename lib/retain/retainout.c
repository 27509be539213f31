/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cells that the modes of cs-retain write: see retainout.h. */
#include "retain/retainout.h"

#include <math.h>
#include <stdio.h>

#include "base/dec.h"
#include "base/utf8.h"
#include "cell/by.h"
#include "rec/batch.h"
#include "rec/esc.h"

#define CHANCE_LEAST 1e-300

int
cs_retainout_column(struct cs_head *h, const char *name, bool bounds, struct cs_err *e)
{
	static const char *const suffix[] = {"", "_lo", "_hi"};
	struct cs_buf column = CS_BUF_INIT;
	int status = 0;

	for (int i = 0; i < (bounds ? 3 : 1) && status == 0; i++) {
		cs_buf_reset(&column);
		cs_buf_printf(&column, "%s%s", name, suffix[i]);
		status = cs_by_head_add(h, cs_buf_all(&column), "--by", e);
	}
	cs_buf_finish(&column);
	return status;
}

int
cs_retainout_columns(struct cs_head *h, const char *const *column, size_t n, struct cs_err *e)
{
	for (size_t i = 0; i < n; i++) {
		if (cs_by_head_add(h, cs_str_z(column[i]), "--by", e) != 0)
			return -1;
	}
	return 0;
}

enum { REAL_MOST = 400 }; /* a double with eight digits behind the point has at most 318 */

/* n bytes of text; \N where there is nothing that a number says. */
static void
put(struct cs_writer *w, const char *text, int n)
{
	if (n < 0)
		cs_writer_null(w);
	else
		cs_writer_text(w, cs_str(text, (size_t)n));
}

void
cs_retainout_share(struct cs_writer *w, bool there, double v)
{
	char text[REAL_MOST];

	/* Nothing is written as -0. */
	v = fabs(v) < 5e-9 ? 0 : v;
	put(w, text, there && isfinite(v) ? snprintf(text, sizeof text, "%.8f", v) : -1);
}

void
cs_retainout_real(struct cs_writer *w, bool there, double v)
{
	char text[REAL_MOST];

	v = v == 0 ? 0 : v;
	put(w, text, there && isfinite(v) ? snprintf(text, sizeof text, "%.10g", v) : -1);
}

void
cs_retainout_chance(struct cs_writer *w, bool there, double p)
{
	char text[REAL_MOST];

	p = fmax(p, CHANCE_LEAST);
	put(w, text, there && isfinite(p) ? snprintf(text, sizeof text, "%.6g", p) : -1);
}

void
cs_retainout_money(struct cs_writer *w, bool there, cs_i128 micros)
{
	struct cs_buf b = CS_BUF_INIT;

	if (!there) {
		cs_writer_null(w);
		return;
	}
	cs_dec_text(&b, cs_dec_trim((struct cs_dec){micros, 6}));
	cs_writer_text(w, cs_buf_all(&b));
	cs_buf_finish(&b);
}

void
cs_retainout_real_est(struct cs_writer *w, const struct cs_est *x)
{
	cs_retainout_real(w, x->ok, x->est);
	cs_retainout_real(w, x->ok && x->ci, x->lo);
	cs_retainout_real(w, x->ok && x->ci, x->hi);
}

void
cs_retainout_flag(struct cs_writer *w, enum cs_flag flag)
{
	cs_retainout_z(w, flag == CS_FLAG_NONE ? NULL : cs_flag_name(flag));
}

void
cs_retainout_z(struct cs_writer *w, const char *z)
{
	if (z != NULL)
		cs_writer_text(w, cs_str_z(z));
	else
		cs_writer_null(w);
}

void
cs_retainout_say(struct cs_buf *out, struct cs_str raw)
{
	struct cs_buf scratch = CS_BUF_INIT;
	struct cs_str text;

	if (cs_raw_null(raw))
		cs_buf_z(out, "not known");
	else if (raw.n == 0)
		cs_buf_z(out, "(empty)");
	else
		cs_utf8_visible(out, cs_esc_decode(raw, &scratch, &text) ? text : raw);
	cs_buf_finish(&scratch);
}
