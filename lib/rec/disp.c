/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The disposition matrix: see schema.h. */
#include <pthread.h>
#include <stdlib.h>

#include "base/data.h"
#include "base/lines.h"
#include "rec/schema.h"

/* In the order of the bits of enum cs_disp and of the matrix's columns. */
static const char *const class_name[] = {
    "inbound", "queued", "offered", "handled", "abandoned", "flow_out"};

enum { NCLASS = sizeof class_name / sizeof class_name[0], NDISP_MAX = 32 };

static struct {
	struct cs_arena arena;
	struct cs_disposition row[NDISP_MAX];
	size_t n;
} matrix;

/* The matrix is ours alone, so what is wrong in it is a wrong build: the unit test finds it. */
static void
load_matrix(void)
{
	struct cs_err err = CS_ERR_INIT;
	struct cs_lines l;
	struct cs_line item;

	cs_lines_init(&l, &matrix.arena, "dispositions", cs_data("dispositions"));
	while (cs_lines_next(&l, &item, &err) > 0) {
		struct cs_str cell[NCLASS + 2];
		struct cs_disposition *d = &matrix.row[matrix.n];

		if (matrix.n == NDISP_MAX || cs_line_cells(&item, cell, NCLASS + 2) != NCLASS + 2)
			abort();
		*d = (struct cs_disposition){cell[0], cell[NCLASS + 1], 0};
		for (int i = 0; i < NCLASS; i++)
			d->classes |= cs_str_eqz(cell[i + 1], "x") ? 1 << i : 0;
		matrix.n++;
	}
	if (err.status != 0 || matrix.n == 0)
		abort();
}

const struct cs_disposition *
cs_disp_all(size_t *n)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	(void)pthread_once(&once, load_matrix);
	*n = matrix.n;
	return matrix.row;
}

int
cs_disp_classes(struct cs_str word)
{
	size_t n;
	const struct cs_disposition *d = cs_disp_all(&n);

	for (size_t i = 0; i < n; i++)
		if (cs_str_eq(d[i].word, word))
			return d[i].classes;
	return -1;
}

int
cs_disp_class_bit(struct cs_str name)
{
	for (int i = 0; i < NCLASS; i++)
		if (cs_str_eqz(name, class_name[i]))
			return 1 << i;
	return 0;
}
