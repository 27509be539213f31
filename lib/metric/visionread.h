/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A vision file while it is read: vision.c knows the sections, visionkey.c those of keys and
 * values, visiontable.c those of tables, hours and holidays, visionaudit.c what cs-audit keeps to.
 * The inner side of metric/vision.h.
 */
#ifndef CS_METRIC_VISIONREAD_H
#define CS_METRIC_VISIONREAD_H

#include "base/lines.h"
#include "base/map.h"
#include "metric/vision.h"

struct cs_vision_reading {
	struct cs_arena *arena;
	struct cs_vision *v;
	int line;	    /* of the item at hand, for messages */
	struct cs_map seen; /* what may stand in the file only once */
	unsigned given;	    /* of a section of keys: those that were there, a bit each */
	struct cs_hours_plan plan;
	unsigned weekdays;	       /* of the plan: those that were there */
	int business_line;	       /* the first that counts in business hours; 0: none */
	int hours_line, holidays_line; /* where they begin */
	size_t level_cap, reply_cap, window_cap, metric_cap, set_cap, horizon_cap, owner_cap,
	    special_cap, off_cap, held_cap;
	struct cs_err *e;
};

/* Sets the error (2) "source:line: ..." and gives -1. */
#define cs_vision_bad(r, ...)                                                                      \
	(cs_err_set_((r)->e, CS_EXIT_USAGE, __VA_ARGS__),                                          \
	    cs_err_prefix((r)->e, "%s:%d", (r)->v->source, (r)->line), -1)

/* Room in the arena for one element more behind n; gives the array, moved perhaps. */
void *cs_vision_room(struct cs_vision_reading *r, void *array, size_t n, size_t *cap, size_t size);

/* -1 with the error that it is there twice, if `what name` was said before. */
int cs_vision_once(struct cs_vision_reading *r, const char *what, struct cs_str name);

/* An item of a section, and what is to be done when the section begins and when the file ends. */
int cs_vision_about_item(struct cs_vision_reading *r, const struct cs_line *item);
int cs_vision_metric_begin(struct cs_vision_reading *r, struct cs_str name);
int cs_vision_metric_item(struct cs_vision_reading *r, const struct cs_line *item);
int cs_vision_metric_end(struct cs_vision_reading *r);
int cs_vision_set_begin(struct cs_vision_reading *r, struct cs_str name);
int cs_vision_set_item(struct cs_vision_reading *r, const struct cs_line *item);
int cs_vision_set_end(struct cs_vision_reading *r);
int cs_vision_bands_item(struct cs_vision_reading *r, const struct cs_line *item);
int cs_vision_horizons_item(struct cs_vision_reading *r, const struct cs_line *item);
int cs_vision_audit_item(struct cs_vision_reading *r, const struct cs_line *item);

int cs_vision_hours_item(struct cs_vision_reading *r, const struct cs_line *item);
int cs_vision_holidays_item(struct cs_vision_reading *r, const struct cs_line *item);
int cs_vision_level_begin(struct cs_vision_reading *r, struct cs_str name);
int cs_vision_level_item(struct cs_vision_reading *r, const struct cs_line *item);
int cs_vision_replies_begin(struct cs_vision_reading *r, struct cs_str name);
int cs_vision_replies_item(struct cs_vision_reading *r, const struct cs_line *item);
int cs_vision_repeats_begin(struct cs_vision_reading *r, struct cs_str name);
int cs_vision_repeats_item(struct cs_vision_reading *r, const struct cs_line *item);
int cs_vision_owners_item(struct cs_vision_reading *r, const struct cs_line *item);

/* At the end of the file: the calendar of what [hours] and [holidays] said. */
int cs_vision_hours_end(struct cs_vision_reading *r);

#endif
