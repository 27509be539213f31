/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept of the records about customers: see history.h. */
#include "retain/history.h"

#include <stdlib.h>

#include "base/mem.h"

const char *const cs_fact_name[CS_FACTS] = {
    "customers", "contacts", "purchases", "renewals", "surveys"};

static const char *const time_of[CS_FACTS] = {
    "joined_at", NULL, "purchased_at", "due_at", "survey_answered_at"};

static const char *const id_of[CS_FACTS] = {NULL, "contact_id", "purchase_id", NULL, "contact_id"};

void
cs_history_init(struct cs_history *h, struct cs_arena *a, struct cs_str time)
{
	*h = (struct cs_history){.arena = a, .time = time, .left_at = -1};
}

void
cs_history_finish(struct cs_history *h)
{
	for (int k = 0; k < CS_FACTS; k++)
		cs_keys_finish(&h->keys[k]);
	cs_visits_finish(&h->visits);
	for (int k = 0; k < CS_FACTS; k++) {
		free(h->source[k].field);
		free(h->source[k].item);
		free(h->source[k].def);
	}
	*h = (struct cs_history){.arena = NULL};
}

static struct cs_str
time_column(const struct cs_history *h, enum cs_fact_kind kind)
{
	return kind == CS_FACT_CONTACT ? h->time : cs_str_z(time_of[kind]);
}

void
cs_history_source(struct cs_history *h, enum cs_fact_kind kind, const struct cs_head *head)
{
	h->source[kind].head = head;
	h->source[kind].kept = true;
	if (kind == CS_FACT_CONTACT)
		h->in_contacts = cs_head_find(head, CS_STR("nps")) >= 0;
}

/* The head that answers in contacts have their columns from; NULL: there are none. */
static const struct cs_head *
answers_in_contacts(const struct cs_history *h)
{
	return h->in_contacts ? h->source[CS_FACT_CONTACT].head : NULL;
}

bool
cs_history_has(const struct cs_history *h, enum cs_fact_kind kind, struct cs_str column)
{
	const struct cs_head *head = h->source[kind].head;

	if (head != NULL && cs_head_find(head, column) >= 0)
		return true;
	head = kind == CS_FACT_ANSWER ? answers_in_contacts(h) : NULL;
	return head != NULL && cs_head_find(head, column) >= 0;
}

/* -1 with *e (2): nothing of the kind is read. */
static int
need(const struct cs_history *h, enum cs_fact_kind kind, struct cs_str what, struct cs_err *e)
{
	if (h->source[kind].head != NULL ||
	    (kind == CS_FACT_ANSWER && answers_in_contacts(h) != NULL))
		return 0;
	(void)cs_err_set(e, CS_EXIT_USAGE, "%.*s is of %s", CS_STR_ARG(what), cs_fact_name[kind]);
	if (kind == CS_FACT_CONTACT)
		return cs_err_hint(e, "name the files of contacts as operands");
	return cs_err_hint(e, "give --%s FILE", cs_fact_name[kind]);
}

/* Compiles for a head; NULL with *e. */
static const struct cs_expr *
compile(struct cs_history *h, const struct cs_head *head, enum cs_fact_kind kind,
    struct cs_str text, const struct cs_env *env, struct cs_err *e)
{
	struct cs_env own = *env;

	own.head = head;
	own.source = cs_fact_name[kind];
	return cs_expr_compile(h->arena, text, &own, e);
}

static bool
is_number(enum cs_type t)
{
	return t == CS_INT || t == CS_DEC || t == CS_TIME || t == CS_BOOL;
}

/* Of answers that stand in contacts: NULL where these do not have all that it reads. */
static const struct cs_expr *
in_contact(struct cs_history *h, const struct cs_history_field *f, const struct cs_env *env)
{
	struct cs_err none = CS_ERR_INIT;
	const struct cs_expr *x;

	x = compile(h, answers_in_contacts(h), CS_FACT_CONTACT, f->text, env, &none);
	return x != NULL && is_number(cs_expr_type(x)) &&
		       (f->x == NULL || cs_expr_type(x) == f->type)
		   ? x
		   : NULL;
}

int
cs_history_number(struct cs_history *h, enum cs_fact_kind kind, struct cs_str text,
    const struct cs_env *env, struct cs_err *e)
{
	struct cs_history_source *s = &h->source[kind];
	struct cs_history_field f = {.text = cs_arena_str(h->arena, text)};

	for (size_t i = 0; i < s->nfield; i++) {
		if (cs_str_eq(s->field[i].text, text))
			return (int)i;
	}
	if (need(h, kind, text, e) != 0)
		return -1;
	if (s->head != NULL && (f.x = compile(h, s->head, kind, text, env, e)) == NULL &&
	    (kind != CS_FACT_ANSWER || answers_in_contacts(h) == NULL))
		return -1;
	if (f.x != NULL)
		f.type = cs_expr_type(f.x);
	if (kind == CS_FACT_ANSWER && answers_in_contacts(h) != NULL)
		f.of_contact = in_contact(h, &f, env);
	if (f.x == NULL && f.of_contact == NULL)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "%s: there is no %.*s", cs_fact_name[kind], CS_STR_ARG(text));
	cs_err_clear(e);
	if (f.x == NULL)
		f.type = cs_expr_type(f.of_contact);
	if (!is_number(f.type))
		return cs_err_set(e, CS_EXIT_USAGE, "%s: '%.*s' is no number, instant or condition",
		    cs_fact_name[kind], CS_STR_ARG(text));
	if (s->nfield == CS_HISTORY_NUMBERS)
		return cs_err_set(e, CS_EXIT_USAGE, "more than %d numbers of %s are asked for",
		    CS_HISTORY_NUMBERS, cs_fact_name[kind]);
	s->field = cs_mem_grow(s->field, &s->field_cap, s->nfield + 1, sizeof *s->field);
	s->field[s->nfield] = f;
	return (int)s->nfield++;
}

/* Binds n keys to the head of a kind: into by. */
static int
bind_keys(struct cs_history *h, enum cs_fact_kind kind, struct cs_by *by,
    const struct cs_by_ask *ask, const struct cs_env *env, struct cs_err *e)
{
	static const char option[] = "--by: ";
	struct cs_env own = *env;

	own.head = h->source[kind].head;
	own.source = cs_fact_name[kind];
	if (cs_by_bind(by, h->arena, ask, &own, e) == 0)
		return 0;
	/* Which option wants the key, who asked says. */
	if (e != NULL && strncmp(e->msg, option, sizeof option - 1) == 0)
		memmove(e->msg, e->msg + sizeof option - 1, strlen(e->msg) - sizeof option + 2);
	return -1;
}

int
cs_history_key(struct cs_history *h, enum cs_fact_kind kind, struct cs_str item,
    const struct cs_env *env, struct cs_err *e)
{
	struct cs_history_source *s = &h->source[kind];
	struct cs_by_ask ask = {.n = 1, .time = time_column(h, kind)};
	struct cs_by by;

	for (size_t i = 0; i < s->nitem; i++) {
		if (cs_str_eq(s->item[i], item))
			return (int)i;
	}
	if (s->head == NULL)
		return need(h, kind, item, e) == 0
			   ? cs_err_set(
				 e, CS_EXIT_USAGE, "surveys: there is no %.*s", CS_STR_ARG(item))
			   : -1;
	ask.item = &item;
	item = cs_arena_str(h->arena, item);
	if (bind_keys(h, kind, &by, &ask, env, e) != 0)
		return -1;
	if (by.key[0].kind == CS_KEY_EACH)
		return cs_err_set(e, CS_EXIT_USAGE,
		    "%.*s: a customer would be in several groups at once", CS_STR_ARG(item));
	s->item = cs_mem_grow(s->item, &s->item_cap, s->nitem + 1, sizeof *s->item);
	s->def = cs_mem_grow(s->def, &s->def_cap, s->nitem + 1, sizeof *s->def);
	s->item[s->nitem] = item;
	s->def[s->nitem] = by.key[0];
	return (int)s->nitem++;
}

void
cs_history_mark(struct cs_history *h, unsigned key, const struct cs_str *value, size_t n)
{
	h->mark_key = (int)key;
	h->mark = value;
	h->nmark = n;
}

/* A name quoted, so that any will do. In the arena. */
static struct cs_str
quoted(struct cs_arena *a, struct cs_str name)
{
	char *p = cs_arena_new(a, 2 * name.n + 2, 1);
	size_t n = 0;

	p[n++] = '"';
	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] == '"')
			p[n++] = '"';
		p[n++] = name.p[i];
	}
	p[n++] = '"';
	return cs_str(p, n);
}

/* The column of a name as an instant; NULL, and no error, where it is not there. */
static int
bind_time(struct cs_history *h, enum cs_fact_kind kind, const struct cs_expr **x,
    struct cs_str column, const struct cs_env *env, struct cs_err *e)
{
	const struct cs_head *head = h->source[kind].head;
	int col = cs_head_find(head, column);

	if (col < 0)
		return 0;
	*x = compile(h, head, kind, quoted(h->arena, head->col[col].name), env, e);
	if (*x != NULL && cs_expr_type(*x) != CS_TIME)
		return cs_err_set(e, CS_EXIT_USAGE, "%s: column %.*s is no instant",
		    cs_fact_name[kind], CS_STR_ARG(column));
	return *x != NULL ? 0 : -1;
}

/* The columns that a kind has of itself. */
static int
bind_columns(
    struct cs_history *h, enum cs_fact_kind kind, const struct cs_env *env, struct cs_err *e)
{
	struct cs_history_source *s = &h->source[kind];
	struct cs_history_columns *c = &s->col;
	struct cs_str time = time_column(h, kind);

	c->who = cs_head_need(s->head, CS_STR("customer_id"), e);
	if (c->who < 0) {
		cs_err_prefix(e, "%s", cs_fact_name[kind]);
		return -1;
	}
	c->id = id_of[kind] != NULL ? cs_head_find(s->head, cs_str_z(id_of[kind])) : -1;
	if (bind_time(h, kind, &c->at, time, env, e) != 0 ||
	    (kind == CS_FACT_ANSWER &&
		bind_time(h, kind, &c->asked, CS_STR("survey_sent_at"), env, e) != 0))
		return -1;
	if (c->at == NULL && c->asked == NULL && kind != CS_FACT_CUSTOMER) {
		(void)cs_head_need(s->head, time, e);
		cs_err_prefix(e, "%s", cs_fact_name[kind]);
		return -1;
	}
	if (kind != CS_FACT_CONTACT || cs_head_find(s->head, CS_STR("leg")) < 0)
		return 0;
	c->leg = compile(h, s->head, kind, CS_STR("leg > 1"), env, e);
	return c->leg != NULL ? 0 : -1;
}

/* Answers that stand in contacts. */
static int
bind_in_contacts(struct cs_history *h, const struct cs_env *env, struct cs_err *e)
{
	const enum cs_fact_kind kind = CS_FACT_CONTACT;

	if (bind_time(h, kind, &h->answered, CS_STR("survey_answered_at"), env, e) != 0 ||
	    bind_time(h, kind, &h->sent, CS_STR("survey_sent_at"), env, e) != 0)
		return -1;
	if (h->answered == NULL &&
	    bind_time(h, kind, &h->answered, CS_STR("ended_at"), env, e) != 0)
		return -1;
	h->score = compile(h, h->source[kind].head, kind, CS_STR("nps"), env, e);
	return h->score != NULL ? 0 : -1;
}

int
cs_history_bind(struct cs_history *h, const struct cs_env *env, struct cs_err *e)
{
	if (cs_history_has(h, CS_FACT_CUSTOMER, CS_STR("left_at"))) {
		h->left_at = cs_history_number(h, CS_FACT_CUSTOMER, CS_STR("left_at"), env, e);
		if (h->left_at < 0)
			return -1;
	}
	for (int k = 0; k < CS_FACTS; k++) {
		enum cs_fact_kind kind = (enum cs_fact_kind)k;
		struct cs_history_source *s = &h->source[k];
		const struct cs_by_ask ask = {
		    .item = s->item, .n = s->nitem, .time = time_column(h, kind)};

		if (s->head == NULL)
			continue;
		if (bind_columns(h, kind, env, e) != 0 ||
		    bind_keys(h, kind, &s->by, &ask, env, e) != 0)
			return -1;
	}
	return h->in_contacts ? bind_in_contacts(h, env, e) : 0;
}
