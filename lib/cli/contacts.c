/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contacts behind cells: see contacts.h. */
#include "cli/contacts.h"

#include "desk/listing.h"

static int
list(struct cs_cli *cli, const struct cs_census *t, struct cs_listing *l, struct cs_err *e)
{
	struct cs_selector selector = {0};
	struct cs_batch batch = {0};
	int got;

	cs_writer_head(cli->out, &l->head);
	while ((got = cs_cli_next(cli, &batch, e)) > 0) {
		if (cs_selector_run(&selector, &t->select, &batch, e) != 0 ||
		    cs_listing_batch(l, &batch, selector.mark, cli->out, e) != 0) {
			got = -1;
			break;
		}
		if (cs_writer_failed(cli->out))
			break;
	}
	cs_batch_finish(&batch);
	if (got >= 0) {
		cs_selector_account(&selector, cli);
		cli->count.used = l->listed;
	}
	cs_selector_finish(&selector);
	return got < 0 ? -1 : 0;
}

int
cs_contacts_list(struct cs_cli *cli, struct cs_str metrics, const struct cs_str *by, size_t nby,
    struct cs_err *e)
{
	const struct cs_census_ask ask = {
	    .metrics = metrics, .source = "--contacts", .by = by, .nby = nby};
	struct cs_census t = {0};
	struct cs_listing l = {0};
	int r = -1;

	if (cs_cli_input(cli, e) == 0 && cs_census_bind(&t, cli, &ask, e) == 0 &&
	    cs_listing_bind(&l, &cli->arena, &t.job, cs_reader_head(cli->in), e) == 0 &&
	    cs_cli_output(cli, e) == 0)
		r = list(cli, &t, &l, e);
	cs_listing_finish(&l);
	cs_census_finish(&t);
	return r;
}
