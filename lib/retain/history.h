/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Everything that is known of a customer, in the order of time: who he is, his contacts, what he
 * bought, what fell due, what he answered. The facts stand in several files, in any order; they are
 * kept until all of the input was read, and then given out one customer (a life) at a time.
 *
 * Design. A fact is a visit (desk/visits.h) of about 18 bytes: its kind and flags are its bits, the
 * values of its key columns are interned as one tuple, its group, and the numbers that somebody
 * asked for are its values; nothing else of a record is kept, nor even parsed. So 30 million facts
 * are half a gigabyte, beyond --mem they go to disk, and a pile of some ten thousand customers is
 * sorted in the cache by whichever thread takes it.
 *
 *	struct cs_history h;
 *	cs_history_init(&h, &arena);
 *	cs_history_source(&h, CS_FACT_PURCHASE, head);		for each kind that is read
 *	slot = cs_history_number(&h, CS_FACT_PURCHASE, CS_STR("amount"), e);
 *	key = cs_history_key(&h, CS_FACT_CONTACT, CS_STR("reason"), e);
 *	cs_history_bind(&h, env, e);				all is compiled
 *	...	threads add batches: retain/historyadd.h
 *	...	and get lives: retain/historylook.h
 *
 * What is not known at as-of does not exist: facts behind it are left out and counted.
 *
 * Rules for what is odd, each counted (enum cs_history_count), so that the records that were read
 * are those that were used and those that were left out by reason:
 *
 *	no customer_id			the record is nobody's
 *	no time				a contact, purchase or due date that happened never
 *	several rows of a customer	rows with the same joined_at are one (several exports of one
 *					table): left_at is the earliest that any of them has, the
 *					rest is of one of them; other rows are further stays of a
 *					customer who came back, and cs_life_who tells which is meant
 *	the same contact_id		one contact: its first row is the contact, the others are
 *					legs of it
 *	the same purchase_id		one purchase, the earliest
 *	purchases before sign-up	kept, since they happened, and counted: a shop sells to
 *					guests, and systems are migrated
 */
#ifndef CS_RETAIN_HISTORY_H
#define CS_RETAIN_HISTORY_H

#include <stdbool.h>

#include "cell/by.h"
#include "cell/keys.h"
#include "desk/visits.h"

enum cs_fact_kind {
	CS_FACT_CUSTOMER, /* at: joined_at */
	CS_FACT_CONTACT,  /* at: started_at, or the column of --time */
	CS_FACT_PURCHASE, /* at: purchased_at */
	CS_FACT_RENEWAL,  /* at: due_at */
	CS_FACT_ANSWER,	  /* at: survey_answered_at; where it is NULL, survey_sent_at */
	CS_FACTS
};

/* "customers" "contacts" "purchases" "renewals" "surveys": for messages and options. */
extern const char *const cs_fact_name[CS_FACTS];

/* Bits of a fact. */
enum {
	CS_FACT_REPORTED = 1 << 0, /* --where and the period choose it: it may be time zero */
	CS_FACT_UNDATED = 1 << 1,  /* CUSTOMER: joined_at is NULL, at means nothing */
	CS_FACT_UNANSWERED =
	    1 << 2, /* ANSWER: asked, and no answer came; at is when he was asked */
	CS_FACT_TRANSACTION = 1 << 3, /* ANSWER: about a contact, whose id it has */
	CS_FACT_LEG = 1 << 4,	      /* CONTACT: a further row of a contact that began before */
	CS_FACT_IN_CONTACT = 1 << 5,  /* ANSWER: no record of its own, it stands in a contact */
	CS_FACT_MARKED = 1 << 6,      /* CONTACT: a row of the contact is one of cs_history_mark */
	CS_FACT_AGAIN = 1 << 7,	      /* CONTACT: a row of it that came before is reported */
};

/* A number that a fact does not have. */
#define CS_FACT_NULL CS_VISIT_NULL

struct cs_fact {
	int64_t at;	/* instant */
	uint64_t id;	/* CONTACT, PURCHASE, ANSWER: hash of contact_id, purchase_id, contact_id;
			   CS_VISIT_NO_ID: it has none */
	uint32_t group; /* of the keys of its kind: cs_fact_key */
	uint32_t more;	/* where its numbers are: cs_fact_number */
	uint32_t
	    next; /* CONTACT: the index of the next row of the same contact; UINT32_MAX: none */
	uint8_t bits;
};

/* One number that is kept of each fact of a kind. */
struct cs_history_field {
	struct cs_str text; /* a column or an expression (cs-expr.7) */
	const struct cs_expr *x;
	enum cs_type type; /* CS_INT CS_TIME (instant) CS_BOOL (0, 1) CS_DEC (millionths) */
	/* ANSWER: the same of a contact that has its answer in its own row; NULL: it has none. */
	const struct cs_expr *of_contact;
};

/* Columns that a kind has of itself. Numbers in the head, -1: there is none. */
struct cs_history_columns {
	int who;				/* customer_id */
	int id;					/* contact_id, purchase_id; of answers contact_id */
	const struct cs_expr *at, *asked, *leg; /* asked: survey_sent_at; NULL: there is none */
};

/* A kind of input, as its head is. */
struct cs_history_source {
	const struct cs_head *head; /* NULL: it is not read */
	bool kept; /* false: it is read for the newest instant alone, no fact is kept */
	struct cs_history_field *field;
	size_t nfield, field_cap;
	struct cs_str *item;	/* the keys, as --by writes them */
	struct cs_key_def *def; /* what each is: name and type */
	size_t nitem, item_cap, def_cap;
	struct cs_by by; /* of the items, after cs_history_bind */
	struct cs_history_columns col;
};

struct cs_history {
	struct cs_arena *arena;
	struct cs_history_source source[CS_FACTS];
	bool
	    names; /* keep customer_id as text: cs_life_name; costs its bytes a fact. Before bind */
	bool in_contacts;   /* contacts have answers in their own rows: column nps */
	struct cs_str time; /* the column that is a contact's time: "started_at" */
	int left_at;	    /* slot of CUSTOMER, -1: there is no such column; asked for by bind */
	/* Answers in contacts: */
	const struct cs_expr *answered, *sent, *score;
	/* What marks a contact: a key, and its values as raw cells; none: NULL. */
	int mark_key;
	const struct cs_str *mark;
	size_t nmark;
	/* After the input was read: */
	struct cs_keys keys[CS_FACTS];
	struct cs_visits visits;
	int64_t as_of;
};

/* The arena keeps what is compiled. time: as above. */
void cs_history_init(struct cs_history *h, struct cs_arena *a, struct cs_str time);
void cs_history_finish(struct cs_history *h);

/* This kind is read, from inputs with this head. */
void cs_history_source(struct cs_history *h, enum cs_fact_kind kind, const struct cs_head *head);

/* True when the kind is read and has the column (or one it is an alias of). Answers may stand in
 * contacts. */
bool cs_history_has(const struct cs_history *h, enum cs_fact_kind kind, struct cs_str column);

/*
 * Asks for a number of each fact of a kind: a column or an expression over its columns that is a
 * whole number, an amount, an instant or a condition. Gives its slot, the same for the same text;
 * -1 with *e (2): the kind is not read, there is no such column, it is no number. At most
 * CS_HISTORY_NUMBERS of a kind.
 */
enum { CS_HISTORY_NUMBERS = 32 };
int cs_history_number(struct cs_history *h, enum cs_fact_kind kind, struct cs_str text,
    const struct cs_env *env, struct cs_err *e);

/*
 * Asks for a key of each fact of a kind: an item as --by has it (a column, day, week, month, or
 * name=EXPR; lists cannot be taken apart here). Gives its index, the same for the same item; -1
 * with *e (2).
 */
int cs_history_key(struct cs_history *h, enum cs_fact_kind kind, struct cs_str item,
    const struct cs_env *env, struct cs_err *e);

/*
 * Contacts of which any row has one of n values (raw cells) in a key: all of their rows are
 * CS_FACT_MARKED. That is found once for a life, in time linear in its rows, however many legs a
 * contact has. value is kept by reference.
 */
void cs_history_mark(struct cs_history *h, unsigned key, const struct cs_str *value, size_t n);

/* When all was asked: compiles. env is of the run; its head and source are set here. -1 with *e. */
int cs_history_bind(struct cs_history *h, const struct cs_env *env, struct cs_err *e);

/* What was odd with the facts of a life, and left out. */
enum cs_life_odd {
	CS_LIFE_LATER,		/* facts behind as-of */
	CS_LIFE_ROW_TWICE,	/* further rows of the customer with the same joined_at */
	CS_LIFE_PURCHASE_TWICE, /* purchases whose id was there */
	CS_LIFE_ANSWER_TWICE,	/* answers about the same contact */
	CS_LIFE_ODD
};

/*
 * A life: all facts of one customer, each kind by time, then by the hash of its id. Of rows of
 * customers with the same joined_at only one is there: the one with the earliest left_at.
 */
struct cs_life {
	const struct cs_history *of;
	uint64_t customer; /* hash; the same in every run, so it may choose (and must not sort) */
	const struct cs_fact *fact[CS_FACTS];
	size_t n[CS_FACTS];
	uint32_t odd[CS_LIFE_ODD];
	const struct cs_visit_pile *pile; /* private */
	const struct cs_visit *first;	  /* private */
};

/* Number `slot` of a fact of a life; CS_FACT_NULL: it has none. */
static inline int64_t
cs_fact_number(const struct cs_life *l, const struct cs_fact *f, int slot)
{
	return l->pile->value[(size_t)f->more * l->of->visits.form.nvalue + (unsigned)slot];
}

/* The same of a contact: the first of its rows from f on that has it. */
int64_t cs_contact_number(const struct cs_life *l, const struct cs_fact *f, int slot);

/* Key `key` of a group of facts of a kind: the raw canonical cell, \N for NULL. As long as h. */
struct cs_str cs_fact_key(
    const struct cs_history *h, enum cs_fact_kind kind, uint32_t group, unsigned key);

/*
 * The row of the customer that held at an instant: the last that joined until then; where he had
 * not yet, the first. Rows with the same joined_at are one here. NULL: he is not among customers.
 */
const struct cs_fact *cs_life_who(const struct cs_life *l, int64_t at);

/*
 * The first fact of a kind that is reported (CS_FACT_REPORTED): time zero. Of contacts, the row
 * that was chosen, which may be a leg. NULL: none. An undated row of customers is none.
 */
const struct cs_fact *cs_life_first(const struct cs_life *l, enum cs_fact_kind kind);

/* The contact with that id, no leg; NULL: none, or the id is CS_VISIT_NO_ID. */
const struct cs_fact *cs_life_contact(const struct cs_life *l, uint64_t id);

/* The customer's name, decoded, where the history keeps names. As long as the life. */
struct cs_str cs_life_name(const struct cs_life *l);

#endif
