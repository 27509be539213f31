/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers of one comparison: see retainupliftnumbers.h. */
#include "retain/retainupliftnumbers.h"

#include <stdlib.h>

#include "base/mem.h"

void
cs_uplift_numbers_init(struct cs_uplift_numbers *n, size_t bytes, struct cs_scratch *scratch)
{
	*n = (struct cs_uplift_numbers){.scratch = scratch, .why = CS_ERR_INIT};
	n->most = scratch != NULL ? bytes / sizeof *n->held + 1 : SIZE_MAX;
}

void
cs_uplift_numbers_finish(struct cs_uplift_numbers *n)
{
	free(n->held);
	free(n->block);
	*n = (struct cs_uplift_numbers){.n = 0};
}

void
cs_uplift_numbers_empty(struct cs_uplift_numbers *n)
{
	n->n = n->nheld = n->nblock = 0;
}

/* What is held goes to the file. */
static int
put(struct cs_uplift_numbers *n, struct cs_err *e)
{
	n->block = cs_mem_grow(n->block, &n->block_cap, n->nblock + 1, sizeof *n->block);
	if (cs_scratch_put(
		n->scratch, n->held, n->nheld * sizeof *n->held, &n->block[n->nblock], e) != 0)
		return -1;
	n->nblock++;
	n->nheld = 0;
	return 0;
}

int
cs_uplift_numbers_add(
    struct cs_uplift_numbers *n, const struct cs_uplift_number *x, struct cs_err *e)
{
	if (n->nheld == n->most && put(n, e) != 0)
		return -1;
	if (n->nheld == n->cap)
		n->held = cs_mem_grow(n->held, &n->cap, n->nheld + 1, sizeof *n->held);
	n->held[n->nheld++] = *x;
	n->n++;
	return 0;
}

int
cs_uplift_numbers_end(struct cs_uplift_numbers *n, struct cs_err *e)
{
	return n->nblock != 0 && n->nheld != 0 ? put(n, e) : 0;
}

bool
cs_uplift_piece(struct cs_uplift_numbers *n, struct cs_uplift_piece *p)
{
	const size_t at = p->next++;

	if (n->failed)
		return false;
	p->x = n->held;
	p->n = n->n;
	if (n->nblock == 0)
		return at == 0;
	if (at == n->nblock)
		return false;
	p->n = at + 1 < n->nblock ? n->most : n->n - at * n->most;
	n->failed =
	    cs_scratch_get(n->scratch, n->block[at], n->held, p->n * sizeof *p->x, &n->why) != 0;
	return !n->failed;
}

int
cs_uplift_numbers_read(const struct cs_uplift_numbers *n, struct cs_err *e)
{
	if (!n->failed)
		return 0;
	*e = n->why;
	return -1;
}
