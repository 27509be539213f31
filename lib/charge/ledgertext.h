/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Double entry as text: what hledger and ledger read.
 *
 *	commodity EUR
 *	    format EUR 1000.00
 *
 *	2026-10-31 service for Billing
 *	    expenses:service:Billing  EUR 1234.50
 *	    expenses:pools:wages  EUR -1200.00
 *	    expenses:pools:licences  EUR -34.50
 *
 * Amounts are whole numbers of the currency's minor unit. An entry that does not add up to zero is
 * the caller's mistake, and is told as an error instead of being written: a journal that another
 * program refuses a week later helps nobody.
 *
 * Names come from spreadsheets. In that format two blanks end an account, a colon begins an account
 * below it, a semicolon a comment, a bar a note; control bytes and odd blanks are read differently
 * by each program. So a name keeps its letters, digits and marks (of any script), single blanks
 * within it and - _ . , & + / ' ( ); every other byte is written as %XX, and a name of no bytes as
 * %. Different names stay different, whatever they are: no two units share an account.
 */
#ifndef CS_CHARGE_LEDGERTEXT_H
#define CS_CHARGE_LEDGERTEXT_H

#include "base/buf.h"
#include "base/err.h"
#include "base/num.h"

struct cs_ledgertext {
	struct cs_buf *out;
	struct cs_str currency; /* ISO code: the commodity */
	int digits;		/* behind the point */
	size_t begun;		/* of out: where the entry at hand begins */
	size_t posts;		/* of the entry */
	cs_i128 sum;		/* of its amounts */
};

/* Appends name as a part of an account, or of a description, can have it. */
void cs_ledgertext_name(struct cs_buf *b, struct cs_str name);

/* Writes how amounts are written: first, once. out and currency are kept by reference. False: the
 * currency is not known. */
bool cs_ledgertext_begin(struct cs_ledgertext *l, struct cs_buf *out, struct cs_str currency);

/* Begins an entry of a local day, in days since 1970. what is put in as it is, name (p NULL: none)
 * safely behind it. */
void cs_ledgertext_entry(
    struct cs_ledgertext *l, int64_t day, const char *what, struct cs_str name);

/* A line: the account is `path`, as it is ("expenses:service"), and below it the name (p NULL:
 * none). An amount of zero leaves no line. */
void cs_ledgertext_post(
    struct cs_ledgertext *l, const char *path, struct cs_str name, cs_i128 amount);

/* Ends the entry; one without lines leaves nothing. -1 with *e (65): it does not add up to zero. */
int cs_ledgertext_end(struct cs_ledgertext *l, struct cs_err *e);

#endif
