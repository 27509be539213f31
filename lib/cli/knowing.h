/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who is asked for, and where: the customer of --customer, --identity and --identifier, and the
 * files that are looked at for them. What showing and erasing begin with.
 *
 * Files are read to their ends, whatever parts and indexes there are (rec/lookup.h, by which the
 * timeline is quick): a row without a customer_id may be theirs by its number or its contact, and
 * anybody's may mention them, so that the rows of one key are not all that is held.
 */
#ifndef CS_CLI_KNOWING_H
#define CS_CLI_KNOWING_H

#include "cli/cli.h"
#include "cli/holdings.h"
#include "person/person.h"

struct cs_knowing_ask {
	const struct cs_str *customer; /* customer_ids, at least one */
	size_t ncustomer;
	const struct cs_str *identifier; /* numbers, addresses and names known otherwise */
	size_t nidentifier;
	const struct cs_str *identity; /* files to learn from, which are not looked at otherwise */
	size_t nidentity;
};

/*
 * Learns what the files (and those to learn from) have of the customer: p knows their identifiers
 * and contacts then. Finish p in any case. -1 with *e.
 */
int cs_knowing_learn(struct cs_cli *cli, const struct cs_holdings *h,
    const struct cs_knowing_ask *ask, struct cs_person *p, struct cs_err *e);

/*
 * Reads a stream of records to its end: take is called with each split batch, and at the end with
 * NULL; view is that of its head, until then. Stops at the first that is not 0 and gives it; -1
 * with *e.
 */
typedef int cs_knowing_take(
    void *arg, const struct cs_person_view *view, const struct cs_batch *b, struct cs_err *e);
int cs_knowing_read(
    struct cs_cli *cli, const char *path, cs_knowing_take *take, void *arg, struct cs_err *e);

#endif
