/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether what a vision names is in the data: see visionseen.h. */
#include "metric/visionseen.h"

#include <stdlib.h>

#include "base/mem.h"
#include "rec/esc.h"

static const char *const columns[] = {
    [CS_SCOPE_QUEUE] = "queue",
    [CS_SCOPE_CHANNEL] = "channel",
    [CS_SCOPE_REASON] = "reason",
};

unsigned
cs_vision_uses(const struct cs_metric_env *names)
{
	/* By how a word begins, the first that fits. */
	static const struct {
		struct cs_str word;
		unsigned uses;
	} tables[] = {
	    {CS_STR_INIT("repeat_"), CS_VISION_USES_WINDOWS},
	    {CS_STR_INIT("sl_"), CS_VISION_USES_LEVELS},
	    {CS_STR_INIT("short_"), CS_VISION_USES_LEVELS},
	    {CS_STR_INIT(""), CS_VISION_USES_REPLIES},
	};
	unsigned uses = 0;

	for (size_t i = 0; i < names->nword; i++) {
		size_t k = 0;

		while (!cs_str_starts(names->word[i].name, tables[k].word))
			k++;
		if (names->used[i])
			uses |= tables[k].uses;
	}
	return uses;
}

static void
look_for(struct cs_vision_seen *s, const struct cs_vision_who *who)
{
	if (who->scope != CS_SCOPE_EVERY)
		(void)cs_map_add(&s->of[who->scope].map, who->name);
}

void
cs_vision_seen_init(
    struct cs_vision_seen *s, const struct cs_vision *v, unsigned uses, const struct cs_head *head)
{
	*s = (struct cs_vision_seen){0};
	for (size_t i = 0; i < v->nlevel && (uses & CS_VISION_USES_LEVELS) != 0; i++)
		look_for(s, &v->level[i].who);
	for (size_t i = 0; i < v->nreply && (uses & CS_VISION_USES_REPLIES) != 0; i++)
		look_for(s, &v->reply[i].who);
	for (size_t i = 0; i < v->nwindow && (uses & CS_VISION_USES_WINDOWS) != 0; i++)
		look_for(s, &v->window[i].who);
	for (int scope = CS_SCOPE_QUEUE; scope <= CS_SCOPE_REASON; scope++) {
		struct cs_vision_names *names = &s->of[scope];

		names->col = cs_head_find(head, cs_str_z(columns[scope]));
		names->missing = names->map.n;
		names->seen = cs_mem_new0(names->map.n, sizeof *names->seen);
	}
}

void
cs_vision_seen_finish(struct cs_vision_seen *s)
{
	for (int scope = CS_SCOPE_QUEUE; scope <= CS_SCOPE_REASON; scope++) {
		cs_map_finish(&s->of[scope].map);
		free(s->of[scope].seen);
		cs_buf_finish(&s->of[scope].last);
	}
	cs_buf_finish(&s->scratch);
	*s = (struct cs_vision_seen){0};
}

static void
see(struct cs_vision_names *names, uint32_t id)
{
	if (id == CS_MAP_NONE || names->seen[id])
		return;
	names->seen[id] = true;
	names->missing--;
}

/* The next cell of a column, which is not what the cell before it was. */
static void
look_up(struct cs_vision_seen *s, struct cs_vision_names *names, struct cs_str raw)
{
	struct cs_str text;

	cs_buf_reset(&names->last);
	cs_buf_str(&names->last, raw);
	cs_buf_reset(&s->scratch);
	if (!cs_raw_null(raw) && cs_esc_decode(raw, &s->scratch, &text))
		see(names, cs_map_find(&names->map, text));
}

void
cs_vision_seen_add(struct cs_vision_seen *s, const struct cs_batch *b)
{
	for (int scope = CS_SCOPE_QUEUE; scope <= CS_SCOPE_REASON; scope++) {
		struct cs_vision_names *names = &s->of[scope];

		if (names->col < 0)
			continue;
		for (uint32_t r = 0; r < b->nrow && names->missing != 0; r++) {
			struct cs_str raw = cs_batch_raw(b, r, (unsigned)names->col);

			if (!cs_str_eq(raw, cs_buf_all(&names->last)))
				look_up(s, names, raw);
		}
	}
}

void
cs_vision_seen_merge(struct cs_vision_seen *to, const struct cs_vision_seen *from)
{
	for (int scope = CS_SCOPE_QUEUE; scope <= CS_SCOPE_REASON; scope++) {
		for (uint32_t id = 0; id < from->of[scope].map.n; id++) {
			if (from->of[scope].seen[id])
				see(&to->of[scope], id);
		}
	}
}

void
cs_vision_seen_notes(const struct cs_vision_seen *s, const struct cs_vision *v,
    void (*note)(void *arg, struct cs_str text), void *arg)
{
	struct cs_buf b = CS_BUF_INIT;

	for (int scope = CS_SCOPE_QUEUE; scope <= CS_SCOPE_REASON; scope++) {
		const struct cs_vision_names *names = &s->of[scope];

		cs_buf_reset(&b);
		if (names->map.n != 0 && names->col < 0) {
			cs_buf_printf(&b,
			    "%s: there is no column %s: what is said of each %s is not used",
			    v->source, columns[scope], columns[scope]);
			note(arg, cs_buf_all(&b));
			continue;
		}
		for (uint32_t id = 0; id < names->map.n; id++) {
			if (names->seen[id])
				continue;
			cs_buf_reset(&b);
			cs_buf_printf(&b, "%s: no row is of %s %.*s", v->source, columns[scope],
			    CS_STR_ARG(cs_map_key(&names->map, id)));
			note(arg, cs_buf_all(&b));
		}
	}
	cs_buf_finish(&b);
}
