/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files of identities: any bytes are a graph in which every identifier has an answer that agrees
 * with itself, or are refused with a reason.
 */
#include "person/identityread.h"

#include "memfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The customer that is found has the same name when it is asked itself. */
static void
ask(const struct cs_identity *g, uint32_t node, int64_t at)
{
	static struct cs_identity_walk w, again;
	enum cs_identity_state state = cs_identity_at(g, &w, node, at);

	check(state == CS_IDENTITY_FOUND     ? w.n == 1
	      : state == CS_IDENTITY_SEVERAL ? w.n > 1
					     : w.n == 0);
	for (size_t i = 0; i < w.n; i++) {
		state = cs_identity_at(g, &again, w.customer[i] << 1, at);
		check(state == CS_IDENTITY_LARGE ||
		      (state == CS_IDENTITY_FOUND && again.customer[0] == w.customer[i]));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_idkinds k;
	struct cs_identity g;
	struct cs_identity_account account = {.rows = 0};
	struct cs_err e = CS_ERR_INIT;
	struct memfile in;

	memfile_open(&in, data, size);
	cs_idkinds_init(&k, cs_country_find(CS_STR("DE")));
	cs_identity_init(&g, &k, 2);
	if (cs_identity_read(&g, &k, in.path, &account, &e) == 0) {
		cs_identity_seal(&g);
		for (int64_t at = -1; at < 2; at++) {
			int64_t t = at < 0 ? CS_IDENTITY_EVER : at * INT64_C(1772323200000000);

			for (uint32_t i = 0; i < g.account.n && i < 500; i++)
				ask(&g, i << 1, t);
			for (uint32_t i = 0; i < g.other.n && i < 500; i++)
				ask(&g, i << 1 | CS_IDENTITY_OTHER, t);
		}
	} else {
		check(e.status != 0 && e.msg[0] != '\0');
	}
	cs_buf_finish(&account.first);
	cs_identity_finish(&g);
	cs_idkinds_finish(&k);
	memfile_close(&in);
	return 0;
}
