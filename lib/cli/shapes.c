/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options of shapes: see shapes.h. */
#include "cli/shapes.h"

static void
say(void *arg, struct cs_str text)
{
	(void)arg;
	cs_msg_note("%.*s", CS_STR_ARG(text));
}

int
cs_shapes_resolve(struct cs_common *c, const struct cs_opt_value *const v[], struct cs_err *e)
{
	struct cs_shape *s = &c->shape;

	*s = (struct cs_shape){.level = .95, .note = say};
	s->ci = v[CS_SHARED_CI]->set;
	if (s->ci)
		s->level = (double)v[CS_SHARED_CI]->i / 100;
	s->fill = v[CS_SHARED_FILL]->set;
	s->period = c->has_period;
	s->from = c->period.from;
	s->to = c->period.to;
	s->rolling = (unsigned)v[CS_SHARED_ROLLING]->i;
	s->ytd = v[CS_SHARED_YTD]->set;
	/* The words of these are in the order of the kinds behind NONE. */
	if (v[CS_SHARED_SUBTOTALS]->set)
		s->subtotals = CS_SUBTOTALS_PREFIX + (unsigned)v[CS_SHARED_SUBTOTALS]->i;
	if (v[CS_SHARED_OF_TOTAL]->set)
		s->of_total = CS_OF_TOTAL_WHOLE + (unsigned)v[CS_SHARED_OF_TOTAL]->i;
	s->vs =
	    (struct cs_versus){.set = v[CS_SHARED_VS]->set, .text = v[CS_SHARED_VS]->s, .ratio = 1};
	s->sort = v[CS_SHARED_SORT]->s;
	s->pivot = v[CS_SHARED_PIVOT]->s;
	if (v[CS_SHARED_PIVOT]->set)
		s->layout = CS_LAYOUT_PIVOT;
	if (v[CS_SHARED_LONG]->set)
		s->layout = CS_LAYOUT_LONG;
	return v[CS_SHARED_TOP]->set ? cs_shape_top(s, v[CS_SHARED_TOP]->s, e) : 0;
}
