/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cs-rank --per-cost: see costpage.h. */
#include "cli/costpage.h"

#include "rank/percost.h"

int
cs_costpage_write(
    struct cs_cli *cli, struct cs_rankwork *w, const struct cs_opt_value *value, struct cs_err *e)
{
	struct cs_head head = CS_HEAD_INIT;
	struct cs_buf b = CS_BUF_INIT;
	struct cs_percost p;
	int r = -1;

	if (cs_percost_make(&p, w, value->s, e) == 0 && cs_percost_head(&head, w, e) == 0 &&
	    cs_cli_output(cli, e) == 0) {
		cs_buf_printf(&b,
		    "%zu units, %zu of %zu kinds of work done by all of them; cost is %.*s",
		    p.units, p.common, p.kinds, CS_STR_ARG(p.cost->name));
		cs_msg_note("--per-cost: %s", cs_buf_cstr(&b));
		cs_cli_fact(cli, "per cost", cs_buf_all(&b));
		cs_writer_head(cli->out, &head);
		cs_percost_write(&p, w, cli->out);
		r = 0;
	}
	cs_buf_finish(&b);
	cs_head_finish(&head);
	return r;
}
