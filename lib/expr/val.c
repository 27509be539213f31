/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The arrays of values: see node.h. */
#include <stdlib.h>

#include "base/mem.h"
#include "expr/node.h"

void
cs_val_new(struct cs_val *v, enum cs_type type, size_t rows)
{
	*v = (struct cs_val){.null = cs_mem_new0(rows, sizeof *v->null)};
	if (cs_is_text(type))
		v->s = cs_mem_new0(rows, sizeof *v->s);
	else if (type == CS_DEC)
		v->d = cs_mem_new0(rows, sizeof *v->d);
	else
		v->i = cs_mem_new0(rows, sizeof *v->i);
}

void
cs_val_free(struct cs_val *v)
{
	free(v->null);
	free(v->i);
	free(v->d);
	free(v->s);
	free(v->bad);
	*v = (struct cs_val){NULL, NULL, NULL, NULL, NULL};
}

struct cs_val
cs_val_from(const struct cs_val *v, size_t row)
{
	return (struct cs_val){v->null + row, v->i != NULL ? v->i + row : NULL,
	    v->d != NULL ? v->d + row : NULL, v->s != NULL ? v->s + row : NULL, NULL};
}

void
cs_val_fill(struct cs_val *v, const struct cs_node *n, size_t rows)
{
	for (size_t k = 0; k < rows; k++) {
		v->null[k] = n->null;
		if (v->i != NULL)
			v->i[k] = n->i;
		else if (v->s != NULL)
			v->s[k] = n->s;
		else
			v->d[k] = n->d;
	}
}

void
cs_node_bad(struct cs_run *r, const struct cs_node *n, uint32_t row)
{
	struct cs_val *v = cs_val(r, n);

	cs_val_null(v, row);
	if (v->bad == NULL)
		v->bad = cs_mem_new0(CS_CHUNK, 1);
	v->bad[row] = 1;
	r->any_bad = true;
}
