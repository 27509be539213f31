/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vision files: whatever they are, a vision that keeps its promises, or a message with its line. */
#include <stdint.h>
#include <stdlib.h>

#include "expr/ast.h"
#include "metric/vision.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool good)
{
	if (!good)
		abort();
}

static void
check_vision(struct cs_arena *a, const struct cs_vision *v)
{
	struct cs_err e = CS_ERR_INIT;
	struct cs_word *word;
	size_t n;

	for (size_t i = 0; i < v->nlevel; i++) {
		struct cs_vision_level l =
		    cs_vision_level(v, v->level[i].who.name, v->level[v->nlevel - 1 - i].who.name);

		check(l.formula.n != 0 && l.within_s >= 0 && l.short_s >= 0);
	}
	for (size_t i = 0; i < v->nreply; i++) {
		struct cs_vision_reply l =
		    cs_vision_reply(v, v->reply[i].who.name, v->reply[v->nreply - 1 - i].who.name);

		check(l.first_s >= 0 && l.solution_s >= 0 && l.clock != CS_CLOCK_UNSAID);
		check(l.clock != CS_CLOCK_BUSINESS || v->hours != NULL);
	}
	for (size_t i = 0; i < v->nwindow; i++)
		check(cs_vision_window(v, v->window[i].who.name) > 0);
	for (size_t i = 0; i < v->nmetric; i++) {
		const struct cs_vision_metric *m = &v->metric[i];

		check(m->better != CS_BETTER_NONE && m->weight.coef > 0);
		check(cs_vision_metric(v, m->name) == m);
	}
	for (size_t i = 0; i < v->nset; i++)
		check(v->set[i].metrics.n != 0 && cs_vision_set(v, v->set[i].name) == &v->set[i]);
	check((v->hours != NULL) == (v->calendar.n != 0));
	check(v->hours == NULL || cs_hours_between(v->hours, 0, 86400 * CS_USEC) <= 86400);
	check(cs_vision_words(a, v, NULL, &word, &n, &e) == 0 && n <= 13);
	for (size_t i = 0; i < n; i++)
		check(cs_ast_parse(a, word[i].text, "word", &e) != NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_err e = CS_ERR_INIT;
	const struct cs_vision *v;

	v = cs_vision_parse(&a, "v", cs_str((const char *)data, size), &e);
	if (v != NULL)
		check_vision(&a, v);
	else
		check(e.status == CS_EXIT_USAGE && strncmp(e.msg, "v:", 2) == 0);
	cs_arena_finish(&a);
	return 0;
}
