/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells that become tokens: which, and that all else stays as it is. */
#include "person/pseudonym.h"

#include "rec/esc.h"

#include "../tap.h"

static const char header[] = "customer_id\twait_s\tcaller\tmemo\tskills";

/* Tokens of this key are known by their texts: what stands at a place is compared with them. */
static void
fill(struct cs_buf *want, const struct cs_secret *s, const char *const part[])
{
	cs_buf_reset(want);
	for (size_t i = 0; part[i] != NULL; i++) {
		if (part[i][0] != '=') {
			cs_buf_z(want, part[i]);
			continue;
		}
		cs_secret_token(s, cs_str_z(part[i] + 1), cs_buf_reserve(want, CS_TOKEN));
		want->n += CS_TOKEN;
	}
}

static void
cells(const struct cs_secret *secret, const struct cs_head *head)
{
	static const char text[] = "4711\t3\t+491\tplain\ta,b\n"
				   "\\N\t\\N\t4711\tx\\ty \\\\\t\\N\n"
				   "\\x34711\t0\t\t\\N\t\n";
	static const char *const want[] = {"=4711", "\t3\t", "=+491", "\t", "=plain", "\ta,b\n",
	    "\\N\t\\N\t", "=4711", "\t", "=x\ty \\", "\t\\N\n", "=4711", "\t0\t\t\\N\t\n", NULL};
	static const struct cs_str name[] = {CS_STR_INIT("memo"), CS_STR_INIT("caller"),
	    CS_STR_INIT("customer"), CS_STR_INIT("customer_id")};
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_pseudonym p = {.secret = secret};
	struct cs_batch b = {.ncol = 5, .file = "test", .row0 = 1};
	struct cs_buf scratch = CS_BUF_INIT, out = CS_BUF_INIT, expected = CS_BUF_INIT;
	struct cs_err e = CS_ERR_INIT;

	is_int(cs_pseudonym_bind(&p, &a, name, 4, head, &e), 0, "columns in any order");
	is_int(p.n, 3, "one that is named twice is one");
	cs_buf_z(&b.bytes, text);
	if (cs_batch_split(&b, &e) != 0)
		abort();
	is_int(cs_pseudonym_batch(&p, &b, &scratch, &out), 6, "cells that are tokens now");
	fill(&expected, secret, want);
	ok(cs_str_eq(cs_buf_all(&out), cs_buf_all(&expected)),
	    "tokens of decoded cells; NULL, nothing and other columns stay");
	cs_buf_reset(&out);
	p.n = 0;
	is_int(cs_pseudonym_batch(&p, &b, &scratch, &out), 0, "no column, no token");
	is_slice(cs_buf_all(&out), text, "then all is as it was");
	cs_batch_finish(&b);
	cs_buf_finish(&scratch);
	cs_buf_finish(&out);
	cs_buf_finish(&expected);
	cs_arena_finish(&a);
}

static void
refused(const struct cs_head *head)
{
	static const struct {
		struct cs_str name;
		const char *says;
	} cases[] = {
	    {CS_STR_INIT("wait_s"), "of the type int"},
	    {CS_STR_INIT("skills"), "of the type list"},
	    {CS_STR_INIT("nobody"), "nobody"},
	};
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_pseudonym p = {0};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cs_err e = CS_ERR_INIT;

		is_int(cs_pseudonym_bind(&p, &a, &cases[i].name, 1, head, &e), -1, "%s: refused",
		    cases[i].name.p);
		is_int(e.status, CS_EXIT_USAGE, "%s: 2", cases[i].name.p);
		ok(strstr(e.msg, cases[i].says) != NULL, "%s: says why", cases[i].name.p);
	}
	cs_arena_finish(&a);
}

int
main(void)
{
	struct cs_head head = CS_HEAD_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_secret *secret = cs_secret_new(&e);

	if (secret == NULL || cs_head_parse(&head, cs_str_z(header), &e) != 0)
		abort();
	cells(secret, &head);
	refused(&head);
	cs_secret_free(secret);
	cs_head_finish(&head);
	return done();
}
