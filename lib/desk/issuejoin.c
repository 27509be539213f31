/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The issues of contacts as columns: see issuejoin.h. */
#include "desk/issuejoin.h"

#include <stdlib.h>

#include "base/mem.h"
#include "desk/issuestep.h"
#include "desk/sweep.h"

enum { ID_DIGITS = 20 };

void *
cs_issue_step(const struct cs_issue_ask *ask)
{
	struct cs_issue_step *s = cs_mem_new0(1, sizeof *s);

	s->ask = *ask;
	return s;
}

static void
free_step(void *p)
{
	struct cs_issue_step *s = p;

	for (unsigned i = 0; s->worker != NULL && i < s->threads; i++) {
		struct cs_issue_worker *w = &s->worker[i];

		cs_visits_finish(&w->visits);
		cs_issues_finish(&w->issues);
		cs_rowcells_reader_finish(&w->reader);
		cs_buf_finish(&w->text);
		free(w->id);
	}
	cs_rowcells_finish(&s->cells);
	cs_scratch_free(s->scratch);
	free(s->worker);
	free(s);
}

/* The columns of a list, which must be there. */
static int
bind_list(struct cs_join *j, const struct cs_str *name, size_t n, struct cs_join_col *col,
    unsigned *ncol, struct cs_err *e)
{
	if (n > CS_ISSUE_COLUMNS)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "issues: more than %d columns", (int)CS_ISSUE_COLUMNS);
	for (size_t i = 0; i < n; i++) {
		if (cs_join_need(j, name[i], &col[*ncol], e) != 0)
			return -1;
		++*ncol;
	}
	return 0;
}

static int
bind_columns(struct cs_issue_step *s, struct cs_join *j, struct cs_err *e)
{
	static const struct cs_str usual = CS_STR_INIT("issue_id");
	static const struct cs_str linked[] = {
	    CS_STR_INIT("linked_contact_id"), CS_STR_INIT("transferred_to")};
	struct cs_issue_form *f = &s->form;

	if (cs_join_need(j, CS_STR("customer_id"), &s->customer, e) != 0 ||
	    cs_join_need(j, j->env.dated_by, &s->at, e) != 0)
		return -1;
	for (int i = 0; i < CS_ISSUE_C_N; i++)
		s->there[i] = cs_join_find(j, cs_str_z(cs_issue_column_name[i]), &s->column[i]);
	if (s->ask.ticket != NULL) {
		if (bind_list(j, s->ask.ticket, s->ask.nticket, s->ticket, &f->nticket, e) != 0)
			return -1;
	} else if (cs_join_find(j, usual, &s->ticket[0])) {
		f->nticket = 1;
	}
	if (s->ask.link != NULL)
		return bind_list(j, s->ask.link, s->ask.nlink, s->link, &f->nlink, e);
	for (size_t i = 0; i < sizeof linked / sizeof *linked; i++)
		f->nlink += cs_join_find(j, linked[i], &s->link[f->nlink]);
	return 0;
}

static int
bind(void *p, struct cs_join *j, struct cs_err *e)
{
	struct cs_issue_step *s = p;
	struct cs_issue_form *f = &s->form;
	int n = 0;

	if (bind_columns(s, j, e) != 0 || cs_join_adds(j, CS_STR("issue_id"), e) != 0 ||
	    cs_join_adds(j, CS_STR("issue_leg"), e) != 0 ||
	    cs_join_adds(j, CS_STR("issue_how"), e) != 0)
		return -1;
	f->leg = s->there[CS_ISSUE_C_LEG] ? n++ : -1;
	f->lasted = s->there[CS_ISSUE_C_ENDED] ? n++ : -1;
	f->reason = s->there[CS_ISSUE_C_REASON] ? n++ : -1;
	f->window =
	    s->there[CS_ISSUE_C_REASON] && s->ask.vision != NULL && s->ask.vision->nwindow != 0
		? n++
		: -1;
	f->ticket = n;
	f->link = n + (int)f->nticket;
	s->visit = (struct cs_visit_form){(unsigned)n + f->nticket + f->nlink, true, false};
	s->threads = j->env.threads;
	s->mem = j->env.mem;
	s->scratch = cs_scratch_new(j->env.tmpdir);
	s->worker = cs_mem_new0(s->threads, sizeof *s->worker);
	for (unsigned i = 0; i < s->threads; i++)
		cs_visits_init(
		    &s->worker[i].visits, &s->visit, s->mem / 2 / s->threads, s->scratch);
	return 0;
}

/* The ids of the issues of a customer. nth: among contacts without an id that begin together. */
static void
name_issues(struct cs_issue_worker *w, unsigned pile)
{
	const struct cs_issues *i = &w->issues;
	int64_t nth = 0;

	w->id = cs_mem_grow(w->id, &w->id_cap, i->n, sizeof *w->id);
	for (uint32_t row = 0; row < i->n; row++) {
		const struct cs_visit *x = &i->visit[row];
		bool has_id = (x->contact & CS_VISIT_NO_ID) == 0;
		int64_t of[5] = {(int64_t)x->customer, (int64_t)pile, x->at, (int64_t)x->contact};
		struct cs_visit_hash h;

		if (!has_id) {
			nth = row != 0 && x[-1].at == x->at ? nth + 1 : 0;
			of[3] = (int64_t)CS_VISIT_NO_ID;
			of[4] = nth;
		}
		if (i->row[row].first != row)
			continue;
		h = cs_visit_hash(cs_str((const char *)of, sizeof of));
		w->id[row] =
		    (struct cs_issue_id){{h.half[0], h.half[1] >> (64 - 4 * (ID_DIGITS - 16))}};
	}
}

/* The low n digits of a number. Once for every row: printf would take a third of the whole. */
static void
put_hex(struct cs_buf *b, uint64_t v, int n)
{
	char *to = cs_buf_reserve(b, (size_t)n);

	b->n += (size_t)n;
	for (int i = n - 1; i >= 0; i--, v >>= 4)
		to[i] = "0123456789abcdef"[v & 15];
}

static int
put_rows(struct cs_issue_step *s, unsigned worker, struct cs_err *e)
{
	struct cs_issue_worker *w = &s->worker[worker];
	const struct cs_issues *i = &w->issues;

	for (uint32_t k = 0; k < i->n; k++) {
		const struct cs_issue_row *row = &i->row[k];
		const struct cs_issue_id *id = &w->id[row->first];

		w->how[row->how]++;
		w->longest = w->longest < row->leg ? row->leg : w->longest;
		cs_buf_reset(&w->text);
		put_hex(&w->text, id->half[0], 16);
		put_hex(&w->text, id->half[1], ID_DIGITS - 16);
		cs_buf_c(&w->text, '\t');
		cs_buf_i64(&w->text, row->leg);
		cs_buf_c(&w->text, '\t');
		cs_buf_z(&w->text, cs_issue_how_word(row->how));
		if (cs_rowcells_put(&s->cells, worker, i->visit[k].row, cs_buf_all(&w->text), e) !=
		    0)
			return -1;
	}
	return 0;
}

static int
look_pile(
    void *ctx, unsigned worker, const struct cs_visit_pile *loaded, unsigned nr, struct cs_err *e)
{
	struct cs_issue_step *s = ctx;
	struct cs_issue_worker *w = &s->worker[worker];
	struct cs_issues *i = &w->issues;

	i->visits = &s->worker[0].visits;
	i->pile = loaded;
	i->form = s->form;
	i->rule = s->ask.rule;
	for (size_t begin = 0, end; begin < loaded->n; begin = end) {
		for (end = begin + 1; end < loaded->n &&
				      loaded->visit[end].customer == loaded->visit[begin].customer;
		     end++)
			;
		cs_issues_find(i, begin, end - begin);
		name_issues(w, nr);
		if (put_rows(s, worker, e) != 0)
			return -1;
	}
	return 0;
}

static int
looked(void *p, struct cs_err *e)
{
	struct cs_issue_step *s = p;
	struct cs_visits *v = &s->worker[0].visits;
	const struct cs_sweep sweep = {.visits = v,
	    .most = s->mem / 2 / s->threads,
	    .threads = s->threads,
	    .ctx = s,
	    .look = look_pile};
	uint64_t nrow = 0;

	for (unsigned i = 0; i < s->threads; i++) {
		nrow = nrow < s->worker[i].nrow ? s->worker[i].nrow : nrow;
		if (i != 0)
			cs_visits_merge(v, &s->worker[i].visits, NULL, 0);
	}
	cs_rowcells_init(&s->cells, nrow, s->threads, s->mem / 2, s->scratch);
	return cs_sweep_run(&sweep, e);
}

static int
add(void *p, unsigned worker, struct cs_join_rows *rows, struct cs_str *run, struct cs_err *e)
{
	struct cs_issue_step *s = p;
	struct cs_rowcells_reader *reader = &s->worker[worker].reader;

	for (uint32_t row = 0; row < rows->batch->nrow; row++) {
		struct cs_str cells;
		char *to;

		if (cs_rowcells_get(&s->cells, reader, rows->first + row, &cells, e) != 0)
			return -1;
		run[row] = CS_STR("\\N\t\\N\t\\N");
		if (cells.n == 0)
			continue;
		to = cs_join_room(rows, cells.n);
		memcpy(to, cells.p, cells.n);
		run[row] = cs_str(to, cells.n);
	}
	return 0;
}

static uint64_t
count_how(const struct cs_issue_step *s, enum cs_issue_how how)
{
	uint64_t n = 0;

	for (unsigned i = 0; i < s->threads; i++)
		n += s->worker[i].how[how];
	return n;
}

static size_t
account(const void *p, struct cs_join_count *count)
{
	const struct cs_issue_step *s = p;
	size_t n = 0;

	for (int how = 0; how < CS_ISSUE_HOWS; how++) {
		count[n++] = (struct cs_join_count){cs_issue_how_word((enum cs_issue_how)how),
		    count_how(s, (enum cs_issue_how)how)};
	}
	count[n] = (struct cs_join_count){"no instant", 0};
	for (unsigned i = 0; i < s->threads; i++)
		count[n].n += s->worker[i].timeless;
	return n + 1;
}

static void
notes(const void *p, cs_join_say *say, void *arg)
{
	const struct cs_issue_step *s = p;
	uint64_t unknown = count_how(s, CS_ISSUE_NOBODY), all = 0, longest = 0;
	uint64_t issues = unknown + count_how(s, CS_ISSUE_FIRST);
	struct cs_buf b = CS_BUF_INIT;

	for (int how = 0; how < CS_ISSUE_HOWS; how++)
		all += count_how(s, (enum cs_issue_how)how);
	for (unsigned i = 0; i < s->threads; i++)
		longest = longest < s->worker[i].longest ? s->worker[i].longest : longest;
	cs_buf_printf(&b,
	    "issues: %llu of %llu records, the longest of %llu; %llu of unknown customers, whose "
	    "contacts belong together by ticket or contact id alone",
	    (unsigned long long)issues, (unsigned long long)all, (unsigned long long)longest,
	    (unsigned long long)unknown);
	say(arg, false, cs_buf_all(&b));
	cs_buf_finish(&b);
}

const struct cs_join_kind cs_issue_kind = {.bind = bind,
    .look = cs_issue_look,
    .looked = looked,
    .add = add,
    .account = account,
    .notes = notes,
    .free = free_step};
