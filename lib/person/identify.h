/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The step of cs-join (rec/join) that says who each contact is with: customer_id, one for all
 * systems that know the customer; match_how, what told it; and account_id, the customer_id that
 * the source had, where it had one.
 *
 * An account in the contact tells all: it was the source that knew it. Without one, every other
 * identifier in the contact is asked (person/identity), as of the contact's instant. What they say
 * together counts: a telephone of two customers and an address of one of them is that one; if no
 * customer has them all the contact has candidates and none. What more accounts have than may, and
 * what no file knows, says nothing.
 *
 * match_how is `account`, the kind of the identifier that belongs to the customer's account itself
 * (`phone`, `email` ...), `chain` where more than one equality lies between, `several`, `shared` or
 * `none`. An account that the files do not know is a customer of its own, unless
 * the contact has the same text as another identifier: then it is no account.
 *
 * Memory is that of the files, and a few bytes for each queue and channel and each identifier in
 * doubt; no record is kept.
 */
#ifndef CS_PERSON_IDENTIFY_H
#define CS_PERSON_IDENTIFY_H

#include "rec/join.h"
#include "rec/writer.h"
#include "text/phone.h"

struct cs_identify_ask {
	const struct cs_str *file; /* identities; "path", ended by NUL */
	size_t nfile;
	const struct cs_str *pair;  /* column, kind, column, kind ...; npair 0: by the table */
	size_t npair;		    /* pairs */
	const struct cs_str *merge; /* kinds that merge; nmerge 0: by the table; one "none": none */
	size_t nmerge;
	const struct cs_country *home;
	unsigned shared;    /* accounts that may have one identifier */
	uint64_t min_group; /* queues and channels of fewer contacts are not named */
};

struct cs_identify;

/*
 * Reads the files and binds the step behind the others of the chain, which owns it then. ask is
 * only used in this call. -1 with *e.
 */
int cs_identify_add(struct cs_join *j, const struct cs_identify_ask *ask, struct cs_identify **step,
    struct cs_err *e);

/*
 * After the run, as records, behind a head (without its newline) that the caller writes: how many
 * contacts of each queue and channel were identified how (those of few as the queue "(few)"), and
 * the identifiers in doubt, those of most contacts first.
 */
extern const char cs_identify_report_head[], cs_identify_doubts_head[];
void cs_identify_report(const struct cs_identify *s, struct cs_writer *w);
void cs_identify_doubts(const struct cs_identify *s, struct cs_writer *w);

#endif
