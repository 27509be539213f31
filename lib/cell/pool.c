/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells that several threads add to, and their limits: see pool.h. */
#include "cell/pool.h"

enum {
	OWN_MOST = 16 << 20,
	SORT_BYTES = 56, /* what it takes to put a group in order */
};

void
cs_pool_init(struct cs_pool *p, const struct cs_limits *most, unsigned threads)
{
	*p = (struct cs_pool){.most = *most, .own_most = OWN_MOST, .threads = threads};
	/* A part that a thread may keep for itself must leave room for those of the others. */
	if (most->bytes != 0 && most->bytes / (threads + 1) < p->own_most)
		p->own_most = most->bytes / (threads + 1);
	(void)pthread_mutex_init(&p->lock, NULL);
}

void
cs_pool_finish(struct cs_pool *p)
{
	cs_cells_free(p->cells);
	(void)pthread_mutex_destroy(&p->lock);
	*p = (struct cs_pool){.threads = 0};
}

bool
cs_pool_takes(const struct cs_scheme *scheme)
{
	static const bool apart[CS_ACC_KINDS] = {[CS_ACC_REPEAT] = true,
	    [CS_ACC_SURVIVAL] = true,
	    [CS_ACC_STOCK] = true,
	    [CS_ACC_SPENT] = true,
	    [CS_ACC_OVERLAP] = true};

	for (unsigned i = 0; i < scheme->nacc; i++) {
		if (apart[scheme->acc[i].kind])
			return false;
	}
	return true;
}

int
cs_pool_join(struct cs_pool *p, struct cs_cells **cells, struct cs_err *e)
{
	int r = 0;

	(void)pthread_mutex_lock(&p->lock);
	if (p->cells == NULL) {
		p->cells = *cells;
	} else if ((r = cs_cells_merge(p->cells, *cells, NULL, e)) == 0) {
		cs_cells_free(*cells);
		*cells = p->cells;
	}
	(void)pthread_mutex_unlock(&p->lock);
	return r;
}

int
cs_limits_groups(size_t most, struct cs_err *e)
{
	(void)cs_err_set(e, CS_EXIT_NOMEM,
	    "there are more than %zu groups, which is what --max-keys allows", most);
	return cs_err_hint(e, "--by fewer keys or longer intervals; or a larger number");
}

/* A table that has hardly begun is never too large, whatever --mem says. */
enum { LEAST = 64 << 10 };

/* Bytes that cells need until they are written. */
static size_t
need(const struct cs_cells *c)
{
	return cs_cells_bytes(c) + c->keys.ngroup * SORT_BYTES;
}

bool
cs_limits_over(const struct cs_limits *most, const struct cs_cells *c, unsigned parts)
{
	return most->bytes != 0 && need(c) > most->bytes / parts;
}

uint64_t
cs_limits_next(const struct cs_limits *most, const struct cs_cells *c, unsigned parts)
{
	enum { AT_MOST = 1 << 17, AT_LEAST = 1 << 12 };
	size_t n = c->keys.ngroup + 1, have, limit = most->bytes / parts;
	size_t longest = AT_MOST + n / 4, least = AT_LEAST + n / 32, rows;

	if (most->bytes == 0)
		return longest;
	/* What a group takes is known from those that are there. */
	if (c->keys.ngroup == 0)
		return least;
	have = need(c);
	rows = have < limit ? (limit - have) / (have / n + 1) : 0;
	return rows < least ? least : rows > longest ? longest : rows;
}

int
cs_limits_check(
    const struct cs_limits *most, const struct cs_cells *c, unsigned parts, struct cs_err *e)
{
	if (most->groups != 0 && c->keys.ngroup > most->groups)
		return cs_limits_groups(most->groups, e);
	if (cs_limits_over(most, c, parts) && need(c) > LEAST) {
		(void)cs_err_set(e, CS_EXIT_NOMEM,
		    "%zu groups and what is counted of them do not fit into --mem", c->keys.ngroup);
		return cs_err_hint(e, "give more, as in --mem 2G; or --by fewer keys");
	}
	return 0;
}
