/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * (inner) The list of who is about to leave: the first N by what is at stake, and those whose only
 * contact in a year was a bad one as a list of their own. What is kept is N of each by thread,
 * never all customers.
 */
#ifndef CS_RETAIN_RETAINRISKLIST_H
#define CS_RETAIN_RETAINRISKLIST_H

#include "retain/retainriskfit.h"

enum cs_risk_list { CS_RISK_LEAVING, CS_RISK_ONLY, CS_RISK_LISTS };

/* One customer of it. */
struct cs_risk_entry {
	char *name; /* ends with NUL; its own */
	size_t nname;
	int64_t rank;		/* the greater, the sooner */
	int64_t stake;		/* millionths; CS_FACT_NULL: not known */
	struct cs_str currency; /* raw; of the history */
	struct cs_risk_seen seen;
};

/* The N of the greatest rank, then by name; a heap whose root is the one that would go first. */
struct cs_risk_first {
	struct cs_risk_entry *entry;
	size_t n, cap, most;
};
void cs_risk_first_finish(struct cs_risk_first *f);

/* Whether somebody of that rank and name would be on it; most is set. */
bool cs_risk_first_takes(const struct cs_risk_first *f, int64_t rank, struct cs_str name);

/* Puts e, which would be, on it; its name becomes that of the list. */
void cs_risk_first_add(struct cs_risk_first *f, const struct cs_risk_entry *e);

/* Moves all of from that belong to it; from is empty afterwards. */
void cs_risk_first_merge(struct cs_risk_first *f, struct cs_risk_first *from);

/* In order, the first one first; nothing may be added afterwards. */
void cs_risk_first_sort(struct cs_risk_first *f);

/* Names of the columns of the list, and those of a customer of it. */
int cs_risk_list_head(bool explain, struct cs_head *h, struct cs_err *e);
struct cs_risk_page {
	const struct cs_retain *r;
	const struct cs_risk_view *v;
	const struct cs_risk_model *m;
	struct cs_writer *out;
	struct cs_buf buf; /* scratch; to be finished */
};
void cs_risk_list_row(
    struct cs_risk_page *p, enum cs_risk_list list, const struct cs_risk_entry *entry);

/* Shared with the table of a back-test: v with 8 digits; NULL where it is not there. */
void cs_risk_put_real(struct cs_writer *w, struct cs_buf *b, double v, bool there);
void cs_risk_put_flag(struct cs_writer *w, enum cs_flag flag);
void cs_risk_put_bounds(struct cs_writer *w, struct cs_buf *b, const struct cs_est *e);

#endif
