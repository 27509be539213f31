/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From our own inputs upstream through the trace: see lineage.h. */
#include "cli/lineage.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/lines.h"
#include "base/mem.h"
#include "base/num.h"
#include "cli/trace.h"

#define LIMIT ((size_t)1 << 30)

/* A run as the trace tells it. */
struct run {
	int64_t pid;
	struct cs_str out;		 /* what it wrote to: the last that was said */
	struct cs_str *input, *input_id; /* n of each */
	size_t ninput;
	bool ended;
	int64_t status, size;
	struct cs_str reason;
	struct cs_lineage_stage stage;
	bool placed; /* has its place in the result, or is being placed */
};

struct history {
	struct cs_arena *arena;
	const char *path;
	struct run *run;
	size_t n, cap;
	struct cs_err *e;
};

static const struct cs_trace_member *
find(const struct cs_trace_member *m, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (cs_str_eqz(m[i].name, name))
			return &m[i];
	return NULL;
}

static struct cs_str
text_of(const struct cs_trace_member *m, size_t n, const char *name)
{
	m = find(m, n, name);
	return m != NULL && m->n == 1 ? *m->item : CS_STR("");
}

static int64_t
number_of(const struct cs_trace_member *m, size_t n, const char *name)
{
	int64_t v = 0;

	(void)cs_num_i64(text_of(m, n, name), &v);
	return v;
}

static struct cs_str *
list_of(const struct cs_trace_member *m, size_t n, const char *name, size_t *len)
{
	m = find(m, n, name);
	*len = m != NULL ? m->n : 0;
	return m != NULL ? m->item : NULL;
}

/* One word of a command line, in single quotes when a shell would take it apart. */
static void
add_word(struct cs_buf *b, struct cs_str w)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789-_./,:=@%+";
	bool quote = w.n == 0;

	for (size_t i = 0; i < w.n; i++)
		quote |= w.p[i] == '\0' || strchr(plain, w.p[i]) == NULL;
	if (!quote) {
		cs_buf_str(b, w);
		return;
	}
	cs_buf_c(b, '\'');
	for (size_t i = 0; i < w.n; i++) {
		if (w.p[i] == '\'')
			cs_buf_z(b, "'\\'");
		cs_buf_c(b, w.p[i]);
	}
	cs_buf_c(b, '\'');
}

static struct cs_str
command_of(struct cs_arena *arena, const struct cs_trace_member *m, size_t n)
{
	struct cs_buf b = CS_BUF_INIT;
	struct cs_str all, *word;
	size_t words;

	word = list_of(m, n, "command", &words);
	for (size_t i = 0; i < words; i++) {
		if (i != 0)
			cs_buf_c(&b, ' ');
		add_word(&b, word[i]);
	}
	all = cs_arena_str(arena, cs_buf_all(&b));
	cs_buf_finish(&b);
	return all;
}

static void
begin(struct history *h, const struct cs_trace_member *m, size_t n)
{
	struct run *r;
	size_t ids;

	h->run = cs_mem_grow(h->run, &h->cap, h->n + 1, sizeof *h->run);
	r = &h->run[h->n++];
	*r = (struct run){.pid = number_of(m, n, "pid")};
	r->out = text_of(m, n, "out");
	r->input = list_of(m, n, "inputs", &r->ninput);
	r->input_id = list_of(m, n, "input_ids", &ids);
	if (ids < r->ninput)
		r->ninput = ids;
	r->stage.tool = text_of(m, n, "tool");
	r->stage.version = text_of(m, n, "version");
	r->stage.command = command_of(h->arena, m, n);
}

static void
end(struct history *h, const struct cs_trace_member *m, size_t n)
{
	struct cs_str tool = text_of(m, n, "tool");
	int64_t pid = number_of(m, n, "pid");
	struct cs_lineage_stage *s;
	struct run *r = NULL;

	for (size_t i = h->n; i > 0 && r == NULL; i--)
		if (h->run[i - 1].pid == pid && !h->run[i - 1].ended &&
		    cs_str_eq(h->run[i - 1].stage.tool, tool))
			r = &h->run[i - 1];
	if (r == NULL)
		return; /* its beginning is in a file that was rotated away */
	r->ended = true;
	r->status = number_of(m, n, "status");
	r->size = number_of(m, n, "size");
	r->reason = text_of(m, n, "reason");
	r->out = text_of(m, n, "out");
	s = &r->stage;
	s->read = (uint64_t)number_of(m, n, "read");
	s->aside = (uint64_t)number_of(m, n, "aside");
	s->used = (uint64_t)number_of(m, n, "used");
	s->written = (uint64_t)number_of(m, n, "written");
	s->skipped = list_of(m, n, "skipped", &s->nskipped);
	s->fact = list_of(m, n, "facts", &s->nfact);
	s->first = text_of(m, n, "first");
	s->last = text_of(m, n, "last");
	s->where = text_of(m, n, "where");
	s->keep_only = text_of(m, n, "keep_only");
	s->zone = text_of(m, n, "zone");
	s->tzdata = text_of(m, n, "tzdata");
	s->as_of = text_of(m, n, "as_of");
	s->dictionary = text_of(m, n, "dictionary");
}

static int
load(struct history *h)
{
	struct cs_trace_member *m;
	struct cs_str text, line;
	long number = 0;
	size_t n;

	if (cs_lines_load(h->arena, h->path, LIMIT, &text, h->e) != 0)
		return -1;
	while (cs_str_split(&text, '\n', &line)) {
		number++;
		if (line.n == 0)
			continue;
		if (!cs_trace_line(h->arena, line, &m, &n))
			return cs_err_set(
			    h->e, CS_EXIT_DATA, "%s:%ld: not a line of a trace", h->path, number);
		if (cs_str_eqz(text_of(m, n, "cs"), "begin"))
			begin(h, m, n);
		else
			end(h, m, n);
	}
	return 0;
}

/* The last run, other than our own, that wrote to id; NULL: none. */
static struct run *
writer_of(struct history *h, struct cs_str id)
{
	for (size_t i = h->n; i > 0 && id.n != 0; i--) {
		struct run *r = &h->run[i - 1];

		if (cs_str_eq(r->out, id) && !(r->pid == getpid() && !r->ended))
			return r;
	}
	return NULL;
}

/* Did the run end well, and does what it wrote still stand as it left it? */
static int
check(const struct history *h, const struct run *r, const char *name)
{
	struct cs_str tool = r->stage.tool;
	struct stat st;

	if (!r->ended) {
		(void)cs_err_set(h->e, CS_EXIT_DATA, "%s: %.*s began and did not end", h->path,
		    CS_STR_ARG(tool));
		return cs_err_hint(h->e, "it was killed: what it wrote is not whole");
	}
	if (r->status > CS_EXIT_NO)
		return cs_err_set(h->e, CS_EXIT_DATA, "%s: %.*s failed: %.*s", h->path,
		    CS_STR_ARG(tool), CS_STR_ARG(r->reason));
	if (r->out.n != 0 && r->out.p[0] == 'f' && stat(name, &st) == 0 && st.st_size != r->size) {
		(void)cs_err_set(h->e, CS_EXIT_DATA, "%s: %lld bytes, but %.*s wrote %lld", name,
		    (long long)st.st_size, CS_STR_ARG(tool), (long long)r->size);
		return cs_err_hint(h->e, "the file was changed after it was made");
	}
	return 0;
}

static int
place(struct history *h, struct cs_lineage *l, struct run *r)
{
	struct cs_lineage_stage *s = &r->stage;

	if (r->placed)
		return 0;
	r->placed = true;
	s->source = cs_arena_new(h->arena, r->ninput, sizeof *s->source);
	for (size_t i = 0; i < r->ninput; i++) {
		struct cs_str id = r->input_id[i];
		struct run *up = writer_of(h, id);
		struct cs_str name = cs_arena_str(h->arena, r->input[i]);

		/* What reads and writes one file is its own source. */
		if (up == r)
			up = NULL;
		if (up != NULL && (check(h, up, name.p) != 0 || place(h, l, up) != 0))
			return -1;
		if (up == NULL && id.n != 0 && id.p[0] == 'p')
			s->untraced = true;
		else if (up == NULL)
			s->source[s->nsource++] = name;
		else if (r->ninput == 1 && up->stage.written != s->read - s->aside)
			return cs_err_set(h->e, CS_EXIT_DATA,
			    "%s: %.*s wrote %llu records, %.*s read %llu", h->path,
			    CS_STR_ARG(up->stage.tool), (unsigned long long)up->stage.written,
			    CS_STR_ARG(s->tool), (unsigned long long)(s->read - s->aside));
	}
	l->stage[l->n++] = *s;
	return 0;
}

/* Our own inputs, as those of a run that is just ending. */
static int
start(struct history *h, struct cs_lineage *l, const struct cs_cli *cli)
{
	static char dash[] = "-";
	static char *const only_stdin[] = {dash};
	char *const *file = cli->nfile != 0 ? cli->file : only_stdin;
	int n = cli->nfile != 0 ? cli->nfile : 1;
	struct run own = {.ninput = (size_t)n, .stage.tool = cs_str_z(cli->tool->name)};
	struct cs_buf b = CS_BUF_INIT;

	own.stage.read = cli->in != NULL ? cs_reader_count(cli->in).rows : cli->count.read;
	own.input = cs_arena_new(h->arena, own.ninput, sizeof *own.input);
	own.input_id = cs_arena_new(h->arena, own.ninput, sizeof *own.input_id);
	for (int i = 0; i < n; i++) {
		cs_buf_reset(&b);
		cs_trace_path_id(&b, file[i]);
		own.input[i] = cs_str_z(file[i]);
		own.input_id[i] = cs_arena_str(h->arena, cs_buf_all(&b));
	}
	cs_buf_finish(&b);
	if (place(h, l, &own) != 0)
		return -1;
	l->n--; /* we are not upstream of ourselves */
	l->untraced = l->stage[l->n].untraced;
	return 0;
}

int
cs_lineage_read(struct cs_lineage *l, struct cs_cli *cli, struct cs_err *e)
{
	struct history h = {.arena = &cli->arena, .path = cli->opt.trace, .e = e};
	int r;

	*l = (struct cs_lineage){.kept = h.path != NULL};
	if (h.path == NULL)
		return 0;
	r = load(&h);
	l->stage = cs_arena_new(h.arena, h.n + 1, sizeof *l->stage);
	if (r == 0)
		r = start(&h, l, cli);
	free(h.run);
	return r;
}
