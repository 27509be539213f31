/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is held about one customer: see showing.h. */
#include "cli/showing.h"

#include <stdio.h>

#include "base/utf8.h"

struct showing {
	struct cs_cli *cli;
	struct cs_person *person;
	const char *path;
	struct cs_buf text; /* for people, until it is put out */
	bool readable;
	uint64_t rows, mentions, files;
	bool any; /* in this file */
};

static void
put_record(
    struct showing *s, const char *line, struct cs_str column, const char *kind, struct cs_str raw)
{
	struct cs_writer *w = s->cli->out;

	cs_writer_text(w, cs_str_z(s->path));
	cs_writer_raw(w, cs_str_z(line));
	cs_writer_text(w, column);
	cs_writer_raw(w, cs_str_z(kind));
	cs_writer_raw(w, raw);
	cs_writer_end(w);
}

/* "  column  value" in aligned columns; the value on one line, safe for a terminal. */
static void
put_text(struct showing *s, struct cs_str column, struct cs_str raw)
{
	enum { WIDTH = 22 };
	struct cs_str text = cs_person_text(s->person, raw);

	cs_buf_printf(&s->text, "  %-*.*s ", (int)WIDTH, CS_STR_ARG(column));
	cs_utf8_visible(&s->text, text);
	cs_buf_c(&s->text, '\n');
}

static void
begin_row(struct showing *s, const char *line, const char *what)
{
	s->files += !s->any;
	s->any = true;
	if (s->readable)
		cs_buf_printf(&s->text, "%s, line %s%s\n", s->path, line, what);
}

static void
show_row(struct showing *s, const struct cs_person_view *v, const struct cs_batch *b, uint32_t row,
    const char *line)
{
	begin_row(s, line, "");
	s->rows++;
	for (unsigned i = 0; i < v->ncol; i++) {
		struct cs_str raw = cs_batch_raw(b, row, i), name = v->head->col[i].name;

		if (raw.n == 0 || cs_raw_null(raw))
			continue;
		if (s->readable)
			put_text(s, name, raw);
		else
			put_record(s, line, name, cs_personal_kind_name(v->personal[i]->kind), raw);
	}
}

/* A row of somebody else: which of its columns mention the customer. */
static void
show_mentions(struct showing *s, const struct cs_person_view *v, const struct cs_batch *b,
    uint32_t row, const char *line)
{
	bool begun = false;

	for (unsigned i = 0; i < v->ncol; i++) {
		struct cs_str raw = cs_batch_raw(b, row, i), text;
		uint32_t least = cs_person_least(s->person, v, i);
		struct cs_mention_hit hit;

		if (!v->text[i] || (int)i == v->customer || raw.n == 0 || cs_raw_null(raw))
			continue;
		text = cs_person_text(s->person, raw);
		if (cs_mentions_is(&s->person->said, text, least) == CS_MAP_NONE &&
		    !cs_mentions_find(&s->person->said, text, 0, least, &hit))
			continue;
		if (!begun)
			begin_row(s, line, " (of somebody else) mentions them");
		begun = true;
		s->mentions++;
		if (s->readable)
			cs_buf_printf(&s->text, "  in %.*s\n", CS_STR_ARG(v->head->col[i].name));
		else
			put_record(s, line, v->head->col[i].name, "mention", CS_STR("\\N"));
	}
}

static int
put_out(struct showing *s, struct cs_err *e)
{
	int r = 0;

	if (s->readable)
		r = cs_cli_put(s->cli, cs_buf_all(&s->text), e);
	cs_buf_reset(&s->text);
	return r != 0 || cs_writer_failed(s->cli->out) ? -1 : 0;
}

static int
show_batch(void *arg, const struct cs_person_view *v, const struct cs_batch *b, struct cs_err *e)
{
	struct showing *s = arg;
	char line[24];

	if (b == NULL)
		return 0;
	s->cli->count.read += b->nrow;
	for (uint32_t row = 0; row < b->nrow; row++) {
		(void)snprintf(
		    line, sizeof line, "%llu", (unsigned long long)cs_batch_line(b, row));
		if (cs_person_owns(s->person, v, b, row))
			show_row(s, v, b, row, line);
		else
			show_mentions(s, v, b, row, line);
	}
	return put_out(s, e);
}

int
cs_showing_run(struct cs_cli *cli, const struct cs_knowing_ask *ask, bool text, struct cs_err *e)
{
	struct cs_person person = {0};
	struct cs_holdings h = {0};
	struct cs_head head = CS_HEAD_INIT;
	struct showing s = {.cli = cli, .person = &person, .readable = text};
	int r = -1;

	if (cs_holdings_find(&h, &cli->arena, cli->file, cli->nfile, e) == 0 &&
	    cs_knowing_learn(cli, &h, ask, &person, e) == 0 && cs_cli_output(cli, e) == 0 &&
	    cs_head_parse(&head, CS_STR("file\tline\tcolumn\tpersonal\tvalue"), e) == 0) {
		if (!text)
			cs_writer_head(cli->out, &head);
		r = 0;
		for (size_t i = 0; i < h.n && r == 0; i++) {
			s.path = h.file[i].path;
			s.any = false;
			if (h.file[i].kind == CS_HOLDING_RECORDS)
				r = cs_knowing_read(cli, s.path, show_batch, &s, e);
		}
	}
	if (r == 0) {
		cli->count.used = s.rows;
		cs_msg_note("%llu records in %llu of %zu files; others mention them %llu times",
		    (unsigned long long)s.rows, (unsigned long long)s.files, h.n,
		    (unsigned long long)s.mentions);
	}
	if (r == 0 && person.shared != 0)
		cs_msg_warn("%zu of their identifiers are somebody else's too: records without a "
			    "customer_id are not looked for by these",
		    person.shared);
	cs_buf_finish(&s.text);
	cs_head_finish(&head);
	cs_holdings_finish(&h);
	cs_person_finish(&person);
	return r;
}
