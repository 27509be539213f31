/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lineage in sentences: see origin.h. */
#include "cli/origin.h"

#include "base/buf.h"
#include "cli/lineage.h"

static void
counts(struct cs_buf *b, const struct cs_lineage_stage *s)
{
	cs_buf_printf(
	    b, "read %llu, used %llu", (unsigned long long)s->read, (unsigned long long)s->used);
	for (size_t i = 0; i + 1 < s->nskipped; i += 2) {
		cs_buf_z(b, i == 0 ? ", left out by " : ", ");
		cs_buf_str(b, s->skipped[i]);
		cs_buf_c(b, ' ');
		cs_buf_str(b, s->skipped[i + 1]);
	}
	cs_buf_printf(b, ", wrote %llu", (unsigned long long)s->written);
}

/* "; name value" where there is a value. */
static void
more(struct cs_buf *b, const char *name, struct cs_str value)
{
	if (value.n == 0)
		return;
	cs_buf_printf(b, "; %s ", name);
	cs_buf_str(b, value);
}

static struct cs_str
stage(struct cs_cli *cli, const struct cs_lineage_stage *s)
{
	struct cs_buf b = CS_BUF_INIT;
	struct cs_str r;

	cs_buf_str(&b, s->command);
	cs_buf_printf(&b, " (%.*s): ", CS_STR_ARG(s->version));
	counts(&b, s);
	if (s->first.n != 0) {
		more(&b, "from", s->first);
		cs_buf_z(&b, " to ");
		cs_buf_str(&b, s->last);
	}
	more(&b, "as of", s->as_of);
	more(&b, "zone", s->zone);
	more(&b, "tzdata", s->tzdata);
	more(&b, "dictionary", s->dictionary);
	for (size_t i = 0; i < s->nsource; i++)
		more(&b, "source", s->source[i]);
	if (s->untraced)
		cs_buf_z(&b, "; what it read from a pipe is not traced");
	r = cs_arena_str(&cli->arena, cs_buf_all(&b));
	cs_buf_finish(&b);
	return r;
}

/* "cs-kpi: asa: average speed of answer: mean(wait_s) ..." */
static struct cs_str
fact(struct cs_cli *cli, const struct cs_lineage_stage *s, size_t i)
{
	return cs_str_z(cs_arena_printf(&cli->arena, "%.*s: %.*s: %.*s", CS_STR_ARG(s->tool),
	    CS_STR_ARG(s->fact[i]), CS_STR_ARG(s->fact[i + 1])));
}

int
cs_origin(struct cs_cli *cli, struct cs_str **line, size_t *n, struct cs_err *e)
{
	struct cs_lineage l = {0};
	size_t lines = 1;

	if (cs_lineage_read(&l, cli, e) != 0)
		return -1;
	for (size_t i = 0; i < l.n; i++)
		lines += 1 + l.stage[i].nfact / 2;
	*line = cs_arena_new(&cli->arena, lines, sizeof **line);
	*n = 0;
	for (size_t i = 0; i < l.n; i++) {
		(*line)[(*n)++] = stage(cli, &l.stage[i]);
		for (size_t j = 0; j + 1 < l.stage[i].nfact; j += 2)
			(*line)[(*n)++] = fact(cli, &l.stage[i], j);
	}
	if (!l.kept)
		(*line)[(*n)++] =
		    CS_STR("No trace was kept; --trace FILE in each stage keeps one.");
	else if (l.untraced)
		(*line)[(*n)++] = CS_STR("Not traced: an input is a pipe that no stage claims.");
	return 0;
}
