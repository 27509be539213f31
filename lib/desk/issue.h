/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Issues: the contacts of one customer about one thing, across channels and systems. A call that
 * became a ticket that became a chat is one journey, however many ids it has.
 *
 * Rows of one customer are united by what follows, each link for itself; rows that are united with
 * the same row are one issue (so windows reach on from link to link):
 *
 *	leg	 the same contact id
 *	ticket	 the same value in a column that names tickets, cases or orders (issue_id)
 *	link	 a column names the contact id of the other (linked_contact_id, transferred_to)
 *	transfer the row was transferred, and the other is the customer's next row, at most
 *		 transfer_s after it ended (or began, if nobody knows when it ended)
 *	callback the row's disposition is callback or voicemail, and the other is the next outbound
 *		 row of the customer, at most callback_s after the row began
 *	reason	 the same reason, and the other is the next row with it, at most a window after
 *
 * Every "at most" includes the last instant. NULL is never the same as anything.
 *
 * The rows of an issue are numbered in the order of time, contact id (by its hash, so that nothing
 * depends on the order of the input), leg, and a hash of what the record says. The issue is named
 * by its first row. How a contact came to it is the first link of the list above that any of its
 * rows has to another contact; that of further legs is leg.
 *
 * Rows of unknown customers are one issue when they share a ticket, or else the contact: who asks
 * for them gives them a customer of their own (desk/issuejoin.c), and the other links are not for
 * them (CS_ISSUE_UNKNOWN).
 *
 * Design. Works on a customer's visits as desk/visits.h loads them: an index is sorted once for
 * each kind of link, equals lie side by side, and a forest of unions with paths cut in half joins
 * them. A customer of n rows takes n log n for each kind, whatever the windows.
 */
#ifndef CS_DESK_ISSUE_H
#define CS_DESK_ISSUE_H

#include "desk/visits.h"

enum { CS_ISSUE_COLUMNS = 8 }; /* most columns of tickets, and of links */

/* How a row came to its issue, the strongest first. */
enum cs_issue_how {
	CS_ISSUE_FIRST,	 /* it begins it */
	CS_ISSUE_NOBODY, /* the same, of an unknown customer */
	CS_ISSUE_LEG,
	CS_ISSUE_TICKET,
	CS_ISSUE_LINK,
	CS_ISSUE_TRANSFER,
	CS_ISSUE_CALLBACK,
	CS_ISSUE_REASON,
	CS_ISSUE_HOWS,
};

/* The word of the column issue_how: "first" "unknown" "leg" "ticket" ... */
const char *cs_issue_how_word(enum cs_issue_how how);

/* In cs_visit.bits. */
enum {
	CS_ISSUE_MOVED = 1,    /* transferred */
	CS_ISSUE_PROMISED = 2, /* to be called back */
	CS_ISSUE_OUTBOUND = 4,
	CS_ISSUE_UNKNOWN = 8, /* of an unknown customer */
};

/* Where the values of a visit are; -1: it has none of that kind. */
struct cs_issue_form {
	int leg;	  /* number of the leg, from 1 */
	int lasted;	  /* microseconds from begin to end, not negative */
	int reason;	  /* hash */
	int window;	  /* seconds in which the same reason is the same issue; -1: window_s */
	int ticket, link; /* the first of: */
	unsigned nticket, nlink; /* tickets by cs_issue_hash, links as cs_visit.contact */
};

struct cs_issue_rule {
	int64_t window_s, transfer_s, callback_s; /* 0: there is no such link */
};

/* A row of a customer, as a part of its issue. */
struct cs_issue_row {
	uint32_t first; /* the row that begins it */
	uint32_t leg;	/* number of the row in it, from 1 */
	enum cs_issue_how how;
};

/* Scratch, and what was found. Zeroed is empty. */
struct cs_issues {
	const struct cs_visits *visits;
	const struct cs_visit_pile *pile;
	struct cs_issue_form form;
	struct cs_issue_rule rule;
	const struct cs_visit *visit; /* of the customer at hand */
	uint32_t n;
	struct cs_issue_row *row; /* by visit */
	uint32_t *parent, *order;
	uint32_t *contact;	 /* by row: the first of its contact */
	uint32_t *first, *count; /* by top of a set: its first row, rows so far */
	uint8_t *how;		 /* by contact: the strongest link so far */
	size_t cap;
};

void cs_issues_finish(struct cs_issues *s);

/* A name as a value of a visit: a number that is never negative, nor CS_VISIT_NULL. */
int64_t cs_issue_hash(struct cs_str name);

/* Finds the issues of n visits, all of one customer, which stand in the pile from `from` on:
 * s->row[i] is that of the i-th. visits, pile, form and rule are set. */
void cs_issues_find(struct cs_issues *s, size_t from, size_t n);

#endif
