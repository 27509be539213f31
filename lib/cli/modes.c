/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options of a tool that has modes: see modes.h. */
#include "cli/modes.h"

#include <assert.h>
#include <string.h>

size_t
cs_modes_options(const struct cs_modes *m, struct cs_opt *all, size_t most)
{
	size_t n = m->ncommon;

	assert(n <= most);
	memcpy(all, m->common, n * sizeof *all);
	for (size_t i = 0; i < m->n; i++) {
		assert(m->mode[i]->nopt <= most - n);
		memcpy(&all[n], m->mode[i]->opt, m->mode[i]->nopt * sizeof *all);
		n += m->mode[i]->nopt;
	}
	return n;
}

int
cs_modes_named(const struct cs_modes *m, const struct cs_opt_value *value,
    const struct cs_mode **named, struct cs_err *e)
{
	const struct cs_opt_value *v = value + m->ncommon;

	*named = NULL;
	for (size_t i = 0; i < m->n; v += m->mode[i++]->nopt) {
		if (!v->set)
			continue;
		if (*named != NULL)
			return cs_err_set(e, CS_EXIT_USAGE, "--%s and --%s do not go together",
			    (*named)->opt[0].name, m->mode[i]->opt[0].name);
		*named = m->mode[i];
	}
	return 0;
}

const struct cs_opt_value *
cs_modes_only(const struct cs_modes *m, const struct cs_opt_value *value,
    const struct cs_mode *mode, struct cs_err *e)
{
	const struct cs_opt_value *v = value + m->ncommon, *own = NULL;

	for (size_t i = 0; i < m->n; v += m->mode[i++]->nopt) {
		if (m->mode[i] == mode)
			own = v;
		for (size_t k = 0; m->mode[i] != mode && k < m->mode[i]->nopt; k++) {
			if (!v[k].set)
				continue;
			(void)cs_err_set(e, CS_EXIT_USAGE, "--%s belongs to --%s",
			    m->mode[i]->opt[k].name, m->mode[i]->opt[0].name);
			return NULL;
		}
	}
	return own;
}

const struct cs_mode *
cs_modes_choose(const struct cs_modes *m, const struct cs_opt_value *value,
    const struct cs_opt_value **own, struct cs_err *e)
{
	const struct cs_mode *mode;

	if (cs_modes_named(m, value, &mode, e) != 0)
		return NULL;
	if (mode == NULL)
		mode = m->mode[0];
	*own = cs_modes_only(m, value, mode, e);
	return *own != NULL ? mode : NULL;
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
