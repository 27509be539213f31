/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of surveys: see survey.h. */
#include <stdlib.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/num.h"
#include "desk/survey.h"
#include "rec/each.h"
#include "rec/esc.h"

/* What is added, in this order; those marked are answers. */
static const struct {
	struct cs_str name;
	bool answer;
} known[] = {
    {CS_STR_INIT("survey_id"), false},
    {CS_STR_INIT("survey_sent_at"), false},
    {CS_STR_INIT("survey_answered_at"), true},
    {CS_STR_INIT("csat"), true},
    {CS_STR_INIT("csat_scale"), false},
    {CS_STR_INIT("nps"), true},
    {CS_STR_INIT("ces"), true},
    {CS_STR_INIT("solved_customer"), true},
    {CS_STR_INIT("comment"), true},
    {CS_STR_INIT("survey_version"), false},
};

enum { SENT = 1, ANSWERED = 2, CSAT = 3, NPS = 5, CES = 6, N_KNOWN = sizeof known / sizeof *known };

struct reading {
	struct cs_surveys *s;
	int contact, customer, at[N_KNOWN];
	struct cs_each file;
	struct cs_buf scratch, pair;
	struct cs_err *e;
};

static int
read_instant(struct reading *r, unsigned what, int64_t *at)
{
	*at = CS_SURVEY_NEVER;
	return cs_each_instant(&r->file, r->at[what], at, r->e);
}

/* What a rating is bad by; only asked for where the worst is wanted. */
static int
read_rates(struct reading *r, struct cs_survey *x)
{
	static const unsigned rate[] = {CSAT, NPS, CES};

	for (int i = 0; i < 3; i++) {
		struct cs_str raw = cs_each_raw(&r->file, r->at[rate[i]]);
		int64_t v = INT32_MAX;

		if (r->s->rating == CS_SURVEY_WORST && !cs_raw_null(raw) &&
		    (!cs_num_i64(raw, &v) || v > INT32_MAX || v < INT32_MIN))
			return cs_each_bad(&r->file, r->at[rate[i]], "a whole number", r->e);
		x->rate[i] = (int32_t)v;
	}
	return 0;
}

/* Whom and what it names. */
static void
name(struct reading *r, struct cs_survey *x)
{
	struct cs_surveys *s = r->s;
	struct cs_str contact = cs_each_raw(&r->file, r->contact),
		      customer = cs_each_raw(&r->file, r->customer);

	x->contact = x->pair = x->customer = CS_MAP_NONE;
	if (cs_raw_null(contact)) {
		if (!cs_raw_null(customer))
			x->customer = cs_map_add(&s->customers, cs_esc_same(customer, &r->scratch));
		return;
	}
	x->contact = cs_map_add(&s->contacts, cs_esc_same(contact, &r->scratch));
	if (cs_raw_null(customer))
		return;
	cs_buf_reset(&r->pair);
	cs_buf_str(&r->pair, cs_esc_same(contact, &r->scratch));
	cs_buf_c(&r->pair, '\t');
	cs_buf_str(&r->pair, cs_esc_same(customer, &r->scratch));
	x->pair = cs_map_add(&s->pairs, cs_buf_all(&r->pair));
}

static int
take(struct reading *r)
{
	struct cs_surveys *s = r->s;
	struct cs_survey x = {.at = s->text.n};

	if (s->n == CS_MAP_NONE)
		return cs_err_set(r->e, CS_EXIT_DATA, "more than 2^32 surveys");
	if (read_instant(r, SENT, &x.sent) != 0 || read_instant(r, ANSWERED, &x.answered) != 0 ||
	    read_rates(r, &x) != 0)
		return -1;
	name(r, &x);
	cs_buf_str(&s->text, cs_each_raw(&r->file, r->contact));
	cs_buf_c(&s->text, '\t');
	cs_buf_str(&s->text, cs_each_raw(&r->file, r->customer));
	for (unsigned i = 0; i < N_KNOWN; i++) {
		if (r->at[i] < 0)
			continue;
		cs_buf_c(&s->text, '\t');
		cs_buf_str(&s->text, cs_each_raw(&r->file, r->at[i]));
		x.replied =
		    x.replied || (known[i].answer && !cs_raw_null(cs_each_raw(&r->file, r->at[i])));
	}
	x.n = (uint32_t)(s->text.n - x.at);
	x.line = (uint32_t)cs_batch_line(&r->file.batch, r->file.row);
	x.file = r->file.batch.file != NULL ? r->file.batch.file : "stdin";
	x.when = x.sent != CS_SURVEY_NEVER ? x.sent : x.answered;
	if (x.sent != CS_SURVEY_NEVER && x.answered != CS_SURVEY_NEVER) {
		x.odd |= x.answered < x.sent ? CS_SURVEY_EARLY : 0;
		x.odd |= x.answered - x.sent < s->fast_s * CS_USEC ? CS_SURVEY_FAST : 0;
	}
	s->survey = cs_mem_grow(s->survey, &s->cap, s->n + 1, sizeof *s->survey);
	s->survey[s->n++] = x;
	return 0;
}

static int
bind(struct reading *r)
{
	const struct cs_head *h = r->file.head;
	struct cs_surveys *s = r->s;

	r->contact = cs_head_find(h, CS_STR("contact_id"));
	r->customer = cs_head_find(h, CS_STR("customer_id"));
	if (r->contact < 0 && r->customer < 0)
		return cs_head_need(h, CS_STR("contact_id"), r->e);
	for (unsigned i = 0; i < N_KNOWN; i++) {
		r->at[i] = cs_head_find(h, known[i].name);
		if (r->at[i] >= 0)
			s->column[s->ncolumn++] = known[i].name;
	}
	s->has_id = r->at[0] >= 0;
	return 0;
}

static int
compare(const void *pa, const void *pb, void *arg)
{
	const struct cs_survey *s = arg;
	uint32_t i = *(const uint32_t *)pa, k = *(const uint32_t *)pb;

	if (s[i].customer != s[k].customer)
		return s[i].customer < s[k].customer ? -1 : 1;
	if (s[i].when != s[k].when)
		return s[i].when < s[k].when ? -1 : 1;
	return (i > k) - (i < k);
}

/* Those that are found by customer in order, and room for what will be found. */
static void
index_all(struct cs_surveys *s)
{
	s->order = cs_mem_new(s->n, sizeof *s->order);
	s->begin = cs_mem_new0(s->customers.n + 1, sizeof *s->begin);
	for (uint32_t i = 0; i < s->n; i++) {
		if (s->survey[i].customer != CS_MAP_NONE)
			s->order[s->norder++] = i;
	}
	qsort_r(s->order, s->norder, sizeof *s->order, compare, s->survey);
	for (size_t i = 0; i < s->norder; i++)
		s->begin[s->survey[s->order[i]].customer + 1] = (uint32_t)i + 1;
	s->any = cs_mem_new0(s->contacts.n, sizeof *s->any);
	s->unknown = cs_mem_new0(s->contacts.n, sizeof *s->unknown);
	s->pair = cs_mem_new0(s->pairs.n, sizeof *s->pair);
	s->near = cs_mem_new0(s->norder, sizeof *s->near);
	for (int i = 0; i < CS_SURVEY_LOCKS; i++)
		(void)pthread_mutex_init(&s->lock[i], NULL);
}

int
cs_surveys_load(struct cs_surveys *s, char *const *file, int nfile, struct cs_err *e)
{
	struct reading r = {.s = s, .e = e};
	int got = cs_each_open(&r.file, file, nfile, CS_READER_UNION, e);

	if (got == 0)
		got = bind(&r);
	while (got >= 0 && (got = cs_each_next(&r.file, e)) > 0)
		got = take(&r);
	cs_each_close(&r.file);
	cs_buf_finish(&r.scratch);
	cs_buf_finish(&r.pair);
	index_all(s);
	return got;
}
