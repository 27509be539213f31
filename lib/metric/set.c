/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Named sets: see set.h. */
#include "metric/set.h"

#include "base/data.h"

static const struct cs_vision *
built_in(struct cs_arena *a, struct cs_err *e)
{
	return cs_vision_parse(a, "sets", cs_data("sets"), e);
}

/* The names of sets, but for those that another vision has as well. */
static void
add_names(struct cs_buf *b, const struct cs_vision *v, const struct cs_vision *but)
{
	for (size_t i = 0; i < v->nset; i++) {
		if (but == NULL || cs_vision_set(but, v->set[i].name) == NULL)
			cs_buf_printf(
			    b, "%s%.*s", b->n != 0 ? ", " : "", CS_STR_ARG(v->set[i].name));
	}
}

const struct cs_vision_set *
cs_set_find(
    struct cs_arena *a, const struct cs_vision *vision, struct cs_str name, struct cs_err *e)
{
	const struct cs_vision_set *set = vision != NULL ? cs_vision_set(vision, name) : NULL;
	const struct cs_vision *own = built_in(a, e);
	struct cs_buf names = CS_BUF_INIT;

	if (set != NULL || own == NULL)
		return set;
	set = cs_vision_set(own, name);
	if (set != NULL)
		return set;
	if (vision != NULL)
		add_names(&names, vision, NULL);
	add_names(&names, own, vision);
	(void)cs_err_set(e, CS_EXIT_USAGE, "there is no set '%.*s'", CS_STR_ARG(name));
	(void)cs_err_hint(e, "sets: %s; a vision file has others: --vision", cs_buf_cstr(&names));
	cs_buf_finish(&names);
	return NULL;
}

void
cs_set_words(struct cs_buf *out)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_err e = CS_ERR_INIT;
	const struct cs_vision *v = built_in(&a, &e);

	for (size_t i = 0; v != NULL && i < v->nset; i++)
		cs_buf_printf(out, "%.*s\n", CS_STR_ARG(v->set[i].name));
	cs_arena_finish(&a);
}
