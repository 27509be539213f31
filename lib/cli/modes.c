/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options of a tool that has modes: see modes.h. */
#include "cli/modes.h"

#include <assert.h>
#include <string.h>

size_t
cs_modes_options(const struct cs_modes *m, struct cs_opt *all, size_t most)
{
	size_t n = m->common.n;

	assert(n <= most);
	memcpy(all, m->common.opt, n * sizeof *all);
	for (size_t i = 0; i < m->n; i++) {
		assert(m->mode[i].n <= most - n);
		memcpy(&all[n], m->mode[i].opt, m->mode[i].n * sizeof *all);
		n += m->mode[i].n;
	}
	return n;
}

const struct cs_opt_value *
cs_modes_values(const struct cs_modes *m, const struct cs_opt_value *value, size_t mode)
{
	const struct cs_opt_value *own = value + m->common.n;

	for (size_t i = 0; i < mode; i++)
		own += m->mode[i].n;
	return own;
}

int
cs_modes_named(
    const struct cs_modes *m, const struct cs_opt_value *value, size_t *named, struct cs_err *e)
{
	*named = m->n;
	for (size_t i = 0; i < m->n; i++) {
		if (!cs_modes_values(m, value, i)->set)
			continue;
		if (*named != m->n)
			return cs_err_set(e, CS_EXIT_USAGE, "--%s and --%s do not go together",
			    m->mode[*named].opt[0].name, m->mode[i].opt[0].name);
		*named = i;
	}
	return 0;
}

int
cs_modes_only(
    const struct cs_modes *m, const struct cs_opt_value *value, size_t mode, struct cs_err *e)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct cs_opt_value *own = cs_modes_values(m, value, i);

		for (size_t k = 0; i != mode && k < m->mode[i].n; k++) {
			if (own[k].set)
				return cs_err_set(e, CS_EXIT_USAGE, "--%s belongs to --%s",
				    m->mode[i].opt[k].name, m->mode[i].opt[0].name);
		}
	}
	return 0;
}

int
cs_modes_choose(
    const struct cs_modes *m, const struct cs_opt_value *value, size_t *chosen, struct cs_err *e)
{
	size_t named;

	if (cs_modes_named(m, value, &named, e) != 0)
		return -1;
	*chosen = named != m->n ? named : 0;
	return cs_modes_only(m, value, *chosen, e);
}

char **
cs_modes_files(struct cs_arena *a, const struct cs_opt_value *v, int *n)
{
	char **path = cs_arena_new(a, v->n + 1, sizeof *path);

	for (*n = 0; *n < (int)v->n; (*n)++) {
		struct cs_str s = v->list[*n];

		path[*n] = cs_arena_new(a, s.n + 1, 1);
		memcpy(path[*n], s.p, s.n);
		path[*n][s.n] = '\0';
	}
	return path;
}
