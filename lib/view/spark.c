/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A series at a glance: see spark.h. */
#include "view/spark.h"

#include "view/escape.h"

static int64_t
largest(const struct cs_point *p, size_t n)
{
	int64_t max = 0;

	for (size_t i = 0; i < n; i++)
		if (p[i].there && p[i].milli > max)
			max = p[i].milli;
	return max;
}

/* The largest of the points that one character stands for. */
static struct cs_point
joined(const struct cs_point *p, size_t from, size_t to)
{
	struct cs_point r = {0, false};

	for (size_t i = from; i < to; i++) {
		if (p[i].there && (!r.there || p[i].milli > r.milli))
			r = p[i];
	}
	return r;
}

void
cs_spark_text(struct cs_buf *b, const struct cs_point *p, size_t n, size_t width)
{
	static const char *const block[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
	int64_t max = largest(p, n);
	size_t columns = n < width ? n : width;

	for (size_t i = 0; i < columns; i++) {
		struct cs_point v = joined(p, i * n / columns, (i + 1) * n / columns);
		int64_t height = max > 0 && v.milli > 0 ? (v.milli * 8 - 1) / max : 0;

		cs_buf_z(b, v.there ? block[height < 8 ? height : 7] : " ");
	}
}

void
cs_spark_svg(struct cs_buf *b, const struct cs_point *p, size_t n, int width, int height,
    struct cs_str label)
{
	int64_t max = largest(p, n);

	cs_buf_printf(b,
	    "<svg class=\"spark\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" "
	    "aria-label=\"",
	    width, height, width, height);
	cs_escape_html(b, label);
	cs_buf_z(b, "\">");
	for (size_t i = 0; i < n; i++) {
		int x0 = (int)((int64_t)i * width * 10 / (int64_t)n);
		int x1 = (int)((int64_t)(i + 1) * width * 10 / (int64_t)n);
		int64_t h = max > 0 && p[i].milli > 0 ? p[i].milli * height * 10 / max : 0;

		if (!p[i].there)
			continue;
		if (h < 10)
			h = 10;
		cs_buf_printf(b, "<rect x=\"%d.%d\" y=\"%d.%d\" width=\"%d.%d\" height=\"%d.%d\"/>",
		    x0 / 10, x0 % 10, (int)((height * 10 - h) / 10), (int)((height * 10 - h) % 10),
		    (x1 - x0) * 9 / 100, (x1 - x0) * 9 / 10 % 10, (int)(h / 10), (int)(h % 10));
	}
	cs_buf_z(b, "</svg>");
}
