/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of the generator cell by cell: see gencell.h. */
#include "intake/gencell.h"

#include "base/dec.h"
#include "base/num.h"

void
cs_gen_cell(struct cs_gen_line *r)
{
	if (r->begun)
		cs_buf_c(r->b, r->format == CS_GEN_CSV ? ',' : '\t');
	r->begun = true;
}

void
cs_gen_end(struct cs_gen_line *r)
{
	cs_buf_c(r->b, '\n');
	r->begun = false;
}

void
cs_gen_null(struct cs_gen_line *r)
{
	cs_gen_cell(r);
	if (r->format == CS_GEN_RECORDS)
		cs_buf_z(r->b, "\\N");
}

void
cs_gen_text(struct cs_gen_line *r, const char *z)
{
	bool quote = r->format == CS_GEN_CSV && strchr(z, ',') != NULL;

	cs_gen_cell(r);
	cs_buf_z(r->b, quote ? "\"" : "");
	cs_buf_z(r->b, z);
	cs_buf_z(r->b, quote ? "\"" : "");
}

void
cs_gen_id(struct cs_gen_line *r, char letter, uint64_t i)
{
	cs_gen_cell(r);
	if (letter != '\0')
		cs_buf_c(r->b, letter);
	cs_buf_i64(r->b, (int64_t)i + (letter != '\0'));
}

void
cs_gen_id_if(struct cs_gen_line *r, bool there, char letter, uint64_t i)
{
	if (there)
		cs_gen_id(r, letter, i);
	else
		cs_gen_null(r);
}

void
cs_gen_moment(struct cs_gen_line *r, int64_t epoch_s)
{
	cs_gen_cell(r);
	cs_time_text(r->b, epoch_s * CS_USEC);
}

void
cs_gen_moment_if(struct cs_gen_line *r, int64_t after_s)
{
	if (after_s < r->g->plan.days * CS_DAY_S)
		cs_gen_moment(r, r->g->plan.start_day * CS_DAY_S + after_s);
	else
		cs_gen_null(r);
}

void
cs_gen_cents(struct cs_gen_line *r, int64_t v)
{
	cs_gen_cell(r);
	cs_dec_text(r->b, (struct cs_dec){v, 2});
}
