/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A series at a glance: eight heights of block characters for the terminal, bars of SVG for a page.
 * Heights are computed in integers, from zero to the largest value (below zero counts as zero);
 * an interval without a value is a gap.
 */
#ifndef CS_VIEW_SPARK_H
#define CS_VIEW_SPARK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

/* Points of a series: thousandths (cs_form_value), and whether there is one. */
struct cs_point {
	int64_t milli;
	bool there;
};

/* Appends one character a point, at most `width`: neighbours are joined by their largest. */
void cs_spark_text(struct cs_buf *b, const struct cs_point *p, size_t n, size_t width);

/* Appends an <svg> of the given size in pixels with one bar a point. label is for screen readers
 * and is escaped here. */
void cs_spark_svg(struct cs_buf *b, const struct cs_point *p, size_t n, int width, int height,
    struct cs_str label);

#endif
