/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The issues of contacts as columns: see issuejoin.h. */
#include "desk/issuejoin.h"

#include <stdlib.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/num.h"
#include "desk/keys.h"
#include "desk/sweep.h"
#include "rec/esc.h"
#include "rec/rowcells.h"

enum { ID_DIGITS = 20, VALUES = 4 + 2 * CS_ISSUE_COLUMNS };

/* Columns that are looked at where there are such. */
enum { CONTACT, LEG, ENDED, REASON, TRANSFER, MOVED_TO, DISPOSITION, DIRECTION, N_COLUMN };

static const char *const column_name[N_COLUMN] = {"contact_id", "leg", "ended_at", "reason",
    "transfer", "transferred_to", "disposition", "direction"};

struct id {
	uint64_t half[2];
};

struct worker {
	struct cs_visits visits;
	struct cs_issues issues;
	struct cs_rowcells_reader reader;
	struct id *id; /* of issues, by first row */
	size_t id_cap;
	struct cs_buf text;
	uint64_t nrow, timeless, how[CS_ISSUE_HOWS];
	uint64_t longest; /* rows of the longest issue */
};

struct step {
	struct cs_issue_ask ask;
	unsigned threads;
	size_t mem;
	bool there[N_COLUMN];
	struct cs_join_col at, customer, column[N_COLUMN];
	struct cs_join_col ticket[CS_ISSUE_COLUMNS], link[CS_ISSUE_COLUMNS];
	struct cs_issue_form form;
	struct cs_visit_form visit;
	struct worker *worker;
	struct cs_scratch *scratch;
	struct cs_rowcells cells;
};

void *
cs_issue_step(const struct cs_issue_ask *ask)
{
	struct step *s = cs_mem_new0(1, sizeof *s);

	s->ask = *ask;
	return s;
}

static void
free_step(void *p)
{
	struct step *s = p;

	for (unsigned i = 0; s->worker != NULL && i < s->threads; i++) {
		struct worker *w = &s->worker[i];

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

/* The columns of a list, or those of a default that are there. */
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
bind_columns(struct step *s, struct cs_join *j, struct cs_err *e)
{
	static const struct cs_str usual = CS_STR_INIT("issue_id");
	static const struct cs_str linked[] = {
	    CS_STR_INIT("linked_contact_id"), CS_STR_INIT("transferred_to")};
	struct cs_issue_form *f = &s->form;

	if (cs_join_need(j, CS_STR("customer_id"), &s->customer, e) != 0 ||
	    cs_join_need(j, j->env.dated_by, &s->at, e) != 0)
		return -1;
	for (int i = 0; i < N_COLUMN; i++)
		s->there[i] = cs_join_find(j, cs_str_z(column_name[i]), &s->column[i]);
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
	struct step *s = p;
	struct cs_issue_form *f = &s->form;
	int n = 0;

	if (bind_columns(s, j, e) != 0 || cs_join_adds(j, CS_STR("issue_id"), e) != 0 ||
	    cs_join_adds(j, CS_STR("issue_leg"), e) != 0 ||
	    cs_join_adds(j, CS_STR("issue_how"), e) != 0)
		return -1;
	f->leg = s->there[LEG] ? n++ : -1;
	f->lasted = s->there[ENDED] ? n++ : -1;
	f->reason = s->there[REASON] ? n++ : -1;
	f->window =
	    s->there[REASON] && s->ask.vision != NULL && s->ask.vision->nwindow != 0 ? n++ : -1;
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

/* A row on its way to the visits. */
struct taking {
	const struct step *s;
	struct worker *w;
	const struct cs_join_rows *rows;
	uint32_t row;
	struct cs_visit x;
	int64_t value[VALUES];
	struct cs_err *e;
};

static struct cs_str
cell(const struct taking *t, int column)
{
	if (!t->s->there[column])
		return CS_STR("\\N");
	return cs_join_cell(t->rows, t->s->column[column], t->row);
}

static int
bad(const struct taking *t, int column, const char *what)
{
	const struct cs_batch *b = t->rows->batch;

	return cs_err_set(t->e, CS_EXIT_DATA, "%s:%llu: column %s: '%.*s' is not %s",
	    b->file != NULL ? b->file : "stdin", (unsigned long long)cs_batch_line(b, t->row),
	    column_name[column], CS_STR_ARG(cs_str_head(cell(t, column), 100)), what);
}

/* The text in a raw cell, in the form that equal ones share. */
static struct cs_str
canonical(struct worker *w, struct cs_str raw)
{
	struct cs_str text = raw;

	if (cs_str_find(raw, '\\') < raw.n) {
		cs_buf_reset(&w->text);
		(void)cs_esc_canonical(raw, &w->text, &text);
	}
	return text;
}

static int64_t
hash_or_null(struct worker *w, struct cs_str raw)
{
	return cs_raw_null(raw) ? CS_VISIT_NULL : cs_issue_hash(canonical(w, raw));
}

/* Who the row is of. Somebody unknown is who has the ticket, else the contact, else the record:
 * names that no customer can have, since no text has a NUL. */
static struct cs_visit_hash
customer(struct taking *t, uint64_t record)
{
	struct cs_str raw = cs_join_cell(t->rows, t->s->customer, t->row);
	int64_t key[2] = {0, (int64_t)record};

	if (!cs_raw_null(raw))
		return cs_visit_hash(canonical(t->w, raw));
	t->x.bits |= CS_ISSUE_UNKNOWN;
	if ((t->x.contact & CS_VISIT_NO_ID) == 0) {
		key[0] = 1;
		key[1] = (int64_t)t->x.contact;
	}
	for (unsigned i = 0; i < t->s->form.nticket; i++) {
		int64_t ticket = t->value[t->s->form.ticket + (int)i];

		if (ticket != CS_VISIT_NULL) {
			key[0] = 2 + (int64_t)i;
			key[1] = ticket;
			break;
		}
	}
	return cs_visit_hash(cs_str((const char *)key, sizeof key));
}

static void
read_bits(struct taking *t)
{
	struct cs_str moved = cell(t, TRANSFER), promise = cell(t, DISPOSITION);

	if (cs_raw_null(moved) ? !cs_raw_null(cell(t, MOVED_TO)) : !cs_str_eqz(moved, "none"))
		t->x.bits |= CS_ISSUE_MOVED;
	if (cs_str_eqz(promise, "callback") || cs_str_eqz(promise, "voicemail"))
		t->x.bits |= CS_ISSUE_PROMISED;
	if (cs_str_eqz(cell(t, DIRECTION), "outbound"))
		t->x.bits |= CS_ISSUE_OUTBOUND;
}

static int64_t
window_of(struct taking *t, struct cs_str raw)
{
	struct cs_str text = raw;

	if (cs_raw_null(raw))
		return CS_VISIT_NULL;
	cs_buf_reset(&t->w->text);
	(void)cs_esc_decode(raw, &t->w->text, &text);
	return cs_vision_window(t->s->ask.vision, text);
}

static int
read_values(struct taking *t)
{
	const struct step *s = t->s;
	const struct cs_issue_form *f = &s->form;
	int64_t ended;

	if (f->leg >= 0) {
		t->value[f->leg] = 1;
		if (!cs_raw_null(cell(t, LEG)) && !cs_num_i64(cell(t, LEG), &t->value[f->leg]))
			return bad(t, LEG, "a number");
	}
	if (f->lasted >= 0) {
		t->value[f->lasted] = CS_VISIT_NULL;
		if ((t->x.bits & CS_ISSUE_MOVED) != 0 && !cs_raw_null(cell(t, ENDED))) {
			if (!cs_time_parse(cell(t, ENDED), &ended))
				return bad(t, ENDED, "an instant");
			t->value[f->lasted] = ended > t->x.at ? ended - t->x.at : 0;
		}
	}
	if (f->reason >= 0)
		t->value[f->reason] = hash_or_null(t->w, cell(t, REASON));
	if (f->window >= 0)
		t->value[f->window] = window_of(t, cell(t, REASON));
	for (unsigned i = 0; i < f->nticket; i++)
		t->value[f->ticket + (int)i] =
		    hash_or_null(t->w, cs_join_cell(t->rows, s->ticket[i], t->row));
	for (unsigned i = 0; i < f->nlink; i++)
		t->value[f->link + (int)i] =
		    hash_or_null(t->w, cs_join_cell(t->rows, s->link[i], t->row));
	return 0;
}

/* A contact by itself, which lies among those that begin together by what it says: by its place
 * only as far as that tells apart what says the same. */
static uint64_t
no_id(uint64_t record, uint64_t row)
{
	enum { PLACE_BITS = 24, RECORD_BITS = CS_VISIT_CONTACT_BITS - PLACE_BITS };

	return CS_VISIT_NO_ID | record >> (64 - RECORD_BITS) << PLACE_BITS |
	       (row & ((UINT64_C(1) << PLACE_BITS) - 1));
}

static int
look(void *p, unsigned worker, struct cs_join_rows *rows, struct cs_err *e)
{
	struct step *s = p;
	struct worker *w = &s->worker[worker];
	struct taking t = {.s = s, .w = w, .rows = rows, .e = e};
	const int64_t *at = cs_join_instants(rows, s->at, e);
	uint32_t nrow = rows->batch->nrow;

	if (at == NULL)
		return -1;
	if (w->nrow < rows->first + nrow)
		w->nrow = rows->first + nrow;
	for (t.row = 0; t.row < nrow; t.row++) {
		struct cs_visit_hash who;
		uint64_t record = cs_visit_hash(cs_batch_record(rows->batch, t.row)).half[0];
		int64_t contact = hash_or_null(w, cell(&t, CONTACT));

		if (at[t.row] == CS_JOIN_NONE) {
			w->timeless++;
			continue;
		}
		t.x = (struct cs_visit){.at = at[t.row],
		    .row = rows->first + t.row,
		    .group = CS_GROUP_NONE,
		    .record = (uint32_t)record,
		    .contact = (uint64_t)contact};
		if (contact == CS_VISIT_NULL)
			t.x.contact = no_id(record, t.x.row);
		read_bits(&t);
		if (read_values(&t) != 0)
			return -1;
		who = customer(&t, record);
		t.x.customer = who.half[0];
		if (cs_visits_add(&w->visits, who.half[1], &t.x, t.value, cs_str(NULL, 0), e) != 0)
			return -1;
	}
	return 0;
}

/* The ids of the issues of a customer. nth: among contacts without an id that begin together. */
static void
name_issues(struct worker *w, unsigned pile)
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
		w->id[row] = (struct id){{h.half[0], h.half[1] >> (64 - 4 * (ID_DIGITS - 16))}};
	}
}

static int
put_rows(struct step *s, unsigned worker, struct cs_err *e)
{
	struct worker *w = &s->worker[worker];
	const struct cs_issues *i = &w->issues;

	for (uint32_t k = 0; k < i->n; k++) {
		const struct cs_issue_row *row = &i->row[k];
		const struct id *id = &w->id[row->first];

		w->how[row->how]++;
		w->longest = w->longest < row->leg ? row->leg : w->longest;
		cs_buf_reset(&w->text);
		cs_buf_printf(&w->text, "%016llx%04x\t%u\t%s", (unsigned long long)id->half[0],
		    (unsigned)id->half[1], row->leg, cs_issue_how_word(row->how));
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
	struct step *s = ctx;
	struct worker *w = &s->worker[worker];
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
	struct step *s = p;
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
	struct step *s = p;
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
count_how(const struct step *s, enum cs_issue_how how)
{
	uint64_t n = 0;

	for (unsigned i = 0; i < s->threads; i++)
		n += s->worker[i].how[how];
	return n;
}

static size_t
account(const void *p, struct cs_join_count *count)
{
	const struct step *s = p;
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
	const struct step *s = p;
	uint64_t unknown = count_how(s, CS_ISSUE_NOBODY), all = 0, longest = 0;
	struct cs_buf b = CS_BUF_INIT;

	for (int how = 0; how < CS_ISSUE_HOWS; how++)
		all += count_how(s, (enum cs_issue_how)how);
	for (unsigned i = 0; i < s->threads; i++)
		longest = longest < s->worker[i].longest ? s->worker[i].longest : longest;
	cs_buf_printf(&b,
	    "issues: %llu of %llu records, the longest of %llu; %llu of unknown customers, whose "
	    "contacts belong together by ticket or contact id alone",
	    (unsigned long long)(unknown + count_how(s, CS_ISSUE_FIRST)), (unsigned long long)all,
	    (unsigned long long)longest, (unsigned long long)unknown);
	say(arg, false, cs_buf_all(&b));
	cs_buf_finish(&b);
}

const struct cs_join_kind cs_issue_kind = {.bind = bind,
    .look = look,
    .looked = looked,
    .add = add,
    .account = account,
    .notes = notes,
    .free = free_step};
