/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The section [audit] of a vision file: see visionread.h. */
#include "metric/visionread.h"
#include "rec/schema.h"

/* "off = missed, short_calls" */
static int
read_off(struct cs_vision_reading *r, struct cs_str value)
{
	struct cs_vision *v = r->v;
	struct cs_str rest = value, piece;

	while (cs_str_split(&rest, ',', &piece)) {
		piece = cs_str_trim(piece);
		if (piece.n == 0)
			return cs_vision_bad(r, "an item of off is empty");
		if (cs_vision_once(r, "the rule", piece) != 0)
			return -1;
		v->off = cs_vision_room(r, v->off, v->noff, &r->off_cap, sizeof *v->off);
		v->off[v->noff++] = (struct cs_vision_off){cs_arena_str(r->arena, piece), r->line};
	}
	return 0;
}

int
cs_vision_audit_item(struct cs_vision_reading *r, const struct cs_line *item)
{
	struct cs_vision *v = r->v;
	const struct cs_column *column;
	struct cs_str key, value;
	struct cs_duration time;

	if (!cs_line_pair(item, &key, &value))
		return cs_vision_bad(r, "'%.*s' is not key = value", CS_STR_ARG(item->text));
	if (cs_str_eqz(key, "off"))
		return read_off(r, value);
	column = cs_schema_find(key);
	if (column == NULL || !cs_str_eqz(column->unit, "s")) {
		(void)cs_vision_bad(r, "'%.*s' is no key of this section", CS_STR_ARG(key));
		return cs_err_hint(r->e, "its keys: off, and columns of seconds, such as handle_s");
	}
	if (cs_vision_once(r, "the target of", column->name) != 0)
		return -1;
	if (!cs_duration_parse(value, &time) || time.months != 0 || time.s <= 0)
		return cs_vision_bad(r, "'%.*s' is no time over 0, such as 5m", CS_STR_ARG(value));
	v->held = cs_vision_room(r, v->held, v->nheld, &r->held_cap, sizeof *v->held);
	v->held[v->nheld++] = (struct cs_vision_held){column->name, time.s, r->line};
	return 0;
}
