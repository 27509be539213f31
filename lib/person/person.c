/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One customer, and which records are about them: see person.h. */
#include "person/person.h"

#include "cell/cell.h"
#include "person/idkind.h"
#include "rec/esc.h"
#include "text/mailbox.h"

void
cs_person_finish(struct cs_person *p)
{
	cs_map_finish(&p->id);
	cs_map_finish(&p->contact);
	cs_mentions_finish(&p->said);
	cs_buf_finish(&p->scratch);
}

/* Nobody else's number, of an agent or a contact, looks like that. */
static bool
reaches(struct cs_str id)
{
	return id.p[0] == '+' || cs_str_find(id, '@') < id.n;
}

void
cs_person_add_ids(struct cs_person *p, const struct cs_str *id, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		(void)cs_map_add(&p->id, id[i]);
		if (!reaches(id[i]))
			(void)cs_mentions_add(&p->said, id[i], false);
	}
	p->plain = (uint32_t)p->said.text.n;
	for (size_t i = 0; i < n; i++)
		if (reaches(id[i]))
			cs_person_add_identifier(p, id[i], false);
}

void
cs_person_add_identifier(struct cs_person *p, struct cs_str text, bool phone)
{
	(void)cs_mentions_add(&p->said, text, phone);
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ';';
}

/* The column whose canonical name this is. */
static int
column(const struct cs_head *head, const char *name)
{
	for (unsigned i = 0; i < head->ncol; i++)
		if (head->col[i].def != NULL && cs_str_eqz(head->col[i].def->name, name))
			return (int)i;
	return -1;
}

static enum cs_view_kind
kind_of(const struct cs_head *head)
{
	static const char *const rejects[] = {"file", "line", "column", "value", "reason", "raw"};
	enum { N = sizeof rejects / sizeof *rejects };
	unsigned same = 0;

	if (cs_cells_head(head))
		return CS_VIEW_CELLS;
	while (head->ncol == N && same < N && cs_str_eqz(head->col[same].name, rejects[same]))
		same++;
	return same == N ? CS_VIEW_REJECTS : CS_VIEW_RECORDS;
}

void
cs_person_view(struct cs_person_view *v, struct cs_arena *a, const struct cs_head *head)
{
	*v = (struct cs_person_view){.kind = kind_of(head),
	    .ncol = head->ncol,
	    .head = head,
	    .personal = cs_arena_new(a, head->ncol, sizeof *v->personal),
	    .text = cs_arena_new(a, head->ncol, sizeof *v->text),
	    .customer = column(head, "customer_id"),
	    .contact = column(head, "contact_id"),
	    .id_kind = column(head, "id_kind"),
	    .value = column(head, "id_value"),
	    .same_kind = column(head, "same_kind"),
	    .same_value = column(head, "same_value"),
	    .name = column(head, "customer_name"),
	    .account = column(head, "account_id"),
	    .caller = column(head, "caller")};
	for (unsigned i = 0; i < v->ncol; i++) {
		enum cs_type t = cs_head_type(head, i);

		v->personal[i] = cs_personal_of(&head->col[i]);
		v->text[i] = t == CS_TEXT || t == CS_ID || t == CS_LIST;
	}
}

bool
cs_person_names(const struct cs_person_view *v)
{
	return v->kind == CS_VIEW_RECORDS &&
	       ((v->customer >= 0 && (v->value >= 0 || v->name >= 0)) ||
		   (v->value >= 0 && v->same_value >= 0));
}

struct cs_str
cs_person_text(struct cs_person *p, struct cs_str raw)
{
	struct cs_str text;

	cs_buf_reset(&p->scratch);
	(void)cs_esc_decode(raw, &p->scratch, &text);
	return text;
}

/* A cell; p NULL: no such column, NULL, or nothing. */
static struct cs_str
cell(const struct cs_batch *b, uint32_t row, int col)
{
	struct cs_str raw;

	if (col < 0)
		return cs_str(NULL, 0);
	raw = cs_batch_raw(b, row, (unsigned)col);
	return raw.n == 0 || cs_raw_null(raw) ? cs_str(NULL, 0) : raw;
}

/* A customer_id is theirs, or a number or address of theirs, where a source has nothing else. */
static bool
is_id(const struct cs_person *p, struct cs_str text)
{
	return cs_map_find(&p->id, text) != CS_MAP_NONE ||
	       (text.n != 0 && (reaches(text) || text.p[0] == '0') &&
		   cs_mentions_is(&p->said, text, p->plain) != CS_MAP_NONE);
}

/* 1: the record's customer is this one; 0: somebody else; -1: it does not say. */
static int
by_customer(
    struct cs_person *p, const struct cs_person_view *v, const struct cs_batch *b, uint32_t row)
{
	struct cs_str raw = cell(b, row, v->customer), caller;

	if (raw.p == NULL)
		return -1;
	if (is_id(p, cs_person_text(p, raw)))
		return 1;
	caller = cell(b, row, v->caller);
	return caller.p != NULL && cs_str_eq(caller, raw) ? -1 : 0;
}

/* What stands around a number or an address, and between its digits, is another's way to write. */
static void
add_plain(struct cs_person *p, struct cs_str text, bool phone)
{
	struct cs_buf b = CS_BUF_INIT;

	if (!phone) {
		(void)cs_mailbox_add(&b, text);
	} else {
		while (text.n != 0 && !(text.p[0] >= '0' && text.p[0] <= '9') && text.p[0] != '+')
			text = cs_str_skip(text, 1);
		for (; text.n != 0 && !is_letter(text.p[0]); text = cs_str_skip(text, 1)) {
			if (cs_str_starts(text, CS_STR("(0)")) && b.n != 0)
				text = cs_str_skip(text, 2);
			else if ((text.p[0] >= '0' && text.p[0] <= '9') || text.p[0] == '+')
				cs_buf_c(&b, text.p[0]);
		}
	}
	if (b.n != 0 && cs_mentions_is(&p->said, cs_buf_all(&b), 0) == CS_MAP_NONE)
		cs_person_add_identifier(p, cs_buf_all(&b), phone);
	cs_buf_finish(&b);
}

/* An identifier of a record of identities. */
static void
learn_value(struct cs_person *p, struct cs_str value, struct cs_str kind)
{
	bool phone = cs_idkind_is(kind, CS_STR("phone"));

	cs_person_add_identifier(p, value, phone);
	if (phone || cs_idkind_is(kind, CS_STR("email")))
		add_plain(p, value, phone);
}

void
cs_person_learn_names(struct cs_person *p, const struct cs_person_view *v, const struct cs_batch *b)
{
	if (!cs_person_names(v))
		return;
	for (uint32_t row = 0; row < b->nrow; row++) {
		struct cs_str value, name;

		if (by_customer(p, v, b, row) != 1)
			continue;
		value = cell(b, row, v->value);
		if (value.p != NULL)
			learn_value(p, cs_person_text(p, value), cell(b, row, v->id_kind));
		value = cell(b, row, v->same_value);
		if (value.p != NULL)
			learn_value(p, cs_person_text(p, value), cell(b, row, v->same_kind));
		name = cell(b, row, v->name);
		if (name.p != NULL)
			cs_person_add_identifier(p, cs_person_text(p, name), false);
	}
}

/* What an identifier of theirs is equal to. A telephone says nothing: people share them. */
static void
learn_other(struct cs_person *p, const struct cs_batch *b, uint32_t row, const int side[4])
{
	struct cs_str kind = cell(b, row, side[0]), value = cell(b, row, side[1]);
	struct cs_str other = cell(b, row, side[3]);

	if (value.p == NULL || other.p == NULL || cs_idkind_is(kind, CS_STR("phone")) ||
	    cs_mentions_is(&p->said, cs_person_text(p, value), 0) == CS_MAP_NONE)
		return;
	learn_value(p, cs_person_text(p, other), cell(b, row, side[2]));
}

void
cs_person_learn_equal(struct cs_person *p, const struct cs_person_view *v, const struct cs_batch *b)
{
	const int there[] = {v->id_kind, v->value, v->same_kind, v->same_value};
	const int back[] = {v->same_kind, v->same_value, v->id_kind, v->value};

	if (v->kind != CS_VIEW_RECORDS || v->value < 0 || v->same_value < 0)
		return;
	for (uint32_t row = 0; row < b->nrow; row++) {
		if (cell(b, row, v->customer).p != NULL)
			continue;
		learn_other(p, b, row, there);
		learn_other(p, b, row, back);
	}
}

/* Somebody else has it too. The customer_ids are the customer's in any case. */
static void
turn_off(struct cs_person *p, struct cs_str raw)
{
	struct cs_str text;
	uint32_t id;

	if (raw.p == NULL)
		return;
	text = cs_person_text(p, raw);
	id = cs_mentions_is(&p->said, text, p->plain);
	p->shared += id != CS_MAP_NONE;
	for (; id != CS_MAP_NONE; id = cs_mentions_is(&p->said, text, p->plain))
		cs_mentions_off(&p->said, id); /* however often it was learned */
}

void
cs_person_learn_shared(
    struct cs_person *p, const struct cs_person_view *v, const struct cs_batch *b)
{
	if (!cs_person_names(v))
		return;
	for (uint32_t row = 0; row < b->nrow; row++) {
		if (by_customer(p, v, b, row) != 0)
			continue;
		turn_off(p, cell(b, row, v->value));
		turn_off(p, cell(b, row, v->same_value));
		turn_off(p, cell(b, row, v->name));
	}
}

static bool
mentions_any(struct cs_person *p, struct cs_str raw)
{
	struct cs_mention_hit hit;

	return raw.p != NULL && cs_mentions_find(&p->said, cs_person_text(p, raw), 0, 0, &hit);
}

/* What could not be taken tells of them, as a whole or within. */
static bool
owns_reject(struct cs_person *p, const struct cs_batch *b, uint32_t row)
{
	for (unsigned i = 0; i < b->ncol; i++) {
		struct cs_str raw = cell(b, row, (int)i);

		if (mentions_any(p, raw) ||
		    (raw.p != NULL &&
			cs_mentions_is(&p->said, cs_person_text(p, raw), 0) != CS_MAP_NONE))
			return true;
	}
	return false;
}

uint32_t
cs_person_least(const struct cs_person *p, const struct cs_person_view *v, unsigned col)
{
	enum cs_personal_kind kind = v->personal[col]->kind;
	bool open =
	    kind == CS_PERSONAL_TEXT || kind == CS_PERSONAL_IDENTITY || kind == CS_PERSONAL_UNKNOWN;

	return open || (int)col == v->value ? 0 : p->plain;
}

/* A column that reaches people holds one of their identifiers. */
static bool
by_identifier(
    struct cs_person *p, const struct cs_person_view *v, const struct cs_batch *b, uint32_t row)
{
	for (unsigned i = 0; i < v->ncol; i++) {
		struct cs_str raw;

		if (v->personal[i]->kind != CS_PERSONAL_CONTACT)
			continue;
		raw = cell(b, row, (int)i);
		if (raw.p != NULL && cs_mentions_is(&p->said, cs_person_text(p, raw),
					 cs_person_least(p, v, i)) != CS_MAP_NONE)
			return true;
	}
	return false;
}

void
cs_person_learn_contacts(
    struct cs_person *p, const struct cs_person_view *v, const struct cs_batch *b)
{
	if (v->kind != CS_VIEW_RECORDS || v->contact < 0)
		return;
	for (uint32_t row = 0; row < b->nrow; row++) {
		int is = by_customer(p, v, b, row);
		struct cs_str raw = cell(b, row, v->contact);

		if (raw.p != NULL && (is == 1 || (is < 0 && by_identifier(p, v, b, row))))
			(void)cs_map_add(&p->contact, cs_person_text(p, raw));
	}
}

bool
cs_person_is_key(
    const struct cs_person *p, const struct cs_person_view *v, unsigned col, struct cs_str text)
{
	struct cs_mention_hit hit;

	if ((int)col == v->customer)
		return is_id(p, text);
	if (v->personal[col]->kind == CS_PERSONAL_LINK &&
	    cs_map_find(&p->contact, text) != CS_MAP_NONE)
		return true;
	return v->text[col] &&
	       cs_mentions_find(&p->said, text, 0, cs_person_least(p, v, col), &hit);
}

/* Some key of the group names them. Keys stand between the kind and the last three. */
static bool
owns_cell(
    struct cs_person *p, const struct cs_person_view *v, const struct cs_batch *b, uint32_t row)
{
	for (unsigned i = 1; i + 3 < v->ncol; i++) {
		struct cs_str raw = cell(b, row, (int)i);

		if (raw.p != NULL && cs_person_is_key(p, v, i, cs_person_text(p, raw)))
			return true;
	}
	return false;
}

bool
cs_person_owns(
    struct cs_person *p, const struct cs_person_view *v, const struct cs_batch *b, uint32_t row)
{
	struct cs_str raw;
	int is;

	if (v->kind == CS_VIEW_CELLS)
		return owns_cell(p, v, b, row);
	if (v->kind == CS_VIEW_REJECTS)
		return owns_reject(p, b, row);
	is = by_customer(p, v, b, row);
	if (is >= 0)
		return is == 1;
	if (by_identifier(p, v, b, row))
		return true;
	raw = cell(b, row, v->contact);
	return raw.p != NULL && cs_map_find(&p->contact, cs_person_text(p, raw)) != CS_MAP_NONE;
}
