/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is about to leave, in sentences: see retainrisksay.h. */
#include "retain/retainrisksay.h"

#include <inttypes.h>

#include "base/dec.h"

void
cs_risk_sums_merge(struct cs_risk_sums *s, const struct cs_risk_sums *from)
{
	s->n += from->n;
	s->of_known += from->of_known;
	for (int h = 0; h < CS_RISK_HORIZONS; h++)
		s->leave[h] += from->leave[h];
	s->month += from->month;
	s->stake += from->stake;
	if (s->currency.p == NULL)
		s->currency = from->currency;
}

/* Millionths to the nearest whole. */
static int64_t
whole(cs_i128 millionths)
{
	return (int64_t)((millionths + CS_FORECAST_SURE / 2) / CS_FORECAST_SURE);
}

static void
of_100(struct cs_buf *out, double share)
{
	double v = 100 * share;

	cs_buf_printf(out, "%.*f", v > 0 && v < 100 && (v < 1 || v > 99) ? 1 : 0, v);
}

static void
bounded(struct cs_buf *out, const struct cs_est *e)
{
	of_100(out, e->est);
	if (!e->ci)
		return;
	cs_buf_z(out, " (");
	of_100(out, e->lo);
	cs_buf_z(out, " to ");
	of_100(out, e->hi);
	cs_buf_c(out, ')');
}

static void
money(struct cs_buf *out, cs_i128 micros, struct cs_str currency)
{
	cs_buf_printf(out, "%" PRId64, whole(micros));
	if (!cs_str_eqz(currency, "\\N"))
		cs_buf_printf(out, " %.*s", CS_STR_ARG(currency));
}

/* Why there are no probabilities. */
static void
too_little(const struct cs_risk_model *m, struct cs_buf *out)
{
	if (m->kind == CS_RISK_PURCHASES)
		cs_buf_printf(out,
		    "Only %" PRId64 " of %" PRId64
		    " customers bought on more than one day: too few to tell how probable it is "
		    "that one stays (%d are needed).\n",
		    m->learnt_x, m->learnt_n, (int)CS_BGNBD_REPEATERS);
	else if (m->learnt_n == 0)
		cs_buf_z(out, "There is nobody to learn from: no customers, or a history of "
			      "less than four months.\n");
	else
		cs_buf_printf(out,
		    "Only %" PRId64 " customers left in the time that can be learnt from: too few "
		    "to tell how probable it is (%d are needed).\n",
		    m->learnt_x, (int)CS_LOGIT_EVENTS);
}

void
cs_risk_say_list(const struct cs_risk_model *m, const struct cs_risk_sums *s,
    const size_t listed[2], struct cs_buf *out)
{
	if (m->flag[CS_RISK_HORIZONS - 1] != CS_FLAG_NONE) {
		too_little(m, out);
		cs_buf_printf(out,
		    "Listed are %zu customers whose next purchase is overdue against their own "
		    "rhythm, the longest overdue first.\n",
		    listed[0]);
	} else {
		cs_buf_printf(out,
		    m->kind == CS_RISK_HAZARD
			? "Of %" PRId64 " customers about %" PRId64
			  " are expected to leave within 30 days, %" PRId64 " within 90.\n"
			: "Of %" PRId64 " who have bought about %" PRId64
			  " will be customers no more in 30 days, %" PRId64 " in 90.\n",
		    s->n, whole(s->leave[0]), whole(s->leave[1]));
		if (s->of_known > 0) {
			cs_buf_z(out, "They are worth ");
			money(out, s->month, s->currency);
			cs_buf_z(out, " a month; of that ");
			money(out, s->stake, s->currency);
			cs_buf_z(out, " is at stake.\n");
		}
		cs_buf_printf(out, "Listed are %zu, those with most at stake first.\n", listed[0]);
	}
	if (listed[1] > 0)
		cs_buf_printf(out,
		    "%zu had their only contact in a year lately, and it was a bad one: a list of "
		    "their own.\n",
		    listed[1]);
	cs_buf_z(out, "Signs go together with leaving; that does not make them its cause.\n");
}

void
cs_risk_say_back(
    const struct cs_risk_model *m, int horizon, const struct cs_risk_back *b, struct cs_buf *out)
{
	const bool hazard = m->kind == CS_RISK_HAZARD;
	const char *left = hazard ? "left" : "bought nothing";
	cs_i128 told = 0;

	if (m->flag[horizon] != CS_FLAG_NONE) {
		too_little(m, out);
		return;
	}
	for (size_t i = 0; i < b->nbin; i++)
		told += (cs_i128)b->bin[i].told * b->bin[i].n;
	cs_buf_printf(out, "%d days: of %" PRId64 " customers %" PRId64 " were expected to %s",
	    cs_risk_horizon[horizon], b->n, whole(told), hazard ? "leave" : "buy nothing");
	if (b->followed)
		cs_buf_printf(out, ", and %" PRId64 " did", b->x);
	cs_buf_z(out, ".\n");
	if (b->apart.ok) {
		cs_buf_printf(out,
		    "Of one who %s and one who did not, the former had the higher "
		    "probability in ",
		    left);
		bounded(out, &b->apart);
		cs_buf_z(out, " of 100 pairs (50: guessing).\n");
	}
	if (b->followed && b->top.ok && b->n > 0) {
		cs_buf_z(out, "Of the tenth with the highest probability ");
		bounded(out, &b->top);
		cs_buf_printf(out, " of 100 %s, of all ", left);
		of_100(out, (double)b->x / (double)b->n);
		cs_buf_z(out, ".\n");
	}
	if (!b->followed)
		cs_buf_z(out, "The data do not reach to the end of that time.\n");
}
