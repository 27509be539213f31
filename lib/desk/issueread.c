/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records as visits that issues are found among: see issuestep.h. */
#include "base/civil.h"
#include "base/num.h"
#include "cell/keys.h"
#include "desk/issuestep.h"
#include "rec/badcell.h"
#include "rec/esc.h"
#include "rec/instant.h"

enum { VALUES = 4 + 2 * CS_ISSUE_COLUMNS };

const char *const cs_issue_column_name[CS_ISSUE_C_N] = {"contact_id", "leg", "ended_at", "reason",
    "transfer", "transferred_to", "disposition", "direction"};

/* A row on its way to the visits. */
struct taking {
	const struct cs_issue_step *s;
	struct cs_issue_worker *w;
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

static int64_t
hash_or_null(struct cs_issue_worker *w, struct cs_str raw)
{
	return cs_raw_null(raw) ? CS_VISIT_NULL : cs_issue_hash(cs_esc_same(raw, &w->text));
}

/* Who the row is of. Somebody unknown is who has the ticket, else the contact, else the record:
 * names that no customer can have, since no text has a NUL. */
static struct cs_visit_hash
customer(struct taking *t, uint64_t record)
{
	struct cs_str raw = cs_join_cell(t->rows, t->s->customer, t->row);
	int64_t key[2] = {0, (int64_t)record};

	if (!cs_raw_null(raw))
		return cs_visit_hash(cs_esc_same(raw, &t->w->text));
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
	struct cs_str moved = cell(t, CS_ISSUE_C_TRANSFER),
		      promise = cell(t, CS_ISSUE_C_DISPOSITION);

	if (cs_raw_null(moved) ? !cs_raw_null(cell(t, CS_ISSUE_C_MOVED_TO))
			       : !cs_str_eqz(moved, "none"))
		t->x.bits |= CS_ISSUE_MOVED;
	if (cs_str_eqz(promise, "callback") || cs_str_eqz(promise, "voicemail"))
		t->x.bits |= CS_ISSUE_PROMISED;
	if (cs_str_eqz(cell(t, CS_ISSUE_C_DIRECTION), "outbound"))
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
	const struct cs_issue_step *s = t->s;
	const struct cs_issue_form *f = &s->form;
	int64_t ended;

	if (f->leg >= 0) {
		t->value[f->leg] = 1;
		if (!cs_raw_null(cell(t, CS_ISSUE_C_LEG)) &&
		    !cs_num_i64(cell(t, CS_ISSUE_C_LEG), &t->value[f->leg]))
			return cs_bad_cell(t->rows->batch, t->row,
			    cs_str_z(cs_issue_column_name[CS_ISSUE_C_LEG]), cell(t, CS_ISSUE_C_LEG),
			    "a whole number", t->e);
	}
	if (f->lasted >= 0) {
		t->value[f->lasted] = CS_VISIT_NULL;
		if ((t->x.bits & CS_ISSUE_MOVED) != 0 && !cs_raw_null(cell(t, CS_ISSUE_C_ENDED))) {
			if (cs_instant_read(t->rows->batch, t->row,
				cs_str_z(cs_issue_column_name[CS_ISSUE_C_ENDED]),
				cell(t, CS_ISSUE_C_ENDED), &ended, t->e) != 0)
				return -1;
			t->value[f->lasted] = ended > t->x.at ? ended - t->x.at : 0;
		}
	}
	if (f->reason >= 0)
		t->value[f->reason] = hash_or_null(t->w, cell(t, CS_ISSUE_C_REASON));
	if (f->window >= 0)
		t->value[f->window] = window_of(t, cell(t, CS_ISSUE_C_REASON));
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

int
cs_issue_look(void *p, unsigned worker, struct cs_join_rows *rows, struct cs_err *e)
{
	struct cs_issue_step *s = p;
	struct cs_issue_worker *w = &s->worker[worker];
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
		int64_t contact = hash_or_null(w, cell(&t, CS_ISSUE_C_CONTACT));

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
