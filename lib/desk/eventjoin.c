/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events before contacts, as columns: see eventjoin.h. */
#include "desk/eventjoin.h"

#include <stdlib.h>

#include "base/civil.h"
#include "base/mem.h"
#include "rec/each.h"
#include "rec/esc.h"
#include "rec/side.h"

/* What events are found by: the customer, or a set of the others, by its bits. */
enum { PRODUCT = 1, REGION = 2, QUEUE = 4, CUSTOMER = 8, N_NAME = 4, SETS = CUSTOMER + 1 };

static const struct cs_str name[N_NAME] = {CS_STR_INIT("product"), CS_STR_INIT("region"),
    CS_STR_INIT("queue"), CS_STR_INIT("customer_id")};

static const char *const set_word[SETS] = {"", "product", "region", "product+region", "queue",
    "product+queue", "region+queue", "product+region+queue", "customer"};

/* Columns of events: any of the first two, and what there is of the others. */
enum { EVENT_AT, PURCHASED_AT, EVENT, EVENT_ID, PURCHASE_ID, N_COLUMN };

static const struct cs_str column[N_COLUMN] = {CS_STR_INIT("event_at"), CS_STR_INIT("purchased_at"),
    CS_STR_INIT("event"), CS_STR_INIT("event_id"), CS_STR_INIT("purchase_id")};

struct worker {
	struct cs_str *key;
	uint32_t *row;
	uint8_t *found;
	size_t cap, row_cap, found_cap;
	struct best {
		uint32_t row, n; /* of the latest; how many in all sets */
		uint8_t set;	 /* its; 0: none */
	} * best;
	size_t best_cap;
	struct cs_buf text;
	uint64_t set[SETS], none, timeless;
};

struct step {
	struct cs_event_ask ask;
	struct cs_side side[SETS];
	uint32_t *nth[SETS]; /* by row of it: rows of the key before it */
	bool has[N_NAME];
	struct cs_join_col at, own[N_NAME];
	unsigned threads;
	struct worker *worker;
	uint64_t nevent, timeless, nameless; /* of the files */
	uint64_t lost[SETS];		     /* by set: found by what records do not have */
};

void *
cs_event_step(const struct cs_event_ask *ask)
{
	struct step *s = cs_mem_new0(1, sizeof *s);

	s->ask = *ask;
	for (int i = 0; i < SETS; i++) {
		s->side[i] = (struct cs_side){.when = CS_SIDE_LATEST,
		    .ties = CS_SIDE_ALL,
		    .within = ask->window_s * CS_USEC,
		    .nadd = 3,
		    .file = "events"};
	}
	return s;
}

static void
free_step(void *p)
{
	struct step *s = p;

	for (int i = 0; i < SETS; i++) {
		cs_side_finish(&s->side[i]);
		free(s->nth[i]);
	}
	for (unsigned i = 0; s->worker != NULL && i < s->threads; i++) {
		struct worker *w = &s->worker[i];

		free(w->key);
		free(w->row);
		free(w->found);
		free(w->best);
		cs_buf_finish(&w->text);
	}
	free(s->worker);
	free(s);
}

/* An event file on its way into the sides. */
struct reading {
	struct step *s;
	int name[N_NAME], column[N_COLUMN];
	struct cs_each file;
	struct cs_buf key, run, scratch;
	struct cs_err *e;
};

static int
read_instant(struct reading *r, int64_t *at)
{
	int which =
	    cs_raw_null(cs_each_raw(&r->file, r->column[EVENT_AT])) ? PURCHASED_AT : EVENT_AT;

	*at = CS_SIDE_NONE;
	return cs_each_instant(&r->file, r->column[which], at, r->e);
}

/* Puts the canonical form of a cell behind a key. */
static void
add_key(struct cs_buf *key, struct cs_buf *scratch, struct cs_str raw)
{
	if (key->n != 0)
		cs_buf_c(key, '\t');
	cs_buf_str(key, cs_esc_same(raw, scratch));
}

/* What the event names, and its key; 0: nothing. */
static int
read_key(struct reading *r)
{
	int set = 0;

	cs_buf_reset(&r->key);
	if (!cs_raw_null(cs_each_raw(&r->file, r->name[N_NAME - 1]))) {
		add_key(&r->key, &r->scratch, cs_each_raw(&r->file, r->name[N_NAME - 1]));
		return CUSTOMER;
	}
	for (int i = 0; i < N_NAME - 1; i++) {
		if (cs_raw_null(cs_each_raw(&r->file, r->name[i])))
			continue;
		add_key(&r->key, &r->scratch, cs_each_raw(&r->file, r->name[i]));
		set |= 1 << i;
	}
	return set;
}

static int
take(struct reading *r)
{
	struct step *s = r->s;
	struct cs_str key, run, id = cs_each_raw(&r->file, r->column[EVENT_ID]);
	struct cs_str what = cs_each_raw(&r->file, r->column[EVENT]);
	uint32_t line = (uint32_t)cs_batch_line(&r->file.batch, r->file.row);
	int64_t at;
	struct cs_side_rows one = {.n = 1, .key = &key, .run = &run, .at = &at, .line = &line};
	int set;

	s->nevent++;
	if (read_instant(r, &at) != 0)
		return -1;
	set = read_key(r);
	s->timeless += at == CS_SIDE_NONE;
	s->nameless += at != CS_SIDE_NONE && set == 0;
	if (at == CS_SIDE_NONE || set == 0)
		return 0;
	if (s->side[set].nrow == CS_SIDE_ROWS)
		return cs_err_set(r->e, CS_EXIT_DATA, "more than 2^32 events");
	if (cs_raw_null(id))
		id = cs_each_raw(&r->file, r->column[PURCHASE_ID]);
	if (cs_raw_null(what) && cs_raw_null(cs_each_raw(&r->file, r->column[EVENT_AT])))
		what = CS_STR("purchase");
	cs_buf_reset(&r->run);
	cs_buf_str(&r->run, what);
	cs_buf_c(&r->run, '\t');
	cs_buf_str(&r->run, id);
	cs_buf_c(&r->run, '\t');
	cs_time_text(&r->run, at);
	key = cs_buf_all(&r->key);
	run = cs_buf_all(&r->run);
	cs_side_add(&s->side[set], &one);
	return 0;
}

/* In order, and each row's place among those of its key. */
static int
close_all(struct step *s, struct cs_join *j, struct cs_err *e)
{
	for (int i = 1; i < SETS; i++) {
		struct cs_side *side = &s->side[i];
		uint32_t line = 0;

		if (side->nrow == 0)
			continue;
		j->held += cs_side_bytes(side);
		if (cs_side_close(side, &line, e) != 0)
			return -1;
		s->nth[i] = cs_mem_new(side->nrow, sizeof *s->nth[i]);
		for (size_t k = 0; k < side->keys.n; k++) {
			for (uint32_t row = side->first[k]; row < side->first[k + 1]; row++)
				s->nth[i][row] = row - side->first[k];
		}
	}
	return 0;
}

static int
bind_file(struct reading *r)
{
	const struct cs_head *h = r->file.head;

	for (int i = 0; i < N_NAME; i++)
		r->name[i] = cs_head_find(h, name[i]);
	for (int i = 0; i < N_COLUMN; i++)
		r->column[i] = cs_head_find(h, column[i]);
	if (r->column[EVENT_AT] < 0 && r->column[PURCHASED_AT] < 0)
		return cs_head_need(h, column[EVENT_AT], r->e);
	return 0;
}

static int
load(struct step *s, struct cs_join *j, struct cs_err *e)
{
	struct reading r = {.s = s, .e = e};
	int got = cs_each_open(&r.file, s->ask.file, s->ask.nfile, CS_READER_UNION, e);

	if (got == 0)
		got = bind_file(&r);
	while (got >= 0 && (got = cs_each_next(&r.file, e)) > 0)
		got = take(&r);
	cs_each_close(&r.file);
	cs_buf_finish(&r.key);
	cs_buf_finish(&r.run);
	cs_buf_finish(&r.scratch);
	return got == 0 ? close_all(s, j, e) : -1;
}

/* What events are found by, records must have: of some of them, at least. */
static int
use_sets(struct step *s, struct cs_join *j, struct cs_err *e)
{
	struct cs_join_col col;
	int lost = 0, used = 0;

	for (int set = 1; set < SETS; set++) {
		for (int i = 0; i < N_NAME; i++) {
			if ((set >> i & 1) != 0 && !s->has[i])
				s->lost[set] = s->side[set].nrow;
		}
		lost = s->lost[set] != 0 ? set : lost;
		used += s->side[set].nrow != s->lost[set];
	}
	for (int i = 0; i < N_NAME && used == 0 && lost != 0; i++) {
		if ((lost >> i & 1) != 0 && !s->has[i])
			return cs_join_need(j, name[i], &col, e);
	}
	return 0;
}

static int
bind(void *p, struct cs_join *j, struct cs_err *e)
{
	static const struct cs_str added[] = {CS_STR_INIT("event"), CS_STR_INIT("event_id"),
	    CS_STR_INIT("event_at"), CS_STR_INIT("event_age_s"), CS_STR_INIT("event_by"),
	    CS_STR_INIT("events_n")};
	struct step *s = p;

	if (cs_join_need(j, j->env.dated_by, &s->at, e) != 0)
		return -1;
	for (int i = 0; i < N_NAME; i++)
		s->has[i] = cs_join_find(j, name[i], &s->own[i]);
	if (load(s, j, e) != 0)
		return -1;
	if (use_sets(s, j, e) != 0)
		return -1;
	for (size_t i = 0; i < sizeof added / sizeof *added; i++) {
		if (cs_join_adds(j, added[i], e) != 0)
			return -1;
	}
	s->threads = j->env.threads;
	s->worker = cs_mem_new0(s->threads, sizeof *s->worker);
	return 0;
}

/* The keys of a batch for a set of names; p NULL where one of them is NULL. */
static void
make_keys(const struct step *s, struct worker *w, struct cs_join_rows *rows, int set)
{
	struct cs_buf scratch = CS_BUF_INIT;

	for (uint32_t row = 0; row < rows->batch->nrow; row++) {
		char *to;

		w->key[row] = cs_str(NULL, 0);
		cs_buf_reset(&w->text);
		for (int i = 0; i < N_NAME; i++) {
			struct cs_str raw;

			if ((set >> i & 1) == 0)
				continue;
			raw = cs_join_cell(rows, s->own[i], row);
			if (cs_raw_null(raw))
				break;
			add_key(&w->text, &scratch, raw);
			if (set >> (i + 1) != 0)
				continue;
			to = cs_join_room(rows, w->text.n + 1);
			memcpy(to, w->text.p, w->text.n);
			w->key[row] = cs_str(to, w->text.n);
		}
	}
	cs_buf_finish(&scratch);
}

/* How many rows of the key of a row lie in the window that ends with t, up to that row. */
static uint32_t
count(const struct step *s, int set, uint32_t row, int64_t t)
{
	const struct cs_side *side = &s->side[set];
	uint32_t low = row - s->nth[set][row], high = row;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (t - side->at[mid] > side->within)
			low = mid + 1;
		else
			high = mid;
	}
	return row - low + 1;
}

/* The best of all sets, so that one at the same instant does not displace one before it. */
static void
search(const struct step *s, struct worker *w, struct cs_join_rows *rows, const int64_t *at)
{
	uint32_t n = rows->batch->nrow;

	memset(w->best, 0, n * sizeof *w->best);
	for (int set = SETS - 1; set > 0; set--) {
		const struct cs_side *side = &s->side[set];

		if (side->nrow == 0 || s->lost[set] != 0)
			continue;
		make_keys(s, w, rows, set);
		cs_side_find(side, w->key, at, n, w->row, w->found);
		for (uint32_t i = 0; i < n; i++) {
			struct best *best = &w->best[i];

			if (w->found[i] != CS_SIDE_MATCHED)
				continue;
			best->n += count(s, set, w->row[i], at[i]);
			if (best->set == 0 ||
			    side->at[w->row[i]] > s->side[best->set].at[best->row]) {
				best->set = (uint8_t)set;
				best->row = w->row[i];
			}
		}
	}
}

static int
add(void *p, unsigned worker, struct cs_join_rows *rows, struct cs_str *run, struct cs_err *e)
{
	struct step *s = p;
	struct worker *w = &s->worker[worker];
	const int64_t *at = cs_join_instants(rows, s->at, e);
	uint32_t n = rows->batch->nrow;

	if (at == NULL)
		return -1;
	w->key = cs_mem_grow(w->key, &w->cap, n, sizeof *w->key);
	w->row = cs_mem_grow(w->row, &w->row_cap, n, sizeof *w->row);
	w->found = cs_mem_grow(w->found, &w->found_cap, n, sizeof *w->found);
	w->best = cs_mem_grow(w->best, &w->best_cap, n, sizeof *w->best);
	search(s, w, rows, at);
	for (uint32_t i = 0; i < n; i++) {
		const struct best *best = &w->best[i];
		const struct cs_side *side = &s->side[best->set];
		char *to;

		run[i] = at[i] == CS_JOIN_NONE ? CS_STR("\\N\t\\N\t\\N\t\\N\t\\N\t\\N")
					       : CS_STR("\\N\t\\N\t\\N\t\\N\t\\N\t0");
		if (rows->last) {
			w->timeless += at[i] == CS_JOIN_NONE;
			w->none += at[i] != CS_JOIN_NONE && best->set == 0;
			w->set[best->set] += best->set != 0;
		}
		if (best->set == 0)
			continue;
		cs_buf_reset(&w->text);
		cs_buf_str(&w->text, cs_side_run(side, best->row));
		cs_buf_printf(&w->text, "\t%lld\t%s\t%u",
		    (long long)((at[i] - side->at[best->row]) / CS_USEC), set_word[best->set],
		    best->n);
		to = cs_join_room(rows, w->text.n);
		memcpy(to, w->text.p, w->text.n);
		run[i] = cs_str(to, w->text.n);
	}
	return 0;
}

static size_t
account(const void *p, struct cs_join_count *to)
{
	const struct step *s = p;
	size_t n = 0;

	for (int set = SETS - 1; set > 0; set--)
		to[n++] = (struct cs_join_count){set_word[set], 0};
	to[n++] = (struct cs_join_count){"none in the window", 0};
	to[n++] = (struct cs_join_count){"no instant", 0};
	for (unsigned i = 0; i < s->threads; i++) {
		const struct worker *w = &s->worker[i];

		for (int set = SETS - 1; set > 0; set--)
			to[SETS - 1 - set].n += w->set[set];
		to[n - 2].n += w->none;
		to[n - 1].n += w->timeless;
	}
	return n;
}

static void
notes(const void *p, cs_join_say *say, void *arg)
{
	const struct step *s = p;
	struct cs_buf b = CS_BUF_INIT;

	cs_buf_printf(&b, "events: %llu were read", (unsigned long long)s->nevent);
	if (s->timeless != 0)
		cs_buf_printf(&b, "; %llu without an instant", (unsigned long long)s->timeless);
	if (s->nameless != 0)
		cs_buf_printf(&b,
		    "; %llu that name neither a customer nor a product, region or queue",
		    (unsigned long long)s->nameless);
	say(arg, false, cs_buf_all(&b));
	cs_buf_reset(&b);
	for (int set = SETS - 1; set > 0; set--) {
		if (s->lost[set] != 0)
			cs_buf_printf(&b, "%s%s %llu",
			    b.n != 0
				? ", "
				: "events: left out, by columns that the records do not have: ",
			    set_word[set], (unsigned long long)s->lost[set]);
	}
	if (b.n != 0)
		say(arg, true, cs_buf_all(&b));
	cs_buf_finish(&b);
}

const struct cs_join_kind cs_event_kind = {
    .bind = bind, .add = add, .account = account, .notes = notes, .free = free_step};
