/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Kinds of identifiers (account, phone, email ...) and the one form that the values of each have,
 * so that two systems that write the same number differently mean the same. The kinds that we know
 * are in lib/data/identifiers; any other word is a kind of its own, whose values are compared as
 * they are written, blanks around them left out.
 *
 * Zeroed by init, which adds the known kinds. Not shared between threads while kinds are added.
 */
#ifndef CS_PERSON_IDKIND_H
#define CS_PERSON_IDKIND_H

#include "base/err.h"
#include "base/map.h"
#include "text/phone.h"

enum {
	CS_IDKIND_ACCOUNT = 0, /* names the customer; the first of the table */
	CS_IDKIND_MOST = 250,
	CS_IDKIND_ANY = CS_IDKIND_MOST, /* by its look an e-mail address or a telephone number */
};

struct cs_idkinds {
	struct cs_map map;		    /* name to kind */
	const struct cs_country *home;	    /* where numbers without calling code are from */
	unsigned char read[CS_IDKIND_MOST]; /* how its values are read */
	bool merges[CS_IDKIND_MOST];	    /* accounts that share one are one customer */
	int phone, email;
};

/* A column that is looked at by default, and its kind (CS_IDKIND_ANY: by its look). */
struct cs_idcolumn {
	struct cs_str name;
	int kind;
};

void cs_idkinds_init(struct cs_idkinds *k, const struct cs_country *home);
void cs_idkinds_finish(struct cs_idkinds *k);

/* Whether the word names this kind of the table: "msisdn" is "phone". */
bool cs_idkind_is(struct cs_str word, struct cs_str kind);

/* The kind that a word names, a new one if it was not there. -1: more than CS_IDKIND_MOST. */
int cs_idkind_add(struct cs_idkinds *k, struct cs_str word);

/* Its name; "any" for CS_IDKIND_ANY. */
struct cs_str cs_idkind_name(const struct cs_idkinds *k, int kind);

/* The columns of the table, in their order; gives how many. */
size_t cs_idkind_columns(const struct cs_idcolumn **column);

enum cs_idread {
	CS_ID_READ,
	CS_ID_NOTHING, /* empty, or withheld: it names nobody, and nobody is to blame */
	CS_ID_UNREAD,  /* not in the form of its kind */
};

/*
 * Appends the value in text in its one form to out; nothing unless CS_ID_READ. *kind is set where
 * it was CS_IDKIND_ANY. By any number of threads.
 */
enum cs_idread cs_idkind_read(
    const struct cs_idkinds *k, int *kind, struct cs_str text, struct cs_buf *out);

#endif
