/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Surveys as columns of contacts: see surveyjoin.h. */
#include "desk/surveyjoin.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "rec/badcell.h"
#include "rec/esc.h"

enum state { ANSWERED, SENT, ELIGIBLE, NOT_ELIGIBLE, UNKNOWN, LEG, STATES };

static const char *const state_word[STATES] = {
    "answered", "sent", "eligible", "not_eligible", "unknown", "further leg"};

struct worker {
	struct cs_eval eval;
	struct cs_buf text;
	struct ids {
		struct cs_str *key; /* by row: canonical, p NULL: NULL */
		uint32_t *nr;	    /* in the map of the surveys */
		size_t key_cap, nr_cap;
	} contact, customer;
	int64_t *over; /* by row of the batch: the end */
	size_t over_cap;
	uint64_t state[STATES];
};

struct step {
	struct cs_survey_ask ask;
	struct cs_surveys surveys;
	const struct cs_expr *eligible; /* NULL: nobody says */
	bool has_contact, has_customer, has_leg, has_end, has_disposition;
	struct cs_join_col at, contact, customer, leg, end, disposition;
	unsigned threads;
	struct worker *worker;
	struct cs_str none[STATES]; /* runs of rows without a survey */
};

void *
cs_survey_step(const struct cs_survey_ask *ask)
{
	struct step *s = cs_mem_new0(1, sizeof *s);

	s->ask = *ask;
	s->surveys.window_s = ask->window_s;
	s->surveys.fast_s = ask->fast_s;
	s->surveys.apart_s = ask->apart_s;
	s->surveys.rating = ask->rating;
	return s;
}

static void
free_step(void *p)
{
	struct step *s = p;

	for (unsigned i = 0; s->worker != NULL && i < s->threads; i++) {
		cs_eval_finish(&s->worker[i].eval);
		cs_buf_finish(&s->worker[i].text);
		free(s->worker[i].contact.key);
		free(s->worker[i].contact.nr);
		free(s->worker[i].customer.key);
		free(s->worker[i].customer.nr);
		free(s->worker[i].over);
	}
	cs_surveys_finish(&s->surveys);
	free(s->worker);
	free(s);
}

/* What rows without a survey get. */
static void
make_none(struct step *s, struct cs_arena *a)
{
	struct cs_buf b = CS_BUF_INIT;

	for (int i = 0; i < STATES; i++) {
		cs_buf_reset(&b);
		if (i == LEG)
			cs_buf_z(&b, "\\N\t\\N");
		else
			cs_buf_printf(&b, "%s\t0", state_word[i]);
		cs_buf_z(&b, "\t\\N\t\\N");
		for (unsigned c = 0; c < s->surveys.ncolumn; c++)
			cs_buf_z(&b, "\t\\N");
		s->none[i] = cs_arena_str(a, cs_buf_all(&b));
	}
	cs_buf_finish(&b);
}

static int
bind(void *p, struct cs_join *j, struct cs_err *e)
{
	static const struct cs_str own[] = {CS_STR_INIT("survey_state"), CS_STR_INIT("survey_n"),
	    CS_STR_INIT("survey_fast"), CS_STR_INIT("survey_how")};
	struct step *s = p;
	const struct cs_surveys *t = &s->surveys;
	struct cs_env env = s->ask.env;

	s->has_contact = cs_join_find(j, CS_STR("contact_id"), &s->contact);
	s->has_customer = cs_join_find(j, CS_STR("customer_id"), &s->customer);
	s->has_leg = cs_join_find(j, CS_STR("leg"), &s->leg);
	s->has_end = cs_join_find(j, CS_STR("ended_at"), &s->end);
	s->has_disposition = cs_join_find(j, CS_STR("disposition"), &s->disposition);
	if (!s->has_contact && !s->has_customer)
		return cs_join_need(j, CS_STR("contact_id"), &s->contact, e);
	if (cs_join_need(j, j->env.dated_by, &s->at, e) != 0)
		return -1;
	if (s->ask.eligible.p != NULL) {
		env.head = j->in;
		s->eligible = cs_expr_compile_filter(&j->arena, s->ask.eligible, &env, e);
		if (s->eligible == NULL)
			return -1;
	}
	if (cs_surveys_load(&s->surveys, s->ask.file, s->ask.nfile, e) != 0)
		return -1;
	for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
		if (cs_join_adds(j, own[i], e) != 0)
			return -1;
	}
	for (unsigned i = 0; i < t->ncolumn; i++) {
		if (cs_join_adds(j, t->column[i], e) != 0)
			return -1;
	}
	j->held += cs_surveys_bytes(t);
	make_none(s, &j->arena);
	s->threads = j->env.threads;
	s->worker = cs_mem_new0(s->threads, sizeof *s->worker);
	for (unsigned i = 0; i < s->threads; i++)
		cs_eval_init(&s->worker[i].eval);
	return 0;
}

/* The ids in a column, in the form that equal ones share, and their numbers in a map. */
static void
find_ids(struct worker *w, struct cs_join_rows *rows, const struct cs_join_col *col,
    const struct cs_map *map, struct ids *to)
{
	uint32_t n = rows->batch->nrow;

	to->key = cs_mem_grow(to->key, &to->key_cap, n, sizeof *to->key);
	to->nr = cs_mem_grow(to->nr, &to->nr_cap, n, sizeof *to->nr);
	for (uint32_t row = 0; row < n; row++) {
		struct cs_str raw = col != NULL ? cs_join_cell(rows, *col, row) : CS_STR("\\N");
		char *copy;

		to->key[row] = cs_raw_null(raw) ? cs_str(NULL, 0) : raw;
		if (cs_raw_null(raw) || cs_str_find(raw, '\\') == raw.n)
			continue;
		raw = cs_esc_same(raw, &w->text);
		copy = cs_join_room(rows, raw.n);
		memcpy(copy, raw.p, raw.n);
		to->key[row] = cs_str(copy, raw.n);
	}
	cs_map_find_all(map, to->key, to->nr, n);
}

static int
leg_of(const struct step *s, const struct cs_join_rows *rows, uint32_t row, int64_t *leg,
    struct cs_err *e)
{
	struct cs_str raw;

	*leg = 1;
	if (!s->has_leg)
		return 0;
	raw = cs_join_cell(rows, s->leg, row);
	if (cs_raw_null(raw) || cs_num_i64(raw, leg))
		return 0;
	return cs_bad_cell(rows->batch, row, CS_STR("leg"), raw, "a number", e);
}

/* Who could have been asked, by row. */
static int
run_eligible(const struct step *s, struct worker *w, const struct cs_batch *b, struct cs_vec *v,
    struct cs_err *e)
{
	if (s->eligible == NULL)
		return 0;
	cs_eval_next_batch(&w->eval);
	return cs_eval_run(&w->eval, s->eligible, b, v, e);
}

/* 1: yes; 0: no; -1: nobody knows. */
static int
eligible_at(const struct step *s, const struct cs_vec *v, uint32_t row)
{
	if (s->eligible == NULL || (v->null != NULL && v->null[row] != 0))
		return -1;
	return v->i[row] != 0;
}

/* When the contacts of a batch were over, as far as it is said; NULL with *e. */
static const int64_t *
ends(const struct step *s, struct worker *w, struct cs_join_rows *rows, struct cs_err *e)
{
	const int64_t *end = cs_join_instants(rows, s->has_end ? s->end : s->at, e);

	if (end == NULL)
		return NULL;
	w->over = cs_mem_grow(w->over, &w->over_cap, rows->batch->nrow + 1, sizeof *w->over);
	for (uint32_t row = 0; row < rows->batch->nrow; row++)
		w->over[row] = end[row];
	return w->over;
}

/* Whether a survey that names no contact may be about the row. Where nobody says who could be
 * asked, whom nobody served could not. */
static bool
may_be_asked(
    const struct step *s, const struct cs_join_rows *rows, const struct cs_vec *v, uint32_t row)
{
	int classes;

	if (s->eligible != NULL)
		return eligible_at(s, v, row) == 1;
	if (!s->has_disposition)
		return true;
	classes = cs_disp_classes(cs_join_cell(rows, s->disposition, row));
	return classes < 0 || (classes & CS_DISP_HANDLED) != 0;
}

static int
look(void *p, unsigned worker, struct cs_join_rows *rows, struct cs_err *e)
{
	struct step *s = p;
	struct worker *w = &s->worker[worker];
	const int64_t *over = ends(s, w, rows, e), *at = NULL;
	struct cs_buf pair = CS_BUF_INIT;
	struct cs_vec v = {.null = NULL};
	int r = -1;

	if (over != NULL)
		at = cs_join_instants(rows, s->at, e);
	if (at != NULL)
		r = run_eligible(s, w, rows->batch, &v, e);
	find_ids(w, rows, s->has_contact ? &s->contact : NULL, &s->surveys.contacts, &w->contact);
	find_ids(
	    w, rows, s->has_customer ? &s->customer : NULL, &s->surveys.customers, &w->customer);
	for (uint32_t row = 0; row < rows->batch->nrow && r == 0; row++) {
		struct cs_survey_contact x = {.row = rows->first + row,
		    .contact = w->contact.key[row],
		    .contact_nr = w->contact.nr[row],
		    .customer = w->customer.key[row],
		    .customer_nr = w->customer.nr[row],
		    .at = at[row],
		    .over = over[row] > at[row] ? over[row] : at[row],
		    .eligible = may_be_asked(s, rows, &v, row)};

		r = leg_of(s, rows, row, &x.leg, e);
		if (r == 0)
			cs_surveys_offer(&s->surveys, &x, &pair);
	}
	cs_buf_finish(&pair);
	return r;
}

static int
looked(void *p, struct cs_err *e)
{
	struct step *s = p;

	if (cs_surveys_settle(&s->surveys, e) != 0)
		return -1;
	if (s->ask.report != NULL)
		cs_surveys_report(&s->surveys, s->ask.report);
	return 0;
}

/* The place of the first pick of that row or a later one. */
static size_t
first_pick(const struct cs_surveys *t, uint64_t row)
{
	size_t low = 0, high = t->npick;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (t->pick[mid].row < row)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* The run of a row that has a survey. */
static struct cs_str
run_of(const struct step *s, struct worker *w, struct cs_join_rows *rows,
    const struct cs_survey_pick *pick, enum state state)
{
	const struct cs_survey *x = &s->surveys.survey[pick->survey];
	bool timed = x->sent != CS_SURVEY_NEVER && x->answered != CS_SURVEY_NEVER;
	struct cs_buf *b = &w->text;
	char *to;

	cs_buf_reset(b);
	cs_buf_z(b, state_word[state]);
	cs_buf_c(b, '\t');
	cs_buf_i64(b, pick->n);
	cs_buf_z(b, !timed ? "\t\\N\t" : (x->odd & CS_SURVEY_FAST) != 0 ? "\tt\t" : "\tf\t");
	cs_buf_z(b, x->contact != CS_MAP_NONE ? "contact" : "customer");
	if (s->surveys.ncolumn != 0) {
		cs_buf_c(b, '\t');
		cs_buf_str(b, cs_survey_cells(&s->surveys, pick->survey));
	}
	to = cs_join_room(rows, b->n);
	memcpy(to, b->p, b->n);
	return cs_str(to, b->n);
}

static int
add(void *p, unsigned worker, struct cs_join_rows *rows, struct cs_str *run, struct cs_err *e)
{
	struct step *s = p;
	const struct cs_surveys *t = &s->surveys;
	struct worker *w = &s->worker[worker];
	size_t next = first_pick(t, rows->first);
	struct cs_vec v = {.null = NULL};

	if (run_eligible(s, w, rows->batch, &v, e) != 0)
		return -1;
	for (uint32_t row = 0; row < rows->batch->nrow; row++) {
		const struct cs_survey_pick *pick = NULL;
		enum state state;
		int64_t leg;
		int yes = eligible_at(s, &v, row);

		if (leg_of(s, rows, row, &leg, e) != 0)
			return -1;
		if (next < t->npick && t->pick[next].row == rows->first + row)
			pick = &t->pick[next++];
		if (pick != NULL && t->survey[pick->survey].replied)
			state = ANSWERED;
		else if (pick != NULL && t->survey[pick->survey].sent != CS_SURVEY_NEVER)
			state = SENT;
		else if (pick != NULL)
			state = ELIGIBLE;
		else if (leg != 1)
			state = LEG;
		else
			state = yes < 0 ? UNKNOWN : yes != 0 ? ELIGIBLE : NOT_ELIGIBLE;
		run[row] = pick != NULL ? run_of(s, w, rows, pick, state) : s->none[state];
		if (rows->last)
			w->state[state]++;
	}
	return 0;
}

static size_t
account(const void *p, struct cs_join_count *count)
{
	const struct step *s = p;

	for (int i = 0; i < STATES; i++) {
		count[i] = (struct cs_join_count){state_word[i], 0};
		for (unsigned k = 0; k < s->threads; k++)
			count[i].n += s->worker[k].state[i];
	}
	return STATES;
}

/* The first survey that became this. */
static void
example(const struct cs_surveys *t, struct cs_buf *b, enum cs_survey_fate fate, uint8_t odd)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct cs_survey *x = &t->survey[i];

		if ((odd != 0 && (x->odd & odd) != 0) || (odd == 0 && x->fate == fate)) {
			cs_buf_printf(b, " (%s:%u)", x->file, x->line);
			return;
		}
	}
}

static void
notes(const void *p, cs_join_say *say, void *arg)
{
	const struct step *s = p;
	const struct cs_surveys *t = &s->surveys;
	struct cs_buf b = CS_BUF_INIT;
	uint64_t matched = t->fates[CS_SURVEY_MATCHED], surplus = t->fates[CS_SURVEY_SURPLUS];

	cs_buf_printf(&b,
	    "surveys: %llu are %llu matched, %llu surplus and %llu orphans; %llu were found by "
	    "customer and time, the others by contact",
	    (unsigned long long)t->n, (unsigned long long)matched, (unsigned long long)surplus,
	    (unsigned long long)(t->n - matched - surplus), (unsigned long long)t->by_customer);
	say(arg, false, cs_buf_all(&b));
	cs_buf_reset(&b);
	for (int i = CS_SURVEY_NO_CONTACT; i < CS_SURVEY_FATES; i++) {
		if (t->fates[i] == 0)
			continue;
		cs_buf_printf(&b, "%s%s %llu", b.n != 0 ? ", " : "surveys: orphans: ",
		    cs_survey_fate_word((enum cs_survey_fate)i), (unsigned long long)t->fates[i]);
		example(t, &b, (enum cs_survey_fate)i, 0);
	}
	if (b.n != 0)
		say(arg, false, cs_buf_all(&b));
	cs_buf_reset(&b);
	for (unsigned bit = 0; bit < CS_SURVEY_ODDITIES; bit++) {
		if (t->odd[bit] == 0)
			continue;
		cs_buf_printf(&b, "%s%s %llu",
		    b.n != 0 ? ", " : "surveys: odd: ", cs_survey_odd_word(bit),
		    (unsigned long long)t->odd[bit]);
		example(t, &b, CS_SURVEY_MATCHED, (uint8_t)(1U << bit));
	}
	if (b.n != 0)
		say(arg, false, cs_buf_all(&b));
	cs_buf_finish(&b);
}

const struct cs_join_kind cs_survey_kind = {.bind = bind,
    .look = look,
    .looked = looked,
    .add = add,
    .account = account,
    .notes = notes,
    .free = free_step};
