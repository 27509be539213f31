/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far it is: see progress.h. */
#include "cli/progress.h"

#include <time.h>
#include <unistd.h>

#include "base/num.h"

#define SECOND INT64_C(1000000000)

static int64_t
now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * SECOND + t.tv_nsec;
}

void
cs_progress_init(struct cs_progress *p, const char *name)
{
	*p = (struct cs_progress){.tool = name, .terminal = isatty(STDERR_FILENO) == 1};
	p->begin = now();
	p->due = p->begin + SECOND;
}

/* 999 B, 1.2 kB, 340 MB: three digits are enough. */
static void
size_text(struct cs_buf *b, uint64_t bytes)
{
	static const char *const unit[] = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
	uint64_t whole = bytes, tenth = 0;
	size_t u = 0;

	for (; whole >= 1000; u++) {
		tenth = whole % 1000 / 100;
		whole /= 1000;
	}
	cs_buf_printf(b, "%llu", (unsigned long long)whole);
	if (u != 0 && whole < 10)
		cs_buf_printf(b, ".%llu", (unsigned long long)tenth);
	cs_buf_printf(b, " %s", unit[u]);
}

void
cs_progress_text(struct cs_buf *b, uint64_t rows, uint64_t bytes, uint64_t total, int64_t elapsed)
{
	size_text(b, bytes);
	if (total != 0) {
		cs_buf_z(b, " of ");
		size_text(b, total);
		cs_buf_printf(b, " (%llu%%)",
		    (unsigned long long)(bytes >= total ? 100 : (cs_u128)bytes * 100 / total));
	}
	cs_buf_printf(b, ", %llu rows", (unsigned long long)rows);
	if (elapsed > 0)
		cs_buf_printf(b, ", %llu rows/s",
		    (unsigned long long)((cs_u128)rows * SECOND / (cs_u128)elapsed));
}

static void
put(struct cs_progress *p, uint64_t rows, uint64_t bytes, uint64_t total, bool last)
{
	struct cs_buf b = CS_BUF_INIT;
	ssize_t n;

	/* \r and "clear to the end of the line", on terminals only. */
	cs_buf_printf(&b, "%s%s: ", p->shown ? "\r\033[K" : "", p->tool);
	cs_progress_text(&b, rows, bytes, total, now() - p->begin);
	p->shown = p->terminal && !last;
	if (!p->shown)
		cs_buf_c(&b, '\n');
	n = write(STDERR_FILENO, b.p, b.n); /* best effort: it is no message */
	(void)n;
	cs_buf_finish(&b);
}

void
cs_progress_show(struct cs_progress *p, uint64_t rows, uint64_t bytes, uint64_t total)
{
	int64_t t;

	if (p->tool == NULL)
		return;
	t = now();
	if (t < p->due)
		return;
	p->due = t + (p->terminal ? SECOND : 10 * SECOND);
	put(p, rows, bytes, total, false);
}

void
cs_progress_end(struct cs_progress *p, uint64_t rows, uint64_t bytes, uint64_t total)
{
	if (p->tool == NULL)
		return;
	put(p, rows, bytes, total, true);
	p->tool = NULL;
}
