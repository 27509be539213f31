/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything about one customer: see timeline.h. */
#include "desk/timeline.h"

#include <limits.h>
#include <stdlib.h>

#include "base/civil.h"
#include "base/mem.h"
#include "rec/esc.h"
#include "rec/instant.h"

enum { LEAD_MAX = 6 };

/* The first that fits is what records are: they have both columns. */
struct cs_timeline_kind {
	const char *name;
	const char *id, *has;	  /* NULL: any */
	const char *at, *else_at; /* when it was; NULL: it has no time */
	const char *lead[LEAD_MAX];
};

static const struct cs_timeline_kind kinds[] = {
    {"contact", "contact_id", "started_at", "started_at", "queued_at",
	{"direction", "channel", "queue", "reason", "product", "disposition"}},
    {"survey", "survey_id", "survey_sent_at", "survey_answered_at", "survey_sent_at",
	{"csat", "nps", "ces", "solved_customer"}},
    {"purchase", "purchase_id", NULL, "purchased_at", NULL,
	{"product", "amount", "currency", "refunded_at"}},
    {"action", "action_id", NULL, "action_at", NULL, {"authority", "amount", "currency"}},
    {"event", "event", NULL, "event_at", NULL, {"event", "product", "severity"}},
    {"identity", "id_value", "id_kind", NULL, NULL, {"id_kind", "id_value"}},
    {"customer", "customer_name", NULL, NULL, NULL,
	{"customer_name", "segment", "plan", "region", "joined_at", "left_at"}},
    {"contact", "contact_id", NULL, "started_at", NULL, {"channel", "queue", "disposition"}},
    {"record", NULL, NULL, NULL, NULL, {NULL}},
};

void
cs_timeline_finish(struct cs_timeline *t)
{
	free(t->entry);
	cs_arena_finish(&t->arena);
	*t = (struct cs_timeline){0};
}

static int
column(const struct cs_head *head, const char *name)
{
	return name != NULL ? cs_head_find(head, cs_str_z(name)) : -1;
}

static const struct cs_timeline_kind *
kind_of(const struct cs_head *head)
{
	const struct cs_timeline_kind *k = kinds;

	while ((k->id != NULL && column(head, k->id) < 0) ||
	       (k->has != NULL && column(head, k->has) < 0))
		k++;
	return k;
}

/* Of records of no kind that we know: the first column of time. */
static int
first_time(const struct cs_head *head)
{
	for (unsigned i = 0; i < head->ncol; i++)
		if (cs_head_type(head, i) == CS_TIME)
			return (int)i;
	return -1;
}

static void
order_columns(struct cs_timeline *t, struct cs_timeline_source *s)
{
	unsigned n = 0;

	s->order = cs_arena_new(&t->arena, s->head->ncol, sizeof *s->order);
	for (unsigned i = 0; i < LEAD_MAX; i++) {
		int col = column(s->head, s->kind->lead[i]);

		if (col >= 0)
			s->order[n++] = (unsigned)col;
	}
	s->nlead = n;
	for (unsigned col = 0; col < s->head->ncol; col++) {
		bool leads = false;

		for (unsigned i = 0; i < s->nlead; i++)
			leads |= s->order[i] == col;
		/* The customer and the first instant are in every line as it is. */
		if (!leads && col != s->customer && (int)col != s->at[0] && (int)col != s->id)
			s->order[n++] = col;
	}
	for (; n < s->head->ncol; n++)
		s->order[n] = UINT_MAX;
}

bool
cs_timeline_bind(struct cs_timeline *t, struct cs_timeline_source *s, const struct cs_head *head,
    const char *file)
{
	int customer = column(head, "customer_id");

	if (customer < 0)
		return false;
	*s = (struct cs_timeline_source){
	    .kind = kind_of(head), .head = head, .file = file, .customer = (unsigned)customer};
	s->id = column(head, s->kind->id);
	s->at[0] = s->kind->id != NULL ? column(head, s->kind->at) : first_time(head);
	s->at[1] = column(head, s->kind->else_at);
	s->due = column(head, "due_at");
	s->done = column(head, "acted_at");
	s->disposition = column(head, "disposition");
	s->direction = column(head, "direction");
	s->solved = column(head, "solved_at");
	s->closed = column(head, "closed_at");
	order_columns(t, s);
	return true;
}

/* The text of a cell, in the arena; p NULL: there is none, or it is empty. */
static struct cs_str
text_of(struct cs_timeline *t, const struct cs_batch *b, uint32_t row, int col)
{
	struct cs_buf scratch = CS_BUF_INIT;
	struct cs_str cell = {NULL, 0};

	if (col < 0)
		return cell;
	cell = cs_batch_raw(b, row, (unsigned)col);
	if (cell.n == 0 || (b->escaped && cs_raw_null(cell)))
		return (struct cs_str){NULL, 0};
	(void)cs_esc_decode(cell, &scratch, &cell);
	cell = cs_arena_str(&t->arena, cell);
	cs_buf_finish(&scratch);
	return cell;
}

/* The instant in a column; CS_INSTANT_MIN: none, or it is empty. -1 with *e. */
static int
instant_of(const struct cs_timeline_source *s, const struct cs_batch *b, uint32_t row, int col,
    int64_t *at, struct cs_err *e)
{
	struct cs_str cell;

	*at = CS_INSTANT_MIN;
	if (col < 0)
		return 0;
	cell = cs_batch_raw(b, row, (unsigned)col);
	return cell.n != 0 ? cs_instant_read(b, row, s->head->col[col].name, cell, at, e) : 0;
}

static const char *
open_why(struct cs_timeline *t, const struct cs_timeline_source *s, const struct cs_batch *b,
    uint32_t row, const struct cs_timeline_entry *x)
{
	struct cs_str word = text_of(t, b, row, s->disposition);

	if (x->due_at != CS_INSTANT_MIN && text_of(t, b, row, s->done).p == NULL)
		return "promised";
	if (cs_str_eqz(word, "open"))
		return "open";
	if ((s->solved >= 0 || s->closed >= 0) && word.p == NULL &&
	    text_of(t, b, row, s->solved).p == NULL && text_of(t, b, row, s->closed).p == NULL)
		return "not solved";
	return NULL;
}

int
cs_timeline_add(struct cs_timeline *t, const struct cs_timeline_source *s, const struct cs_batch *b,
    uint32_t row, struct cs_err *e)
{
	struct cs_timeline_entry x = {.kind = s->kind->name,
	    .file = s->file,
	    .line = b->row0 != 0 ? cs_batch_line(b, row) : 0,
	    .seq = t->n};

	if (instant_of(s, b, row, s->at[0], &x.at, e) != 0 ||
	    (x.at == CS_INSTANT_MIN && instant_of(s, b, row, s->at[1], &x.at, e) != 0) ||
	    instant_of(s, b, row, s->due, &x.due_at, e) != 0)
		return -1;
	x.id = text_of(t, b, row, s->id);
	x.callback = cs_str_eqz(text_of(t, b, row, s->disposition), "callback");
	x.outbound = cs_str_eqz(text_of(t, b, row, s->direction), "outbound");
	x.open = open_why(t, s, b, row, &x);
	x.cell = cs_arena_new(&t->arena, s->head->ncol, sizeof *x.cell);
	for (unsigned i = 0; i < s->head->ncol && s->order[i] != UINT_MAX; i++) {
		unsigned col = s->order[i];
		struct cs_str text = text_of(t, b, row, (int)col);

		if (text.p != NULL)
			x.cell[x.ncell++] = (struct cs_timeline_cell){
			    cs_arena_str(&t->arena, s->head->col[col].name), text, i < s->nlead};
	}
	t->entry = cs_mem_grow(t->entry, &t->cap, t->n + 1, sizeof *t->entry);
	t->entry[t->n++] = x;
	return 0;
}

/* Open ones first, those due first of them before the others; newest first; input order. */
static int
by_time(const void *a, const void *b)
{
	const struct cs_timeline_entry *x = a, *y = b;
	bool due = x->due_at != y->due_at && x->open != NULL && y->open != NULL;

	if ((x->open != NULL) != (y->open != NULL))
		return x->open != NULL ? -1 : 1;
	if (due && (x->due_at == CS_INSTANT_MIN || y->due_at == CS_INSTANT_MIN))
		return x->due_at == CS_INSTANT_MIN ? 1 : -1;
	if (due)
		return x->due_at < y->due_at ? -1 : 1;
	if (x->at != y->at)
		return x->at > y->at ? -1 : 1;
	return x->seq < y->seq ? -1 : 1;
}

void
cs_timeline_end(struct cs_timeline *t)
{
	int64_t called = CS_INSTANT_MIN; /* when we last called */

	for (size_t i = 0; i < t->n; i++)
		if (t->entry[i].outbound && t->entry[i].at > called)
			called = t->entry[i].at;
	t->nopen = 0;
	for (size_t i = 0; i < t->n; i++) {
		struct cs_timeline_entry *x = &t->entry[i];

		if (x->callback && called <= x->at)
			x->open = "not called back";
		t->nopen += x->open != NULL;
	}
	if (t->n > 1)
		qsort(t->entry, t->n, sizeof *t->entry, by_time);
}
