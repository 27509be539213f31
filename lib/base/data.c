/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks up an embedded text: see data.h. */
#include "base/data.h"

struct cs_str
cs_data(const char *name)
{
	const struct cs_data *d;

	for (d = cs_data_files; d->name != NULL; d++)
		if (strcmp(d->name, name) == 0)
			return cs_str(d->p, d->n);
	return cs_str(NULL, 0);
}
